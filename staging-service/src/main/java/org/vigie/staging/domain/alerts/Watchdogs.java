package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.Category;
import org.vigie.contract.clinical.AlertRaised.Severity;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.rules.Finding;
import org.vigie.staging.domain.rules.NacAdc;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.LesionMatching;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * What should have happened and did not, and what cannot all be true: quality items of clinical rules 9.2, at most one of
 * a kind for a course, or for a patient where no course is concerned. A course whose early study is overdue is not also
 * reported as one without studies.
 */
final class Watchdogs {
    static final String RULE = "WATCH";
    static final String ADMINISTRATION_WITHOUT_COURSE = "administration-without-course";
    static final String COURSE_WITHOUT_STUDIES = "course-without-studies";
    static final String STUDY_WITHOUT_COURSE = "study-without-course";
    static final String COURSES_OVERLAP = "courses-overlap";
    static final String CONTRADICTORY_FACTS = "contradictory-facts";
    static final String PRIOR_MISSING = "prior-missing";
    static final String LESION_MATCH_PROPOSED = "lesion-match-proposed";

    private static final Set<String> KINDS = Set.of(
            ADMINISTRATION_WITHOUT_COURSE,
            COURSE_WITHOUT_STUDIES,
            STUDY_WITHOUT_COURSE,
            COURSES_OVERLAP,
            CONTRADICTORY_FACTS,
            PRIOR_MISSING,
            LESION_MATCH_PROPOSED,
            AlertPolicy.OVERDUE);

    private final NacAdc rule;
    private final AlertPolicy policy;
    private final WatchDelays delays;
    private final ZoneId site;

    Watchdogs(NacAdc rule, AlertPolicy policy, WatchDelays delays, ZoneId site) {
        this.rule = rule;
        this.policy = policy;
        this.delays = delays;
        this.site = site;
    }

    /** Whether a kind is one of a watchdog: such an item is closed, not withdrawn, when its cause is gone. */
    static boolean isOfWatchdog(String kind) {
        return KINDS.contains(kind);
    }

    /**
     * Takes the items out that are new: events come in any order, and what is missing now may come next.
     *
     * @return whether there was one
     */
    static boolean holdBack(Map<String, AlertDraft> drafts, Map<String, AlertRaised> said) {
        return drafts.values().removeIf(draft -> {
            AlertRaised last = said.get(draft.content().alertKey());
            boolean open = last != null
                    && (last.state() == AlertRaised.State.RAISED || last.state() == AlertRaised.State.AMENDED);
            return draft.content().ruleId().equals(RULE) && !open && draft.mayOpen();
        });
    }

    /**
     * @param asked courses for which a prior was asked for
     * @param others drafts of results: an item that says the same is not doubled
     */
    List<AlertDraft> drafts(
            PatientTimeline timeline,
            List<Finding> findings,
            Collection<AlertRaised> said,
            Set<String> asked,
            Collection<AlertDraft> others,
            Instant now) {
        List<AlertDraft> drafts = new ArrayList<>();
        List<Course> courses = Courses.of(timeline, site);
        administrations(timeline, courses).ifPresent(drafts::add);
        studyWithoutCourse(timeline, courses, now).ifPresent(drafts::add);
        for (int i = 0; i < courses.size(); i++) {
            Course course = courses.get(i);
            overlap(timeline, courses.subList(0, i), course).ifPresent(drafts::add);
            withoutStudies(timeline, course, now).ifPresent(drafts::add);
            contradictions(timeline, course, courses.size() == 1, said).ifPresent(drafts::add);
            priorMissing(timeline, course, findings, asked, others, now).ifPresent(drafts::add);
        }
        matches(timeline, now).ifPresent(drafts::add);
        return drafts;
    }

    /** When what is missing after the last event of a patient is looked at. */
    Instant settledAt(Instant lastEvent) {
        return lastEvent.plus(delays.settle());
    }

    /** When a course without any study becomes an item. */
    Instant lookForStudiesAt(Course course) {
        return policy.startOf(course, delays.daysWithoutStudies());
    }

