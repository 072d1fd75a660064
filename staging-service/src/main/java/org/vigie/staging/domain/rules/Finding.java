package org.vigie.staging.domain.rules;

import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * An assessment with what the alert policy needs beside it.
 *
 * @param course null if the study belongs to no course
 * @param timePoint null if outside every window
 * @param result final and fit for an alert, or why not
 * @param late the study was older than the limit when it first arrived
 */
public record Finding(
        PatientAssessed assessed,
        @Nullable Course course,
        @Nullable TimePoint timePoint,
        RecordedStudy study,
        Fitness result,
        boolean late,
        @Nullable AdcStory story) {

    /** What stands between a result and an alert (clinical rules 9.2). */
    public enum Fitness {
        /** Comparable, both contours validated, both studies complete. */
        FIT,
        UNVALIDATED_ROI,
        INCOMPLETE,
        WITH_CAUTION,
        /** No comparison: not comparable, indeterminate, baseline, not measurable. */
        NO_COMPARISON
    }

    public Finding with(Course planned) {
        return new Finding(assessed, planned, timePoint, study, result, late, story);
    }

    public Finding with(PatientAssessed other) {
        return new Finding(other, course, timePoint, study, result, late, story);
    }
}
