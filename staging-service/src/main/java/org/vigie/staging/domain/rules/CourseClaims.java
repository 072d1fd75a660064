package org.vigie.staging.domain.rules;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** Which of several courses a study speaks of. */
record CourseClaims(ThresholdSet thresholds, Windows windows, ZoneId site) {
    /**
     * A study belongs to each course that places it, and to the latest course where none does; one that two courses
     * contest is an open question of each of them.
     */
    boolean belongs(List<Course> courses, Course course, RecordedStudy study) {
        if (courses.size() == 1) {
            return true;
        }
        TimePoint here = windows.of(course, StudyDates.of(study)).timePoint();
        List<Course> inside = courses.stream()
                .filter(c -> windows.of(c, StudyDates.of(study)).timePoint() != null)
                .toList();
        if (inside.isEmpty()) {
            return course.equals(courses.getLast());
        }
        if (contested(courses, study)) {
            return (here != null && here != TimePoint.POST)
                    || course.covers(StudyDates.of(study).dateIn(site), site);
        }
        boolean elsewhere = inside.stream()
                .anyMatch(c -> windows.of(c, StudyDates.of(study)).timePoint() != TimePoint.POST);
        return here != null && (here != TimePoint.POST || !elsewhere);
    }

    /**
     * Two courses claim the day of the study, or contradict each other about the weeks it lies in. Where one begins on the
     * last day of the other only that day is in question, and a study of it is still the later one's baseline.
     */
    boolean contested(List<Course> courses, RecordedStudy study) {
        LocalDate day = StudyDates.of(study).dateIn(site);
        return courses.stream().filter(course -> course.covers(day, site)).count() > 1 || contradicted(courses, study);
    }

    boolean contradicted(List<Course> courses, RecordedStudy study) {
        return Courses.contradict(courses, StudyDates.of(study).dateIn(site), -thresholds.days("baseline-from"), site);
    }
}
