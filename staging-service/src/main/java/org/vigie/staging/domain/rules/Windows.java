package org.vigie.staging.domain.rules;

import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;

/** Where in a course a study stands (clinical rules 2.3). */
public final class Windows {
    private final ZoneId site;
    private final int baselineFrom;
    private final int tooEarlyFrom;
    private final int w1From;
    private final int c1From;
    private final int interimFrom;
    private final int midFrom;
    private final int midTo;

    public Windows(ThresholdSet thresholds, ZoneId site) {
        this.site = site;
        this.baselineFrom = thresholds.days("baseline-from");
        this.tooEarlyFrom = thresholds.days("too-early-from");
        this.w1From = thresholds.days("w1-from");
        this.c1From = thresholds.days("c1-from");
        this.interimFrom = thresholds.days("interim-from");
        this.midFrom = thresholds.days("mid-from");
        this.midTo = thresholds.days("mid-to");
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

    /** First day on which a study can belong to a course. */
    LocalDate opensOn(Course course) {
        return course.c1d1().dateIn(site).plusDays(baselineFrom);
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
        if (day < baselineFrom) {
            return null;
        }
        if (day < tooEarlyFrom) {
            return TimePoint.BASELINE;
        }
        if (day < w1From) {
            return TimePoint.TOO_EARLY;
        }
        if (day < c1From) {
            return TimePoint.W1;
        }
        if (day < interimFrom) {
            return TimePoint.C1;
        }
        if (day < midFrom) {
            return TimePoint.INTERIM;
        }
        return day <= midTo ? TimePoint.MID : TimePoint.POST;
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
