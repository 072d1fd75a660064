package org.vigie.staging.reprocess;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.messaging.FactPublisher;
import org.vigie.staging.messaging.TimelineStreams;

/**
 * Runs over all or chosen patients in the background and compares. Only with {@code publish} anything changes: each
 * patient whose results differ gets a fact that makes the stream assess it again, under the alert policy.
 */
@ApplicationScoped
public class Reprocessing {
    private static final Logger LOG = Logger.getLogger(Reprocessing.class);
    private static final int KEPT_REPORTS = 20;
    private static final int MOST_ROWS = 10_000;

    private final TimelineStreams streams;
    private final StagingPipeline pipeline;
    private final FactPublisher publisher;
    private final Clock clock;
    private final Map<String, Run> runs = new LinkedHashMap<>();

    Reprocessing(TimelineStreams streams, StagingPipeline pipeline, FactPublisher publisher, Clock clock) {
        this.streams = streams;
        this.pipeline = pipeline;
        this.publisher = publisher;
        this.clock = clock;
    }

    public enum Progress {
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * @param published whether amendments were asked for
     * @param patients seen so far
     * @param changed patients whose results differ
     * @param truncated more rows differ than are listed
     */
    public record Report(
            String runId,
            Progress progress,
            Instant startedAt,
            @Nullable Instant finishedAt,
            boolean published,
            int patients,
            int changed,
            int outcomesChanged,
            boolean truncated,
            List<Comparison.Assessed> assessments,
            List<Comparison.Alerted> alerts) {}

    private static final class Run {
        private final String id;
        private final Instant startedAt;
        private final boolean publish;
        private final List<Comparison.Assessed> assessments = new ArrayList<>();
        private final List<Comparison.Alerted> alerts = new ArrayList<>();
        private Progress progress = Progress.RUNNING;
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
            changed++;
            outcomesChanged += (int)
                    rows.stream().filter(Comparison.Assessed::outcomeChanged).count();
            if (assessments.size() + rows.size() > MOST_ROWS) {
                truncated = true;
                return;
            }
            assessments.addAll(rows);
            alerts.addAll(Comparison.alerted(state, evaluation));
        }

        private synchronized void finish(Progress end, Instant at) {
            progress = end;
            finishedAt = at;
        }

        private synchronized Report report() {
            return new Report(
                    id,
                    progress,
                    startedAt,
                    finishedAt,
                    publish,
                    patients,
                    changed,
                    outcomesChanged,
                    truncated,
                    List.copyOf(assessments),
                    List.copyOf(alerts));
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
        synchronized (runs) {
            runs.put(id, run);
            if (runs.size() > KEPT_REPORTS) {
                runs.remove(runs.keySet().iterator().next());
            }
        }
        Thread.ofPlatform().name("staging-reprocess").daemon().start(() -> work(run, patientKeys, studyUids));
        return run.report();
    }

    /** Empty if no such run is known: reports live as long as the service. */
    public Optional<Report> report(String runId) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(runId)).map(Run::report);
        }
    }

    private void work(Run run, Set<String> patientKeys, Set<String> studyUids) {
        try {
            streams.forEach(state -> {
                if (chosen(state, patientKeys, studyUids)) {
                    compare(run, state);
                }
            });
            run.finish(Progress.DONE, clock.instant());
        } catch (RuntimeException e) {
            LOG.errorf(e, "reprocessing %s stopped", run.id);
            run.finish(Progress.FAILED, clock.instant());
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
