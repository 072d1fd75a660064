package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.staging.domain.cases.RuleAssessments;
import org.vigie.staging.domain.rules.Finding;
import org.vigie.staging.domain.rules.NacAdc;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.Handover;
import org.vigie.staging.domain.timeline.PatientLink;
import org.vigie.staging.domain.timeline.PatientTimeline;

/** Applies rule and policy to a state at an instant; deterministic, without side effects. */
public final class Evaluator {
    private static final String EXPIRED_ON_ARRIVAL = "expired-on-arrival";

    private final NacAdc rule;
    private final AlertPolicy policy;
    private final Watchdogs watchdogs;
    private final Priors priors;
    private final RuleAssessments rules;
    private final ThresholdSet nac;
    private final ZoneId site;

    /** @param thresholds sets in force by name */
    public Evaluator(Map<String, ThresholdSet> thresholds, WatchDelays delays, ZoneId site, String softwareVersion) {
        this.nac = Objects.requireNonNull(thresholds.get("nac-adc"), "nac-adc");
        this.rule = new NacAdc(nac, site, softwareVersion);
        this.policy = new AlertPolicy(rule, nac, site);
        this.watchdogs = new Watchdogs(rule, policy, delays, site);
        this.priors = new Priors(nac, site);
        this.rules = new RuleAssessments(thresholds, site, softwareVersion);
        this.site = site;
    }

    /**
     * What holds at {@code now} because of an event, and which of it was not said before. What is only missing is not
     * complained of yet: the next event may bring it.
     */
    public Evaluation evaluate(PatientState state, Instant now) {
        return evaluate(state, now, false);
    }

    /** What holds at {@code now} when nothing has come for a while. */
    public Evaluation look(PatientState state, Instant now) {
        return evaluate(state, now, true);
    }

    private Evaluation evaluate(PatientState state, Instant now, boolean settled) {
        PatientTimeline timeline = state.timeline();
        List<Finding> findings = rule.evaluate(timeline);
        List<PriorRequested> wanted = priors.requests(timeline, findings, state.asked(), now);
        List<PriorRequested> requests = settled ? wanted : List.of();
        Set<String> asked = new TreeSet<>(state.asked());
        requests.forEach(request -> asked.add(request.requestId()));
        Map<String, PatientAssessed> assessed = new LinkedHashMap<>();
        List<PatientAssessed> others = otherRules(state, now, assessed);
        List<Concordance> concordances = Concordance.of(timeline, assessed, nac, site);
        Map<String, AlertDraft> drafts = drafts(state, findings, concordances, asked, now);
        boolean waiting = !settled && (Watchdogs.holdBack(drafts, state.alerts()) || !wanted.isEmpty());
        List<AlertRaised> said = timeline.isReadElsewhere() ? merged(state) : said(state, drafts, now);
        Map<String, AlertRaised> alerts = new LinkedHashMap<>(state.alerts());
        said.forEach(alert -> alerts.put(alert.alertKey(), alert));
        List<Finding> flagged =
                findings.stream().map(f -> flagExpired(f, drafts, alerts, now)).toList();
        List<PatientAssessed> changed = new ArrayList<>();
        for (Finding finding : flagged) {
            String question = question(finding.assessed());
            PatientAssessed last = state.assessed().get(question);
            PatientAssessed next = changed(finding.assessed(), last, state, now);
            assessed.put(question, Optional.ofNullable(next).orElseGet(() -> Objects.requireNonNull(last)));
            if (next != null) {
                changed.add(next);
            }
        }
        changed.addAll(others);
        Handover.Result handover = Handover.reconcile(timeline, state.alerts().values(), state.handed(), now);
        PatientState after = new PatientState(
                timeline, assessed, alerts, handover.handed(), asked, nextDue(timeline, alerts, waiting, now));
        return new Evaluation(after, List.copyOf(changed), said, handover.messages(), List.copyOf(requests));
    }

    /** More belongs to what came: it is kept, and nothing is concluded yet. */
    public Evaluation later(PatientState state) {
        return Evaluation.silent(state);
    }

