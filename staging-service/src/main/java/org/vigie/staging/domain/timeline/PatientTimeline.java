package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;

/**
 * Everything stated and measured about one patient. Merging is by id and keeps the latest statement, so that any order
 * of arrival and any repetition give the same timeline.
 *
 * <p>Immutable; what is derived from it is computed once, on first use.
 */
public final class PatientTimeline {
    /** The greater statement counts: the later one, then by content so that no tie is left to the order of arrival. */
    private static final Comparator<ClinicalFact> STATED = Comparator.comparing(ClinicalFact::recordedAt)
            .thenComparing(fact -> fact.body().toString())
            .thenComparing(ClinicalFact::recordedBy);

    private final String patientKey;
    private final SortedMap<String, ClinicalFact> facts;
    private final SortedMap<String, RecordedStudy> studies;

    private @Nullable List<ClinicalFact> valid;
    private @Nullable List<RecordedStudy> current;
    private @Nullable Map<Class<?>, List<Stated<?>>> statedByKind;
    private @Nullable ZoneId coursesZone;
    private @Nullable List<Course> courses;

    /**
     * @param facts by fact id
     * @param studies by (study, revision, algorithm version); older revisions are recorded, never current
     */
    public PatientTimeline(String patientKey, Map<String, ClinicalFact> facts, Map<String, RecordedStudy> studies) {
        this(patientKey, sorted(facts), sorted(studies));
    }

    private PatientTimeline(
            String patientKey, SortedMap<String, ClinicalFact> facts, SortedMap<String, RecordedStudy> studies) {
        this.patientKey = patientKey;
        this.facts = facts;
        this.studies = studies;
    }

    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    public static PatientTimeline empty(String patientKey) {
        return new PatientTimeline(patientKey, Map.of(), Map.of());
    }

    public String patientKey() {
        return patientKey;
    }

    /** By fact id, in the order of ids. */
    public Map<String, ClinicalFact> facts() {
        return facts;
    }

    /** By (study, revision, algorithm version), in the order of keys. */
    public Map<String, RecordedStudy> studies() {
        return studies;
    }

    /** The same fact stated again counts as stated at the later time: a correction can be taken back. */
    public PatientTimeline with(ClinicalFact fact) {
        TreeMap<String, ClinicalFact> merged = new TreeMap<>(facts);
        merged.merge(fact.factId(), fact, (a, b) -> STATED.compare(a, b) < 0 ? b : a);
        return new PatientTimeline(patientKey, Collections.unmodifiableSortedMap(merged), studies);
    }

    public PatientTimeline with(RecordedStudy study) {
        TreeMap<String, RecordedStudy> merged = new TreeMap<>(studies);
        merged.merge(study.key(), study, (a, b) -> RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a);
        return new PatientTimeline(patientKey, facts, Collections.unmodifiableSortedMap(merged));
    }

    /** The current result of every study, in the order of study UIDs. */
    public List<RecordedStudy> currentStudies() {
        List<RecordedStudy> known = current;
        if (known == null) {
            Map<String, RecordedStudy> byStudy = new TreeMap<>();
            for (RecordedStudy study : studies.values()) {
                byStudy.merge(
                        study.measured().studyUid(), study, (a, b) -> RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a);
            }
            known = List.copyOf(byStudy.values());
            current = known;
        }
        return known;
    }

    /** Facts that were not retracted after they were last stated, oldest statement first. */
    public List<ClinicalFact> validFacts() {
        List<ClinicalFact> known = valid;
        if (known == null) {
            known = readValid();
            valid = known;
        }
        return known;
    }

    private List<ClinicalFact> readValid() {
        Map<String, Instant> retractedAt = new HashMap<>();
        for (ClinicalFact fact : facts.values()) {
            if (fact.body() instanceof FactBody.Retracted retracted) {
                retractedAt.merge(retracted.retractedFactId(), fact.recordedAt(), (a, b) -> a.isBefore(b) ? b : a);
            }
        }
        List<ClinicalFact> read = new ArrayList<>(facts.size());
        for (ClinicalFact fact : facts.values()) {
            Instant retracted = retractedAt.get(fact.factId());
            if (retracted == null || retracted.isBefore(fact.recordedAt())) {
                read.add(fact);
            }
        }
        read.sort(Comparator.comparing(ClinicalFact::recordedAt).thenComparing(ClinicalFact::factId));
        return List.copyOf(read);
    }

    /** Valid facts of one kind, oldest statement first. */
    @SuppressWarnings("unchecked") // the list under a kind holds statements of that kind only
    public <T extends FactBody> Stream<Stated<T>> stated(Class<T> kind) {
        if (kind.isInterface()) {
            return validFacts().stream()
                    .filter(fact -> kind.isInstance(fact.body()))
                    .map(fact -> new Stated<>(fact.factId(), fact.recordedAt(), kind.cast(fact.body())));
        }
        return ((List<Stated<T>>) (List<?>) byKind().getOrDefault(kind, List.of())).stream();
    }

    private Map<Class<?>, List<Stated<?>>> byKind() {
        Map<Class<?>, List<Stated<?>>> known = statedByKind;
        if (known == null) {
            known = new HashMap<>();
            for (ClinicalFact fact : validFacts()) {
                known.computeIfAbsent(fact.body().getClass(), kind -> new ArrayList<>())
                        .add(new Stated<>(fact.factId(), fact.recordedAt(), fact.body()));
            }
            statedByKind = known;
        }
        return known;
    }

    /** What {@link Courses} reads, read once. */
    List<Course> courses(ZoneId site, Supplier<List<Course>> read) {
        List<Course> known = courses;
        if (known == null || !site.equals(coursesZone)) {
            known = read.get();
            coursesZone = site;
            courses = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PatientTimeline that
                && patientKey.equals(that.patientKey)
                && facts.equals(that.facts)
                && studies.equals(that.studies);
    }

    @Override
    public int hashCode() {
        return patientKey.hashCode() + 31 * (facts.hashCode() + 31 * studies.hashCode());
    }

    @Override
    public String toString() {
        return "PatientTimeline[facts=" + facts + ", studies=" + studies + "]";
    }
}
