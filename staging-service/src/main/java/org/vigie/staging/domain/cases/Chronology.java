package org.vigie.staging.domain.cases;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.Reads;

/**
 * Which course a date belongs to, and whether it lies before the first dose. On the day of that dose only clock times tell;
 * where one is missing, both answers are possible, and each chronology gives one of them throughout.
 */
final class Chronology {
    /** As for ADC: a baseline is at most 28 days before the first dose (clinical rules 2.3). */
    private static final int BASELINE_DAYS = 28;

    private final List<Course> courses;
    private final ZoneId site;
    private final boolean dayZeroFirst;
    private @Nullable Reason undecided;

    /** @param dayZeroFirst what a study of the day of the first dose is taken to be where no clock tells: before it */
    Chronology(Reads timeline, ZoneId site, boolean dayZeroFirst) {
        this.courses = timeline.courses(site);
        this.site = site;
        this.dayZeroFirst = dayZeroFirst;
    }

    /** The clock time that was missing so far; null if every question could be answered. */
    @Nullable
    Reason undecided() {
        return undecided;
    }

    /** Two courses contradict each other about the weeks of this date: it is read in neither. */
    boolean contested(ClinicalTime at) {
        return Courses.contradict(courses, at.dateIn(site), BASELINE_DAYS, site);
    }

    /** The latest course that had begun, or whose baseline window had; null if none, or if courses contest the date. */
    @Nullable
    Course courseOf(ClinicalTime at) {
        if (contested(at)) {
            return null;
        }
        return courses.stream()
                .filter(course -> course.dayOf(at, site) >= -BASELINE_DAYS)
                .max(Comparator.comparing(course -> course.c1d1().instantIn(site)))
                .orElse(null);
    }

    /** In the baseline window (clinical rules 2.3), where no courses contest the date: on the day of the first dose, before it. */
    boolean isBaseline(Course course, ClinicalTime at) {
        int day = course.dayOf(at, site);
        if (contested(at)) {
            return false;
        }
        if (day != 0) {
            return day >= -BASELINE_DAYS && day < 0;
        }
        if (at.time() != null && course.c1d1().time() != null) {
            return !at.instantIn(site).isAfter(course.c1d1().instantIn(site));
        }
        undecided = Reason.of(ReasonCode.MISSING_INPUT, course.c1d1().time() == null ? "c1d1-time" : "study-time");
        return dayZeroFirst;
    }

    /** Hours from the first dose; null if either clock time is not known. */
    @Nullable
    Double hoursAfter(Course course, ClinicalTime at) {
        if (at.time() == null || course.c1d1().time() == null) {
            return null;
        }
        return (at.instantIn(site).toEpochMilli()
                        - course.c1d1().instantIn(site).toEpochMilli())
                / 3_600_000.0;
    }

    <T> Comparator<T> byTime(Function<T, ClinicalTime> at) {
        return Comparator.comparing(one -> at.apply(one).instantIn(site));
    }

    ZoneId site() {
        return site;
    }
}
