package org.vigie.staging.domain.facts;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.timeline.Course;

/** How a course of one patient stands to the others: two at once would make every study of theirs ambiguous. */
public final class CourseRules {
    public static final String OVERLAP = "course-overlap";
    /** Beyond it no zone has days any more. */
    private static final int LAST_YEAR = 9998;

    private static final String BEFORE_FIRST_DAY = "not before the first day of the course";

    private CourseRules() {}

    /** The course that runs on the stated first day, if it is not the stated one. */
    public static Optional<Fault> overlap(List<Course> known, FactBody.NacCourse stated, ZoneId site) {
        LocalDate first = stated.c1d1().dateIn(site);
        for (Course course : known) {
            if (!course.courseId().equals(stated.courseId()) && atOnce(known, course, stated.courseId(), first, site)) {
                return Optional.of(new Fault(
                        OVERLAP,
                        "c1d1",
                        "not within another course: " + course.courseId() + " began "
                                + course.c1d1().dateIn(site)
                                + (course.endedAt() == null ? " and has not ended" : "")
                                + "; state that course id to correct it, or its end before a new one"));
            }
        }
        return Optional.empty();
    }

    private static boolean atOnce(List<Course> known, Course course, String id, LocalDate first, ZoneId site) {
        if (course.covers(first, site)) {
            return true;
        }
        LocalDate other = course.c1d1().dateIn(site);
        if (other.isBefore(first)) {
            return false;
        }
        ClinicalTime end = known.stream()
                .filter(c -> c.courseId().equals(id))
                .map(Course::endedAt)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        LocalDate last = end == null ? first.plusDays(Course.OPEN_DAYS) : end.dateIn(site);
        return !other.isAfter(last);
    }

    /**
     * What a statement makes of the courses that is not so already.
     *
     * @param before the courses without it
     * @param after the courses with it and with everything stated in the same message
     */
    public static List<Fault> faults(List<Course> before, List<Course> after, FactBody stated, ZoneId site) {
        return switch (stated) {
            case FactBody.NacCourse course -> {
                List<Fault> faults = new ArrayList<>();
                overlap(after, course, site).ifPresent(faults::add);
                course(after, course.courseId())
                        .filter(known -> endsEarly(known, site))
                        .ifPresent(known -> faults.add(Fault.invalid("c1d1", "not after the end of the course")));
                yield faults;
            }
            case FactBody.CourseEnded ended -> ended(before, after, ended.courseId(), ended.endedAt(), "endedAt", site);
            case FactBody.Surgery surgery -> ended(before, after, surgery.courseId(), surgery.at(), "at", site);
            case FactBody.NextCycle next ->
                course(after, next.courseId())
                        .filter(known -> !next.nextCycleAt()
                                .instantIn(site)
                                .isAfter(known.c1d1().instantIn(site)))
                        .map(known -> Fault.invalid("nextCycleAt", "after c1d1"))
                        .stream()
                        .toList();
            case FactBody.RegimenChanged changed ->
                course(after, changed.courseId())
                        .filter(known -> isBefore(changed.at(), known, site))
                        .map(known -> Fault.invalid("at", BEFORE_FIRST_DAY))
                        .stream()
                        .toList();
            case FactBody.Retracted _ -> {
                List<Pair> pairs = together(after, site);
                pairs.removeAll(together(before, site));
                yield pairs.stream()
                        .map(pair -> pair.fault("retractedFactId", site))
                        .toList();
            }
            default -> List.of();
        };
    }

    /**
     * What joining two patients would make of their courses and is so of neither: two at once, or one course with two
     * first days. Which of them holds is for people to say, before the merge.
     *
     * @param source courses of the patient that is merged
     * @param target courses of the patient that stays
     * @param joined courses of both together
     */
    public static List<Fault> merged(List<Course> source, List<Course> target, List<Course> joined, ZoneId site) {
        List<Fault> faults = new ArrayList<>();
        for (Course course : source) {
            course(target, course.courseId())
                    .filter(other ->
                            !other.c1d1().dateIn(site).equals(course.c1d1().dateIn(site)))
                    .map(other -> new Fault(
                            OVERLAP,
                            "source",
                            "one first day of course " + course.courseId() + ": the source states "
                                    + course.c1d1().dateIn(site) + ", the target "
                                    + other.c1d1().dateIn(site) + "; correct one of them, then merge"))
                    .ifPresent(faults::add);
        }
        List<Pair> pairs = together(joined, site);
        pairs.removeAll(together(source, site));
        pairs.removeAll(together(target, site));
        pairs.forEach(pair -> faults.add(new Fault(
                OVERLAP,
                "source",
                "no two courses at once: " + pair.later().courseId() + " began "
                        + pair.later().c1d1().dateIn(site) + ", and "
                        + pair.earlier().courseId() + " of "
                        + pair.earlier().c1d1().dateIn(site)
                        + (pair.earlier().endedAt() == null
                                ? " has not ended"
                                : " ended " + pair.earlier().lastDay(site))
                        + "; retract or end one of them, then merge")));
        return faults;
    }

    private static List<Fault> ended(
            List<Course> before, List<Course> after, String courseId, ClinicalTime end, String object, ZoneId site) {
        List<Fault> faults = new ArrayList<>();
        course(after, courseId)
                .filter(known -> isBefore(end, known, site))
                .ifPresent(known -> faults.add(Fault.invalid(object, BEFORE_FIRST_DAY)));
        List<Pair> pairs = together(after, site);
        pairs.removeAll(together(before, site));
        for (Pair pair : pairs) {
            if (pair.earlier().courseId().equals(courseId)
                    || pair.later().courseId().equals(courseId)) {
                faults.add(pair.fault(object, site));
            }
        }
        return faults;
    }

    private static Optional<Course> course(List<Course> known, String courseId) {
        return known.stream()
                .filter(course -> course.courseId().equals(courseId))
                .findFirst();
    }

    private static boolean endsEarly(Course course, ZoneId site) {
        return course.endedAt() != null && isBefore(course.endedAt(), course, site);
    }

    private static boolean isBefore(ClinicalTime at, Course course, ZoneId site) {
        return at.dateIn(site).isBefore(course.c1d1().dateIn(site));
    }

    /** Two courses of which the earlier has not ended when the later begins; the same pair whatever else is said of them. */
    private record Pair(Course earlier, Course later) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair pair
                    && earlier.courseId().equals(pair.earlier.courseId())
                    && later.courseId().equals(pair.later.courseId());
        }

        @Override
        public int hashCode() {
            return Objects.hash(earlier.courseId(), later.courseId());
        }

        Fault fault(String object, ZoneId site) {
            return new Fault(
                    OVERLAP,
                    object,
                    "no two courses at once: " + later.courseId() + " began "
                            + later.c1d1().dateIn(site) + " and " + earlier.courseId() + " would not have ended");
        }
    }

    private static List<Pair> together(List<Course> courses, ZoneId site) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < courses.size(); i++) {
            for (int j = i + 1; j < courses.size(); j++) {
                if (courses.get(i).runsInto(courses.get(j), site)) {
                    pairs.add(new Pair(courses.get(i), courses.get(j)));
                }
            }
        }
        return pairs;
    }

    /** The course id meant by a statement that names none: that of the one course with the same first day. */
    public static Optional<String> sameFirstDay(List<Course> known, ClinicalTime c1d1, ZoneId site) {
        if (c1d1.date().getYear() > LAST_YEAR) {
            return Optional.empty();
        }
        List<String> same = known.stream()
                .filter(c -> c.c1d1().dateIn(site).equals(c1d1.dateIn(site)))
                .map(Course::courseId)
                .toList();
        return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }
}
