package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;

/**
 * Everything stated and measured about one patient. Merging is by id and keeps the latest statement, so that any order
 * of arrival and any repetition give the same timeline.
 *
 * @param facts by fact id
 * @param studies by (study, revision, algorithm version); older revisions are recorded, never current
 */
public record PatientTimeline(String patientKey, Map<String, ClinicalFact> facts, Map<String, RecordedStudy> studies) {
    /** Copies both maps in key order, so that equal content is equal text. */
    public PatientTimeline {
        facts = new TreeMap<>(facts);
        studies = new TreeMap<>(studies);
    }

    public static PatientTimeline empty(String patientKey) {
        return new PatientTimeline(patientKey, Map.of(), Map.of());
    }

    /** The same fact stated again counts as stated at the later time: a correction can be taken back. */
    public PatientTimeline with(ClinicalFact fact) {
        Map<String, ClinicalFact> merged = new TreeMap<>(facts);
        merged.merge(fact.factId(), fact, (a, b) -> a.recordedAt().isBefore(b.recordedAt()) ? b : a);
        return new PatientTimeline(patientKey, merged, studies);
    }

    public PatientTimeline with(RecordedStudy study) {
        Map<String, RecordedStudy> merged = new TreeMap<>(studies);
        merged.merge(study.key(), study, (a, b) -> RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a);
        return new PatientTimeline(patientKey, facts, merged);
    }

    /** The current result of every study, in the order of study UIDs. */
    public List<RecordedStudy> currentStudies() {
        Map<String, RecordedStudy> current = new TreeMap<>();
        for (RecordedStudy study : studies.values()) {
            current.merge(
                    study.measured().studyUid(), study, (a, b) -> RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a);
        }
        return List.copyOf(current.values());
    }

    /** Facts that were not retracted after they were last stated, oldest statement first. */
    public List<ClinicalFact> validFacts() {
        Map<String, Instant> retractedAt = new HashMap<>();
        for (ClinicalFact fact : facts.values()) {
            if (fact.body() instanceof FactBody.Retracted retracted) {
                retractedAt.merge(retracted.retractedFactId(), fact.recordedAt(), (a, b) -> a.isBefore(b) ? b : a);
            }
        }
        List<ClinicalFact> valid = new ArrayList<>();
        for (ClinicalFact fact : facts.values()) {
            Instant retracted = retractedAt.get(fact.factId());
            if (retracted == null || retracted.isBefore(fact.recordedAt())) {
                valid.add(fact);
            }
        }
        valid.sort((a, b) -> {
            int byTime = a.recordedAt().compareTo(b.recordedAt());
            return byTime != 0 ? byTime : a.factId().compareTo(b.factId());
        });
        return valid;
    }

    /** Valid facts of one kind, oldest statement first. */
    public <T extends FactBody> Stream<Stated<T>> stated(Class<T> kind) {
        return validFacts().stream()
                .filter(fact -> kind.isInstance(fact.body()))
                .map(fact -> new Stated<>(fact.factId(), fact.recordedAt(), kind.cast(fact.body())));
    }
}