    private Map<String, AlertDraft> drafts(
            PatientState state,
            List<Finding> findings,
            List<Concordance> concordances,
            Set<String> asked,
            Instant now) {
        if (state.timeline().isReadElsewhere()) {
            return new LinkedHashMap<>();
        }
        Map<String, AlertDraft> drafts = policy.drafts(state.timeline(), findings, concordances, now);
        watchdogs
                .drafts(state.timeline(), findings, state.alerts().values(), asked, List.copyOf(drafts.values()), now)
                .forEach(draft -> {
                    boolean expired = AlertDraft.expired(draft.content(), now);
                    drafts.put(
                            draft.content().alertKey(),
                            expired ? new AlertDraft(draft.content(), AlertRaised.State.EXPIRED, false) : draft);
                });
        return drafts;
    }

    private static List<AlertRaised> said(PatientState state, Map<String, AlertDraft> drafts, Instant now) {
        List<AlertRaised> told = state.timeline().adoptedAlerts();
        List<AlertRaised> said = new ArrayList<>();
        Set<String> keys = new TreeSet<>(state.alerts().keySet());
        keys.addAll(drafts.keySet());
        for (String key : keys) {
            AlertRaised last = state.alerts().get(key);
            AlertDraft draft = drafts.get(key);
            AlertDraft moved = last == null || draft != null ? null : AlertLedger.moved(last, drafts.values());
            AlertRaised next = last == null || moved == null
                    ? AlertLedger.next(last, draft, told, now)
                    : AlertLedger.superseded(last, moved);
            if (next != null) {
                said.add(next);
            }
        }
        return List.copyOf(said);
    }

