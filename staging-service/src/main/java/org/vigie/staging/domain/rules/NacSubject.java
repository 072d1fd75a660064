package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * What one finding of {@code NAC-ADC} is about.
 *
 * @param course null if the study belongs to none
 * @param place null if the study was not placed
 * @param lesionUid null if no lesion is named
 */
record NacSubject(
        PatientTimeline timeline,
        @Nullable Course course,
        Windows.@Nullable Place place,
        RecordedStudy study,
        @Nullable String lesionUid) {
    @Nullable
    TimePoint timePoint() {
        return place == null ? null : place.timePoint();
    }

    /**
     * Days from the study to its arrival: of the study, not of the revision that a later contour or measurement made
     * (clinical rules 9.2).
     */
    OptionalLong daysToArrival(ZoneId site) {
        ClinicalTime at = study.measured().studyTime();
        if (at == null) {
            return OptionalLong.empty();
        }
        Instant arrivedAt = timeline.firstArrivals()
                .getOrDefault(study.measured().studyUid(), study.measured().arrivedAt());
        return OptionalLong.of(
                ChronoUnit.DAYS.between(at.dateIn(site), arrivedAt.atZone(site).toLocalDate()));
    }
}
