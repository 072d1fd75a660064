package org.vigie.staging.reprocess;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.messaging.FactPublisher;
import org.vigie.staging.messaging.TimelineStreams;
import org.vigie.staging.storage.ReportStore;

/**
 * Runs over all or chosen patients in the background and compares. Only with {@code publish} anything changes: each
 * patient whose results differ gets a fact that makes the stream assess it again, under the alert policy.
 */
@ApplicationScoped
public class Reprocessing {
    private static final Logger LOG = Logger.getLogger(Reprocessing.class);
    private static final int MOST_ROWS = 10_000;
    private static final int LISTED = 50;

    private final TimelineStreams streams;
    private final StagingPipeline pipeline;
    private final FactPublisher publisher;
    private final Clock clock;
    private final ReportStore reports;
    private final Map<String, Run> running = new ConcurrentHashMap<>();

    Reprocessing(
            TimelineStreams streams,
            StagingPipeline pipeline,
            FactPublisher publisher,
            ReportStore reports,
            Clock clock) {
        this.streams = streams;
        this.pipeline = pipeline;
        this.publisher = publisher;
        this.reports = reports;
        this.clock = clock;
    }

    private static final class Run {
        private final String id;
        private final Instant startedAt;
        private final boolean publish;
        private final List<Comparison.Assessed> assessments = new ArrayList<>();
        private final List<Comparison.Alerted> alerts = new ArrayList<>();
        private Report.Progress progress = Report.Progress.RUNNING;
        private @Nullable Instant finishedAt;
        private int patients;
        private int changed;
        private int outcomesChanged;
        private boolean truncated;

        private Run(String id, Instant startedAt, boolean publish) {
            this.id = id;
            this.startedAt = startedAt;
            this.publish = publish;
        }

        private synchronized void add(PatientState state, Evaluation evaluation) {
            patients++;
            List<Comparison.Assessed> rows = Comparison.assessed(state, evaluation);
            if (rows.isEmpty() && evaluation.alerts().isEmpty()) {
                return;
            }
            List<Comparison.Alerted> versions = Comparison.alerted(state, evaluation);
            changed += Comparison.changed(rows, versions) ? 1 : 0;
            outcomesChanged += (int)
                    rows.stream().filter(Comparison.Assessed::outcomeChanged).count();
            if (assessments.size() + rows.size() > MOST_ROWS) {
                truncated = true;
                return;
            }
            assessments.addAll(rows);
            alerts.addAll(versions);
        }

        private synchronized void finish(Report.Progress end, Instant at) {
            progress = end;
            finishedAt = at;
        }

        private synchronized Report report() {
            return new Report(
                    id,
                    Report.Kind.RULES,
                    progress,
                    startedAt,
                    finishedAt,
                    publish,
                    patients,
                    changed,
                    outcomesChanged,
                    truncated,
                    0,
                    List.copyOf(assessments),
                    List.copyOf(alerts),
                    List.of());
        }
    }

    /**
     * Starts a run.
     *
     * @param patientKeys empty: every patient
     * @param studyUids empty: whatever study; else only patients with one of them
     * @param publish amend what differs; otherwise only compare
     */
    public Report start(Set<String> patientKeys, Set<String> studyUids, boolean publish) {
        Instant now = clock.instant();
        String id = EventId.of(
                        List.of(now.toString(), patientKeys.toString(), studyUids.toString()), "staging.run", "1")
                .toString();
        Run run = new Run(id, now, publish);
        reports.save(id, Json.bytes(new Kept(run.report(), null)));
        running.put(id, run);
        Thread.ofPlatform().name("staging-reprocess").daemon().start(() -> work(run, patientKeys, studyUids));
        return run.report();
    }

    /**
     * Keeps what stands before studies are measured again; the report then compares with what came of it.
     *
     * @param keyByStudy patient key by study UID
     */
    public Report snapshot(Map<String, String> keyByStudy) {
        Instant now = clock.instant();
        String id = EventId.of(List.of(now.toString(), keyByStudy.toString()), "staging.image-run", "1")
                .toString();
        Snapshot taken = Snapshot.take(id, now, keyByStudy, this::state);
        Report first = taken.compare(this::state, now, MOST_ROWS);
        reports.save(id, Json.bytes(new Kept(first, taken)));
        return first;
    }

    /** As kept: {@code snapshot} is there while studies are awaited. */
    record Kept(Report report, @Nullable Snapshot snapshot) {}

    private PatientState state(String key) {
        return streams.find(key).orElseGet(() -> PatientState.empty(key));
    }

    /** Empty if no such run is known. */
    public Optional<Report> report(String runId) {
        Run run = running.get(runId);
        if (run != null) {
            return Optional.of(run.report());
        }
        return reports.find(runId).map(json -> {
            Kept kept = Json.read(json, Kept.class);
            Snapshot snapshot = kept.snapshot();
            if (kept.report().progress() != Report.Progress.RUNNING) {
                return kept.report();
            }
            return snapshot == null ? kept.report().interrupted() : compared(snapshot);
        });
    }

    private Report compared(Snapshot snapshot) {
        Report report = snapshot.compare(this::state, clock.instant(), MOST_ROWS);
        if (report.progress() == Report.Progress.DONE) {
            reports.save(report.runId(), Json.bytes(new Kept(report, null)));
        }
        return report;
    }

    /** The last runs, newest first. */
    public List<Report.Summary> list() {
        return reports.runs().reversed().stream()
                .limit(LISTED)
                .flatMap(id -> report(id).stream())
                .map(Report::summary)
                .toList();
    }

    private void work(Run run, Set<String> patientKeys, Set<String> studyUids) {
        try {
            streams.forEach(state -> {
                if (chosen(state, patientKeys, studyUids)) {
                    compare(run, state);
                }
            });
            run.finish(Report.Progress.DONE, clock.instant());
        } catch (RuntimeException e) {
            LOG.errorf(e, "reprocessing %s stopped", run.id);
            run.finish(Report.Progress.FAILED, clock.instant());
        }
        try {
            reports.save(run.id, Json.bytes(new Kept(run.report(), null)));
            running.remove(run.id);
        } catch (UncheckedIOException e) {
            LOG.errorf("report of %s not kept: %s", run.id, e.getClass().getSimpleName());
        }
    }

    private static boolean chosen(PatientState state, Set<String> patientKeys, Set<String> studyUids) {
        boolean patient =
                patientKeys.isEmpty() || patientKeys.contains(state.timeline().patientKey());
        return patient
                && (studyUids.isEmpty()
                        || state.timeline().currentStudies().stream()
                                .anyMatch(study ->
                                        studyUids.contains(study.measured().studyUid())));
    }

    private void compare(Run run, PatientState state) {
        ClinicalFact trigger = trigger(run, state.timeline().patientKey());
        Evaluation evaluation = pipeline.recorded(state, trigger, clock.instant());
        run.add(state, evaluation);
        boolean differs =
                !evaluation.assessments().isEmpty() || !evaluation.alerts().isEmpty();
        if (run.publish && differs) {
            publisher.publish(List.of(), List.of(trigger));
        }
    }

    private ClinicalFact trigger(Run run, String patientKey) {
        String id = EventId.of(List.of(run.id, patientKey), "staging.reprocess", "1")
                .toString();
        return new ClinicalFact(
                id, patientKey, run.startedAt, "staging", "reprocess", new FactBody.ReprocessRequested(run.id));
    }
}
