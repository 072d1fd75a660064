package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.LesionAdc;

/** What readers said of regions, and whether what one is about to say fits the patient's studies. */
public final class LesionWords {
    private LesionWords() {}

    /** What a word on a region meets. */
    public enum Verdict {
        FITS,
        /** No current study of the patient has this region. */
        NO_SUCH_REGION,
        /** Neither a study nor a course names this lesion. */
        NO_SUCH_LESION,
        /** The same study has the lesion in another region: one lesion is not twice in a study. */
        TAKEN
    }

    /**
     * The word that counts on one region.
     *
     * @param trackingUid null where the region is none of the known lesions
     * @param confidence of the proposal it answered, as stated
     * @param by who said it
     */
    public record Word(
            String factId,
            String studyUid,
            String regionId,
            @Nullable String trackingUid,
            @Nullable Double confidence,
            String by,
            Instant at) {}

    /** The latest word on each region. */
    public static List<Word> of(PatientTimeline timeline) {
        Map<String, Word> byRegion = new LinkedHashMap<>();
        Map<String, ClinicalFact> facts = new LinkedHashMap<>();
        timeline.validFacts().forEach(fact -> facts.put(fact.factId(), fact));
        timeline.stated(FactBody.LesionMatched.class).forEach(stated -> {
            FactBody.LesionMatched word = stated.body();
            ClinicalFact fact = facts.get(stated.factId());
            byRegion.remove(word.regionId());
            byRegion.put(
                    word.regionId(),
                    new Word(
                            stated.factId(),
                            word.studyUid(),
                            word.regionId(),
                            word.trackingUid(),
                            word.confidence(),
                            fact == null ? "unknown" : fact.recordedBy(),
                            stated.at()));
        });
        return List.copyOf(byRegion.values());
    }

    /** @param trackingUid null: none of the known lesions */
    public static Verdict check(
            PatientTimeline timeline, String studyUid, String regionId, @Nullable String trackingUid) {
        List<RecordedStudy> asMeasured = timeline.studiesAsMeasured();
        Optional<LesionAdc> region = asMeasured.stream()
                .filter(study -> study.measured().studyUid().equals(studyUid))
                .flatMap(study -> study.measured().lesions().stream())
                .filter(lesion -> LesionMatching.regionId(studyUid, lesion).equals(regionId))
                .findFirst();
        if (region.isEmpty()) {
            return Verdict.NO_SUCH_REGION;
        }
        if (trackingUid == null) {
            return Verdict.FITS;
        }
        if (!isKnown(timeline, asMeasured, trackingUid)) {
            return Verdict.NO_SUCH_LESION;
        }
        return isElsewhere(timeline, asMeasured, studyUid, regionId, trackingUid) ? Verdict.TAKEN : Verdict.FITS;
    }

    private static boolean isKnown(PatientTimeline timeline, List<RecordedStudy> studies, String trackingUid) {
        return studies.stream()
                        .flatMap(study -> study.measured().lesions().stream())
                        .anyMatch(lesion -> trackingUid.equals(lesion.trackingUid()))
                || timeline.stated(FactBody.Lesion.class)
                        .anyMatch(stated -> trackingUid.equals(stated.body().trackingUid()));
    }

    /** Whether another region of the study is this lesion, by its own name or by a reader's word. */
    private static boolean isElsewhere(
            PatientTimeline timeline,
            List<RecordedStudy> asMeasured,
            String studyUid,
            String regionId,
            String trackingUid) {
        Map<String, @Nullable String> words = new LinkedHashMap<>();
        of(timeline).forEach(word -> words.put(word.regionId(), word.trackingUid()));
        List<String> names = new ArrayList<>();
        asMeasured.stream()
                .filter(study -> study.measured().studyUid().equals(studyUid))
                .flatMap(study -> study.measured().lesions().stream())
                .forEach(lesion -> {
                    String id = LesionMatching.regionId(studyUid, lesion);
                    String word = words.get(id);
                    String name = word == null ? lesion.trackingUid() : word;
                    if (!id.equals(regionId) && name != null) {
                        names.add(name);
                    }
                });
        return names.contains(trackingUid);
    }
}
