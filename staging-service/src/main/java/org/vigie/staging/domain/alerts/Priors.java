package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vigie.contract.EventId;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.staging.domain.rules.Finding;
import org.vigie.staging.domain.rules.TimePoint;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * Asks for the study before the course where a study of the course cannot be compared without it: once for a course and
 * its first day, never for what is an archive, and never again because of the answer.
 */
final class Priors {
    /** A course whose first day is corrected again and again asks no more. */
    static final int MAX_PER_PATIENT = 5;

    private final ThresholdSet thresholds;
    private final ZoneId site;

    Priors(ThresholdSet thresholds, ZoneId site) {
        this.thresholds = thresholds;
        this.site = site;
    }

    /** @param asked ids of requests already made */
    List<PriorRequested> requests(PatientTimeline timeline, List<Finding> findings, Set<String> asked, Instant now) {
        List<PriorRequested> requests = new ArrayList<>();
        for (Course course : Courses.of(timeline, site)) {
            lacking(findings, course, site, now).ifPresent(study -> {
                String id = requestId(timeline.patientKey(), course, site);
                if (!asked.contains(id) && asked.size() + requests.size() < MAX_PER_PATIENT) {
                    LocalDate first = course.c1d1().dateIn(site);
                    requests.add(new PriorRequested(
                            id,
                            timeline.patientKey(),
                            course.courseId(),
                            study.measured().studyUid(),
                            first.plusDays(thresholds.days("baseline-from")),
                            first,
                            now));
                }
            });
        }
        return requests;
    }

    static String requestId(String patientKey, Course course, ZoneId site) {
        return EventId.of(
                        List.of(
                                patientKey,
                                course.courseId(),
                                course.c1d1().dateIn(site).toString()),
                        "staging.prior",
                        "1")
                .toString();
    }

    /** The first study of a running course that finds no baseline study at all. */
    static Optional<RecordedStudy> lacking(List<Finding> findings, Course course, ZoneId site, Instant now) {
        List<Finding> ofCourse = findings.stream()
                .filter(finding ->
                        finding.course() != null && finding.course().courseId().equals(course.courseId()))
                .toList();
        boolean hasBaseline = ofCourse.stream().anyMatch(finding -> finding.timePoint() == TimePoint.BASELINE);
        boolean ended =
                course.endedAt() != null && !now.isBefore(course.endedAt().instantIn(site));
        if (hasBaseline || ended || !course.startedBy(now, site)) {
            return Optional.empty();
        }
        return ofCourse.stream()
                .filter(finding -> !finding.late())
                .filter(finding -> finding.assessed().reasons().stream().anyMatch(Priors::isNoBaseline))
                .map(Finding::study)
                .findFirst();
    }

    static boolean isNoBaseline(Reason reason) {
        return reason.code() == ReasonCode.NO_BASELINE;
    }
}