    private static List<AlertRaised> merged(PatientState state) {
        PatientLink link = Objects.requireNonNull(state.timeline().link(), "read elsewhere means linked");
        return state.alerts().values().stream()
                .map(last -> AlertLedger.merged(last, link.targetKey()))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Every other rule: evaluated where something it reads has changed, withdrawn where nothing is left to read.
     *
     * @param assessed takes what holds now, by question
     * @return what was not said before
     */
    private List<PatientAssessed> otherRules(PatientState state, Instant now, Map<String, PatientAssessed> assessed) {
        List<PatientAssessed> changed = new ArrayList<>();
        for (RuleAssessments.Asked asked : rules.asked(state.timeline())) {
            String question = asked.one().question();
            PatientAssessed last = state.assessed().get(question);
            if (last != null && last.assessmentId().equals(asked.assessmentId())) {
                assessed.put(question, last);
                continue;
            }
            PatientAssessed next = stamped(
                    rules.assess(state.timeline().patientKey(), asked), last == null ? null : last.assessmentId(), now);
            assessed.put(question, next);
            changed.add(next);
        }
        state.assessed().forEach((question, last) -> {
            if (!last.ruleId().equals(NacAdc.ID) && !assessed.containsKey(question)) {
                changed.add(RuleAssessments.withdrawn(last, now));
            }
        });
        return changed;
    }

    /** Course, study and lesion an assessment is about. */
    private static String question(PatientAssessed a) {
        return a.studyUid() + "|" + orDash(a.lesionTrackingUid()) + "|" + orDash(a.courseId());
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private @Nullable PatientAssessed changed(
            PatientAssessed now, @Nullable PatientAssessed last, PatientState state, Instant at) {
        if (last != null && last.assessmentId().equals(now.assessmentId())) {
            return null;
        }
        PatientAssessed replaced = last != null ? last : predecessor(now, state);
        return stamped(now, replaced == null ? null : replaced.assessmentId(), at);
    }

    /** The same study judged before its course or its lesion was known. */
    private static @Nullable PatientAssessed predecessor(PatientAssessed now, PatientState state) {
        return state.assessed().values().stream()
                .filter(a -> a.ruleId().equals(now.ruleId()))
                .filter(a -> Objects.equals(a.studyUid(), now.studyUid()))
                .filter(a -> a.courseId() == null || a.courseId().equals(now.courseId()))
                .filter(a ->
                        a.lesionTrackingUid() == null || a.lesionTrackingUid().equals(now.lesionTrackingUid()))
                .findFirst()
                .orElse(null);
    }

    /** A result that would have been worth an alert, but came after its expiry or was never opened because of it. */
    private Finding flagExpired(
            Finding finding, Map<String, AlertDraft> drafts, Map<String, AlertRaised> alerts, Instant now) {
        if (finding.assessed().flags().contains(EXPIRED_ON_ARRIVAL) || !policy.isWorthy(finding, now)) {
            return finding;
        }
        boolean neverOpened = drafts.values().stream()
                .filter(d -> Objects.equals(
                        d.content().assessmentId(), finding.assessed().assessmentId()))
                .anyMatch(d -> !d.mayOpen() && !told(d, alerts.get(d.content().alertKey())));
        if (!neverOpened) {
            return finding;
        }
        PatientAssessed a = finding.assessed();
        List<String> flags = new ArrayList<>(new LinkedHashSet<>(a.flags()));
        flags.add(EXPIRED_ON_ARRIVAL);
        String id = EventId.of(List.of(a.assessmentId()), "staging." + EXPIRED_ON_ARRIVAL, NacAdc.VERSION)
                .toString();
        return finding.with(copy(a, id, a.supersedes(), flags, a.computedAt()));
    }

    /** Whether what stands under the key ever spoke of a result of this category: a quality item does not. */
    private static boolean told(AlertDraft draft, @Nullable AlertRaised said) {
        return said != null && (!draft.clinical() || said.category() == AlertRaised.Category.CLINICAL);
    }

    private static PatientAssessed stamped(PatientAssessed a, @Nullable String supersedes, Instant at) {
        return copy(a, a.assessmentId(), supersedes, a.flags(), at);
    }

    private static PatientAssessed copy(
            PatientAssessed a, String id, @Nullable String supersedes, List<String> flags, Instant computedAt) {
        return new PatientAssessed(
                id,
                supersedes,
                a.patientKey(),
                a.ruleId(),
                a.ruleVersion(),
                a.thresholdSetId(),
                a.courseId(),
                a.lesionTrackingUid(),
                a.timePoint(),
                a.dayOfCourse(),
                a.studyUid(),
                a.revision(),
                a.baselineStudyUid(),
                a.outcome(),
                a.value(),
                a.unit(),
                a.ci95Low(),
                a.ci95High(),
                a.gateFailures(),
                List.copyOf(flags),
                a.reasons(),
                a.inputsUsed(),
                a.clauses(),
                a.inputEventIds(),
                a.softwareVersion(),
                computedAt,
                a.explained());
    }

    private @Nullable Instant nextDue(
            PatientTimeline timeline, Map<String, AlertRaised> alerts, boolean waiting, Instant now) {
        List<Instant> due = new ArrayList<>();
        if (waiting) {
            due.add(watchdogs.settledAt(now));
        }
        watchdogs.lookForCourseAt(timeline).ifPresent(due::add);
        for (Course course : Courses.of(timeline, site)) {
            due.add(watchdogs.lookForStudiesAt(course));
            due.add(course.c1d1().dateIn(site).atStartOfDay(site).toInstant());
            due.add(policy.overdueAt(course));
        }
        for (AlertRaised alert : alerts.values()) {
            boolean open = alert.state() == AlertRaised.State.RAISED || alert.state() == AlertRaised.State.AMENDED;
            if (open && alert.expiresAt() != null) {
                due.add(alert.expiresAt());
            }
        }
        return due.stream()
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .map(Evaluator::wholeMillis)
                .orElse(null);
    }

    /** Due times are kept in milliseconds: rounded up, so that nothing is looked at before its time. */
    private static Instant wholeMillis(Instant at) {
        Instant down = at.truncatedTo(ChronoUnit.MILLIS);
        return down.equals(at) ? at : down.plusMillis(1);
    }
}
