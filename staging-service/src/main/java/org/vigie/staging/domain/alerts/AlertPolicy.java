package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.Category;
import org.vigie.contract.clinical.AlertRaised.Severity;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.rules.AdcChange;
import org.vigie.staging.domain.rules.Finding;
import org.vigie.staging.domain.rules.NacAdc;
import org.vigie.staging.domain.rules.TimePoint;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientTimeline;

/** Which findings ask for an alert, and how urgent (clinical rules 9.2 to 9.4, the rows that need only ADC). */
final class AlertPolicy {
    /** Keys are asked for at every event of a patient, and hashing is what they cost. */
    private static final Map<List<String>, String> KEYS = new ConcurrentHashMap<>();

    private static final int MOST_KEYS = 50_000;

    static final String OVERDUE_RULE = "NAC-OVERDUE";
    static final String OVERDUE = "overdue-study";

    private final NacAdc rule;
    private final ThresholdSet thresholds;
    private final ZoneId site;

    AlertPolicy(NacAdc rule, ThresholdSet thresholds, ZoneId site) {
        this.rule = rule;
        this.thresholds = thresholds;
        this.site = site;
    }

    private record Question(String courseId, @Nullable String lesionUid) {}

    /** Drafts by alert key: at most one per course, lesion and time-point. */
    Map<String, AlertDraft> drafts(
            PatientTimeline timeline, List<Finding> findings, List<Concordance> concordances, Instant now) {
        Map<Question, EnumMap<TimePoint, Finding>> chosen = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.course() != null && finding.timePoint() != null) {
                chosen.computeIfAbsent(
                                new Question(
                                        finding.course().courseId(),
                                        finding.assessed().lesionTrackingUid()),
                                q -> new EnumMap<>(TimePoint.class))
                        .merge(finding.timePoint(), finding, this::better);
            }
        }
        Map<String, AlertDraft> drafts = new LinkedHashMap<>();
        chosen.values().forEach(byPoint -> ofLesion(byPoint, concordances, now, drafts));
        for (Course course : Courses.of(timeline, site)) {
            AlertDraft overdue = overdue(timeline, course, now);
            if (overdue != null) {
                drafts.put(overdue.content().alertKey(), overdue);
            }
        }
        return drafts;
    }

    /** Whether a finding of this kind could ask for an alert at all. */
    boolean isWorthy(Finding finding, Instant now) {
        return finding.course() != null && finding.course().startedBy(now, site) && classify(finding) != null;
    }

    /** A usable result first; then in W1 the nearest to the target, the later on a tie; elsewhere the latest. */
    private Finding better(Finding one, Finding other) {
        Comparator<Finding> order = Comparator.comparing((Finding f) -> f.result() == Finding.Fitness.FIT)
                .thenComparingInt(f -> f.timePoint() == TimePoint.W1 ? -distance(f) : 0)
                .thenComparing(f ->
                        Objects.requireNonNull(f.study().measured().studyTime()).instantIn(site))
                .thenComparing(f -> f.study().measured().studyUid());
        return order.compare(one, other) >= 0 ? one : other;
    }

    private int distance(Finding finding) {
        Integer day = Objects.requireNonNull(finding.assessed().dayOfCourse());
        return Math.abs(day - thresholds.days("w1-target"));
    }

    private void ofLesion(
            EnumMap<TimePoint, Finding> byPoint,
            List<Concordance> concordances,
            Instant now,
            Map<String, AlertDraft> drafts) {
        boolean before = false;
        for (Finding finding : byPoint.values()) {
            Row row = classify(finding);
            Course course = Objects.requireNonNull(finding.course());
            if (row == null || !course.startedBy(now, site)) {
                continue;
            }
            List<String> concordant = row.severity() == Severity.S2 ? concordant(concordances, finding) : List.of();
            boolean priority = before || !concordant.isEmpty();
            Severity severity = row.severity() == Severity.S2 && priority ? Severity.S3 : row.severity();
            before |= row.category() == Category.CLINICAL;
            Finding newer = newerResult(byPoint, Objects.requireNonNull(finding.timePoint()));
            boolean takenOver = newer != null && classify(newer) != null;
            AlertRaised content =
                    content(finding, course, row, severity, takenOver && newer != null ? key(newer) : null, concordant);
            AlertRaised.State closedAs = null;
            if (newer != null) {
                closedAs = takenOver ? AlertRaised.State.SUPERSEDED : AlertRaised.State.EXPIRED;
            } else if (AlertDraft.expired(content, now)) {
                closedAs = AlertRaised.State.EXPIRED;
            }
            drafts.put(content.alertKey(), new AlertDraft(content, closedAs, finding.late()));
        }
    }

    private static List<String> concordant(List<Concordance> concordances, Finding finding) {
        return concordances.stream()
                .filter(c -> c.agrees(
                        Objects.requireNonNull(finding.course()).courseId(),
                        Objects.requireNonNull(finding.timePoint()),
                        finding.assessed().lesionTrackingUid()))
                .map(Concordance::flag)
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable Finding newerResult(EnumMap<TimePoint, Finding> byPoint, TimePoint point) {
        return byPoint.values().stream()
                .filter(f -> f.timePoint() != null && f.timePoint().compareTo(point) > 0)
                .filter(f -> f.result() == Finding.Fitness.FIT)
                .findFirst()
                .orElse(null);
    }

    /** One row of the table of clinical rules 9.2. */
    private record Row(
            String kind,
            Severity severity,
            Category category,
            @Nullable Integer workingDays) {
        static Row quality(String kind) {
            return new Row(kind, Severity.S1, Category.QUALITY, 3);
        }

        static Row information(String kind) {
            return new Row(kind, Severity.S1, Category.INFORMATION, null);
        }
    }

    private static @Nullable Row classify(Finding finding) {
        TimePoint point = finding.timePoint();
        if (point == null || point.alerting() == TimePoint.Alerting.NO) {
            return null;
        }
        PatientAssessed assessed = finding.assessed();
        String outcome = assessed.outcome();
        boolean fallOnly = point.alerting() == TimePoint.Alerting.FALL_ONLY;
        boolean compared = assessed.value() != null;
        if (outcome.equals("lesion-not-measurable")) {
            return Row.information(outcome);
        }
        if (compared && fallOnly && !outcome.equals(AdcChange.FALL)) {
            return null;
        }
        if (assessed.flags().contains("unvalidated-roi")) {
            return Row.quality("unvalidated-roi");
        }
        if (!compared) {
            return Row.quality(outcome);
        }
        return switch (finding.result()) {
            case FIT ->
                outcome.equals(AdcChange.RISE)
                        ? Row.information(outcome)
                        : new Row(outcome, Severity.S2, Category.CLINICAL, 2);
            case INCOMPLETE -> Row.quality("incomplete-study");
            case UNVALIDATED_ROI -> Row.quality("unvalidated-roi");
            case WITH_CAUTION, NO_COMPARISON -> null;
        };
    }

    private static String key(Finding finding) {
        PatientAssessed assessed = finding.assessed();
        return key(
                assessed.patientKey(),
                assessed.lesionTrackingUid(),
                Objects.requireNonNull(assessed.courseId()),
                Objects.requireNonNull(assessed.timePoint()),
                assessed.ruleId());
    }

    /** The key an alert of one key of a person has under another; what names no time-point is of a watchdog. */
    static String keyUnder(String patientKey, AlertRaised alert) {
        return key(
                patientKey,
                alert.lesionTrackingUid(),
                alert.courseId() == null ? "-" : alert.courseId(),
                alert.timePoint() == null ? alert.kind() : alert.timePoint(),
                alert.ruleId());
    }

    static String key(String patientKey, @Nullable String lesionUid, String courseId, String timePoint, String ruleId) {
        List<String> named = List.of(patientKey, lesionUid == null ? "-" : lesionUid, courseId, timePoint, ruleId);
        String known = KEYS.get(named);
        if (known == null) {
            known = EventId.of(named, "staging.alert-key", "1").toString();
            if (KEYS.size() >= MOST_KEYS) {
                KEYS.clear();
            }
            KEYS.put(named, known);
        }
        return known;
    }

    private static List<String> joined(List<String> flags, List<String> more) {
        return more.isEmpty()
                ? flags
                : Stream.concat(flags.stream(), more.stream()).toList();
    }

    private AlertRaised content(
            Finding finding,
            Course course,
            Row row,
            Severity severity,
            @Nullable String supersededBy,
            List<String> concordant) {
        PatientAssessed assessed = finding.assessed();
        return new AlertRaised(
                key(finding),
                0,
                AlertRaised.State.RAISED,
                severity,
                row.category(),
                row.kind(),
                false,
                assessed.patientKey(),
                course.courseId(),
                assessed.lesionTrackingUid(),
                assessed.timePoint(),
                assessed.ruleId(),
                assessed.ruleVersion(),
                assessed.assessmentId(),
                assessed.studyUid(),
                assessed.baselineStudyUid(),
                course.nextCycleAt(),
                severity == Severity.S3 ? Integer.valueOf(1) : row.workingDays(),
                Instant.EPOCH,
                expiresAt(
                        course,
                        Objects.requireNonNull(finding.timePoint()),
                        Objects.requireNonNull(finding.study().measured().studyTime(), "placed studies are dated")
                                .instantIn(site)),
                supersededBy,
                finding.story(),
                joined(assessed.flags(), concordant),
                assessed.reasons());
    }

    /**
     * The known ends of 9.4: end of day 28 for the early time-points, end or change of the course, surgery.
     *
     * @param since when what is told of was seen: a change before it is part of what was measured
     */
    private @Nullable Instant expiresAt(Course course, TimePoint point, Instant since) {
        List<Instant> ends = new ArrayList<>();
        if (point == TimePoint.W1 || point == TimePoint.C1) {
            ends.add(startOf(course, thresholds.days("early-alert-ends") + 1));
        }
        if (course.endedAt() != null) {
            ends.add(course.endedAt().instantIn(site));
        }
        course.regimenChangedAt().stream().filter(at -> at.isAfter(since)).forEach(ends::add);
        return ends.stream().min(Comparator.naturalOrder()).orElse(null);
    }

    /** Start of a day of the course in the site's zone. */
    Instant startOf(Course course, int day) {
        LocalDate date = course.c1d1().dateIn(site).plusDays(day);
        return date.atStartOfDay(site).toInstant();
    }

    /** When this course's missing early study becomes overdue. */
    Instant overdueAt(Course course) {
        return startOf(course, thresholds.days("overdue-day"));
    }

    private @Nullable AlertDraft overdue(PatientTimeline timeline, Course course, Instant now) {
        Instant due = overdueAt(course);
        boolean endedBefore =
                course.endedAt() != null && !course.endedAt().instantIn(site).isAfter(due);
        if (now.isBefore(due) || endedBefore || rule.hasStudyAt(timeline, course, TimePoint.W1)) {
            return null;
        }
        AlertRaised content = new AlertRaised(
                key(timeline.patientKey(), null, course.courseId(), TimePoint.W1.code(), OVERDUE_RULE),
                0,
                AlertRaised.State.RAISED,
                Severity.S1,
                Category.QUALITY,
                OVERDUE,
                false,
                timeline.patientKey(),
                course.courseId(),
                null,
                TimePoint.W1.code(),
                OVERDUE_RULE,
                NacAdc.VERSION,
                null,
                null,
                null,
                course.nextCycleAt(),
                3,
                Instant.EPOCH,
                expiresAt(course, TimePoint.W1, overdueAt(course)),
                null,
                null,
                List.of(),
                List.of());
        return new AlertDraft(content, AlertDraft.expired(content, now) ? AlertRaised.State.EXPIRED : null, false);
    }
}
