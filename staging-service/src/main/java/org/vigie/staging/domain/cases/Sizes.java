package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/** Sizes of lesions, by study. */
final class Sizes {
    private final Chronology chronology;
    /** Of one lesion, study and modality the latest statement, whatever it now says of the lesion. */
    private final List<Stated<LesionSized>> all;

    Sizes(Reads timeline, Chronology chronology) {
        this.chronology = chronology;
        this.all = Stated.latest(
                timeline.stated(LesionSized.class),
                one -> key(one.body()) + "|" + one.body().trackingUid() + "|"
                        + one.body().modality());
    }

    record Measured(
            String factId,
            @Nullable String studyUid,
            @Nullable Double longestMm) {}

    /** Sizes read on one study, or on one day where the study is not in Vigie. */
    record Reading(String key, @Nullable String studyUid, ClinicalTime at, List<Stated<LesionSized>> lesions) {
        List<String> ids() {
            return lesions.stream().map(Stated::factId).toList();
        }
    }

    private Stream<Stated<LesionSized>> stated(Predicate<LesionSized> which) {
        return all.stream().filter(one -> which.test(one.body()));
    }

    /** Readings that hold such lesions, oldest first; of one lesion and study the latest statement counts. */
    List<Reading> readings(Predicate<LesionSized> which) {
        Map<String, Map<String, Stated<LesionSized>>> byStudy = new LinkedHashMap<>();
        stated(which)
                .forEach(one -> byStudy.computeIfAbsent(key(one.body()), k -> new LinkedHashMap<>())
                        .put(one.body().trackingUid(), one));
        List<Reading> readings = new ArrayList<>();
        byStudy.forEach((key, lesions) -> {
            LesionSized first = lesions.values().iterator().next().body();
            readings.add(new Reading(key, first.studyUid(), first.at(), List.copyOf(lesions.values())));
        });
        readings.sort(chronology.<Reading>byTime(Reading::at).thenComparing(Reading::key));
        return readings;
    }

    private String key(LesionSized sized) {
        return sized.studyUid() == null ? sized.at().dateIn(chronology.site()).toString() : sized.studyUid();
    }

    /** Latest size on MRI in the baseline window. */
    @Nullable
    Measured baselineOf(Course course, @Nullable String lesionUid) {
        return latest(one -> one.modality() == Modality.MR
                && one.trackingUid().equals(lesionUid)
                && chronology.isBaseline(course, one.at()));
    }

    /** Latest size that was measured; null if none was. */
    @Nullable
    Measured latest(Predicate<LesionSized> which) {
        return stated(one -> which.test(one) && one.longestDiameterMm() != null)
                .max(Comparator.comparing((Stated<LesionSized> one) ->
                                Objects.requireNonNull(one.body().at()).instantIn(chronology.site()))
                        .thenComparing(Stated::at)
                        .thenComparing(Stated::factId))
                .map(one -> new Measured(
                        one.factId(), one.body().studyUid(), one.body().longestDiameterMm()))
                .orElse(null);
    }
}
