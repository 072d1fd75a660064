package org.vigie.staging.domain.facts;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.timeline.Course;

/** How a course of one patient stands to the others: two at once would make every study of theirs ambiguous. */
public final class CourseRules {
    public static final String OVERLAP = "course-overlap";

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

    /** The course id meant by a statement that names none: that of the one course with the same first day. */
    public static Optional<String> sameFirstDay(List<Course> known, ClinicalTime c1d1, ZoneId site) {
        List<String> same = known.stream()
                .filter(c -> c.c1d1().dateIn(site).equals(c1d1.dateIn(site)))
                .map(Course::courseId)
                .toList();
        return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }
}
