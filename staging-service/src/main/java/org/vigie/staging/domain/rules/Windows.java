package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;

/** Where in a course a study stands (clinical rules 2.3). */
public final class Windows {
    private final ThresholdSet thresholds;
    private final ZoneId site;

    public Windows(ThresholdSet thresholds, ZoneId site) {
        this.thresholds = thresholds;
        this.site = site;
    }

    /**
     * @param timePoint null if outside every window or not decidable
     * @param reason why there is no time-point
     */
    public record Place(
            int day,
            @Nullable TimePoint timePoint,
            @Nullable Reason reason) {
        /** A time of day is missing: whether it is a time-point cannot be said. */
        boolean undecided() {
            return reason != null && reason.code() == ReasonCode.MISSING_INPUT;
        }
    }

    /** Day and time-point of a study in a course. */
    public Place of(Course course, ClinicalTime study) {
        int day = course.dayOf(study, site);
        ClinicalTime endedAt = course.endedAt();
        if (endedAt != null && study.dateIn(site).isAfter(endedAt.dateIn(site))) {
            return new Place(day, TimePoint.POST, null);
        }
        if (day == 0) {
            return dayZero(course, study);
        }
        TimePoint point = window(day);
        return point == null ? new Place(day, null, Reason.of(ReasonCode.OUT_OF_WINDOW)) : new Place(day, point, null);
    }

    private @Nullable TimePoint window(int day) {
        if (day < thresholds.days("baseline-from")) {
            return null;
        }
        if (day < thresholds.days("too-early-from")) {
            return TimePoint.BASELINE;
        }
        if (day < thresholds.days("w1-from")) {
            return TimePoint.TOO_EARLY;
        }
        if (day < thresholds.days("c1-from")) {
            return TimePoint.W1;
        }
        if (day < thresholds.days("interim-from")) {
            return TimePoint.C1;
        }
        if (day < thresholds.days("mid-from")) {
            return TimePoint.INTERIM;
        }
        return day <= thresholds.days("mid-to") ? TimePoint.MID : TimePoint.POST;
    }

    /** On the day of the first infusion only the clock tells whether the study came before it. */
    private Place dayZero(Course course, ClinicalTime study) {
        if (course.c1d1().time() == null) {
            return new Place(0, null, Reason.of(ReasonCode.MISSING_INPUT, "c1d1-time"));
        }
        if (study.time() == null) {
            return new Place(0, null, Reason.of(ReasonCode.MISSING_INPUT, "study-time"));
        }
        return study.instantIn(site).isAfter(course.c1d1().instantIn(site))
                ? new Place(0, null, Reason.of(ReasonCode.OUT_OF_WINDOW))
                : new Place(0, TimePoint.BASELINE, null);
    }
}
