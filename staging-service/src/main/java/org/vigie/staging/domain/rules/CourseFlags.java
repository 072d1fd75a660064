package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vigie.contract.ClinicalTime;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** What happened to a treatment between the two studies compared, and must be said beside the result. */
final class CourseFlags {
    private CourseFlags() {}

    static List<String> of(NacSubject subject, RecordedStudy before, ZoneId site) {
        RecordedStudy study = subject.study();
        Course course = subject.course();
        List<String> flags = new ArrayList<>();
        if (!Objects.equals(
                before.measured().algorithmVersion(), study.measured().algorithmVersion())) {
            flags.add("algorithm-versions-differ");
        }
        if (course == null) {
            return flags;
        }
        if (course.regimenChangedAt().stream().anyMatch(at -> isBetween(before, at, study, site))) {
            flags.add("regimen-changed");
        }
        if (course.postponedAt().stream().anyMatch(at -> isBetween(before, at, study, site))) {
            flags.add("cycle-postponed");
        }
        String lesionUid = subject.lesionUid();
        if (lesionUid != null
                && !course.lesionUids().isEmpty()
                && !course.lesionUids().contains(lesionUid)) {
            flags.add("lesion-not-named-by-course");
        }
        return flags;
    }

    private static boolean isBetween(RecordedStudy before, Instant at, RecordedStudy study, ZoneId site) {
        ClinicalTime from = before.measured().studyTime();
        ClinicalTime to = study.measured().studyTime();
        return from != null
                && to != null
                && at.isAfter(from.instantIn(site))
                && !at.atZone(site).toLocalDate().isAfter(to.dateIn(site));
    }
}