    /** When a study without a course becomes an item; empty if none waits for one. */
    Optional<Instant> lookForCourseAt(PatientTimeline timeline) {
        return Courses.of(timeline, site).isEmpty()
                ? waiting(timeline).map(study -> study.measured().arrivedAt().plus(delays.graceForCourse()))
                : Optional.empty();
    }

    private Optional<AlertDraft> administrations(PatientTimeline timeline, List<Course> courses) {
        Set<String> registered = new TreeSet<>();
        courses.forEach(course -> registered.add(course.courseId()));
        boolean unregistered = timeline.stated(FactBody.Administration.class)
                .map(stated -> stated.body().courseId())
                .anyMatch(id -> id == null ? courses.isEmpty() : !registered.contains(id));
        return unregistered
                ? Optional.of(item(
                        timeline,
                        null,
                        ADMINISTRATION_WITHOUT_COURSE,
                        null,
                        null,
                        List.of(),
                        List.of(Reason.of(ReasonCode.MISSING_INPUT, "course"))))
                : Optional.empty();
    }

    private Optional<AlertDraft> overlap(PatientTimeline timeline, List<Course> before, Course later) {
        return before.stream().anyMatch(earlier -> earlier.runsInto(later, site))
                ? Optional.of(item(
                        timeline,
                        later.courseId(),
                        COURSES_OVERLAP,
                        null,
                        null,
                        List.of(),
                        List.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "course"))))
                : Optional.empty();
    }

    private Optional<AlertDraft> withoutStudies(PatientTimeline timeline, Course course, Instant now) {
        boolean due = !now.isBefore(lookForStudiesAt(course)) && now.isBefore(policy.overdueAt(course));
        boolean ended =
                course.endedAt() != null && !now.isBefore(course.endedAt().instantIn(site));
        return due && !ended && !rule.hasStudyOf(timeline, course)
                ? Optional.of(item(
                        timeline,
                        course.courseId(),
                        COURSE_WITHOUT_STUDIES,
                        null,
                        policy.overdueAt(course),
                        List.of(),
                        List.of(Reason.of(ReasonCode.NO_BASELINE))))
                : Optional.empty();
    }

    private Optional<AlertDraft> studyWithoutCourse(PatientTimeline timeline, List<Course> courses, Instant now) {
        if (!courses.isEmpty()) {
            return Optional.empty();
        }
        return waiting(timeline)
                .filter(study -> !now.isBefore(study.measured().arrivedAt().plus(delays.graceForCourse())))
                .map(study -> item(
                        timeline,
                        null,
                        STUDY_WITHOUT_COURSE,
                        study.measured().studyUid(),
                        study.measured().arrivedAt().plus(delays.recent()),
                        List.of(),
                        List.of(Reason.of(ReasonCode.MISSING_INPUT, "c1d1"))));
    }

    /** A recent study in which somebody drew a lesion: a PACS sends many others that belong to no course. */
    private Optional<RecordedStudy> waiting(PatientTimeline timeline) {
        return timeline.currentStudies().stream()
                .filter(study -> study.measured().outcome() != StudyMeasured.Outcome.NOT_APPLICABLE)
                .filter(study -> study.measured().lesions().stream()
                        .anyMatch(lesion ->
                                lesion.roi().validated() || lesion.roi().object() != null))
                .filter(this::isRecent)
                .findFirst();
    }

    private boolean isRecent(RecordedStudy study) {
        ClinicalTime at = study.measured().studyTime();
        return at != null
                && !at.instantIn(site)
                        .plus(delays.recent())
                        .isBefore(study.measured().arrivedAt());
    }

    private Optional<AlertDraft> contradictions(
            PatientTimeline timeline, Course course, boolean only, Collection<AlertRaised> said) {
        List<String> found = new ArrayList<>();
        ClinicalTime end = course.endedAt();
        if (end != null && end.dateIn(site).isBefore(course.c1d1().dateIn(site))) {
            found.add("ended-before-c1d1");
        }
        List<ClinicalTime> given = timeline.stated(FactBody.Administration.class)
                .filter(stated -> stated.body().courseId() == null
                        ? only
                        : stated.body().courseId().equals(course.courseId()))
                .map(stated -> stated.body().at())
                .toList();
        if (given.stream().anyMatch(at -> at.dateIn(site).isBefore(course.c1d1().dateIn(site)))) {
            found.add("administration-before-c1d1");
        }
        if (end != null && given.stream().anyMatch(at -> at.dateIn(site).isAfter(end.dateIn(site)))) {
            found.add("administration-after-end");
        }
        if (onTwoSides(timeline, course.courseId())) {
            found.add("lesion-on-two-sides");
        }
        if (c1d1Changed(timeline, course, said)) {
            found.add("c1d1-changed-after-alert");
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(item(timeline, course.courseId(), CONTRADICTORY_FACTS, null, null, found, List.of()));
    }

    private static boolean onTwoSides(PatientTimeline timeline, String courseId) {
        Map<String, Side> sides = new HashMap<>();
        return timeline.stated(FactBody.Lesion.class)
                .map(stated -> stated.body())
                .filter(lesion -> lesion.side() != null)
                .filter(lesion -> lesion.courseId() == null || lesion.courseId().equals(courseId))
                .anyMatch(lesion -> {
                    Side before = sides.putIfAbsent(lesion.trackingUid(), Objects.requireNonNull(lesion.side()));
                    return before != null && before != lesion.side();
                });
    }

    private boolean c1d1Changed(PatientTimeline timeline, Course course, Collection<AlertRaised> said) {
        boolean alerted = said.stream()
                .anyMatch(alert -> alert.category() == Category.CLINICAL
                        && course.courseId().equals(alert.courseId()));
        return alerted
                && timeline.stated(FactBody.NacCourse.class)
                                .filter(stated -> stated.body().courseId().equals(course.courseId()))
                                .map(stated -> stated.body().c1d1().dateIn(site))
                                .distinct()
                                .count()
                        > 1;
    }

    private Optional<AlertDraft> priorMissing(
            PatientTimeline timeline,
            Course course,
            List<Finding> findings,
            Set<String> asked,
            Collection<AlertDraft> others,
            Instant now) {
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        boolean saidAlready = others.stream()
                .filter(AlertDraft::mayOpen)
                .map(AlertDraft::content)
                .anyMatch(content -> course.courseId().equals(content.courseId())
                        && content.reasons().stream().anyMatch(Priors::isNoBaseline));
        if (saidAlready || !asked.contains(Priors.requestId(timeline.patientKey(), course, site))) {
            return Optional.empty();
        }
        return Priors.lacking(findings, course, site, now)
                .map(study -> item(
                        timeline,
                        course.courseId(),
                        PRIOR_MISSING,
                        study.measured().studyUid(),
                        policy.startOf(course, (int) delays.recent().toDays() + 1),
                        List.of(),
                        List.of(Reason.of(ReasonCode.NO_BASELINE))));
    }

    private Optional<AlertDraft> matches(PatientTimeline timeline, Instant now) {
        return Courses.of(timeline, site).stream()
                .filter(course -> course.startedBy(now, site))
                .reduce((earlier, later) -> later)
                .filter(course -> !LesionMatching.proposals(timeline).isEmpty())
                .map(course -> item(
                        timeline,
                        course.courseId(),
                        LESION_MATCH_PROPOSED,
                        null,
                        null,
                        List.of(),
                        List.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "lesion"))));
    }

    private static AlertDraft item(
            PatientTimeline timeline,
            @Nullable String courseId,
            String kind,
            @Nullable String studyUid,
            @Nullable Instant expiresAt,
            List<String> flags,
            List<Reason> reasons) {
        String key = AlertPolicy.key(timeline.patientKey(), null, courseId == null ? "-" : courseId, kind, RULE);
        return new AlertDraft(
                new AlertRaised(
                        key,
                        0,
                        AlertRaised.State.RAISED,
                        Severity.S1,
                        Category.QUALITY,
                        kind,
                        false,
                        timeline.patientKey(),
                        courseId,
                        null,
                        null,
                        RULE,
                        NacAdc.VERSION,
                        null,
                        studyUid,
                        null,
                        null,
                        3,
                        Instant.EPOCH,
                        expiresAt,
                        null,
                        null,
                        flags,
                        reasons),
                null,
                false);
    }
}
