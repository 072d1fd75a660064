package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.MalformedEventException;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/**
 * Judges a patient once for all events that were gathered since the last commit, emits what changed, and wakes patients
 * whose time has come.
 */
final class PatientProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = Logger.getLogger(PatientProcessor.class);

    private final StagingPipeline pipeline;
    private final StagingMetrics metrics;
    private final Clock clock;
    private final Duration duePeriod;
    private final int cachedRows;
    private @Nullable Attached attached;

    PatientProcessor(
            StagingPipeline pipeline, StagingMetrics metrics, Clock clock, Duration duePeriod, int cachedRows) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.clock = clock;
        this.duePeriod = duePeriod;
        this.cachedRows = cachedRows;
    }

    private record Attached(
            ProcessorContext<String, byte[]> context,
            KeyValueStore<String, byte[]> rows,
            KeyValueStore<String, LegacyState> legacy,
            GatheredEvents gathered,
            DueTimes due,
            PatientCache cache,
            RowTexts texts,
            Outlet outlet) {}

    /** @param state empty if nothing is known */
    private record Known(PatientState state, Kept kept) {}

    /** Where a patient lies before the event. */
    private enum Kept {
        NOWHERE,
        IN_ROWS,
        IN_LEGACY
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        KeyValueStore<String, byte[]> rows = context.getStateStore(StagingTopology.TIMELINE);
        KeyValueStore<String, String> due = context.getStateStore(StagingTopology.DUE);
        AssessedWriter writer = new AssessedWriter(rows);
        attached = new Attached(
                context,
                rows,
                context.getStateStore(StagingTopology.LEGACY),
                context.getStateStore(StagingTopology.GATHERED),
                new DueTimes(due),
                new PatientCache(cachedRows),
                writer.texts(),
                new Outlet(context, metrics, writer));
        context.schedule(duePeriod, PunctuationType.WALL_CLOCK_TIME, at -> wakeDue());
    }

    private Attached attached() {
        if (attached == null) {
            throw new IllegalStateException("process before init");
        }
        return attached;
    }

    /** @param patient whose events were gathered; the value says nothing */
    @Override
    public void process(Record<String, byte[]> patient) {
        judgeGathered(patient.key(), clock.instant());
    }

    private void judgeGathered(String patientKey, Instant now) {
        List<GatheredEvents.Event> events = attached().gathered().take(patientKey);
        if (events.isEmpty()) {
            return;
        }
        try {
            judge(patientKey, events, now);
        } catch (CannotBeJudged whole) {
            if (events.size() == 1) {
                refuse(patientKey, events.getFirst(), whole);
                return;
            }
            // One of them is at fault: the others must not be lost with it.
            for (GatheredEvents.Event event : events) {
                try {
                    judge(patientKey, List.of(event), now);
                } catch (CannotBeJudged alone) {
                    refuse(patientKey, event, alone);
                }
            }
        }
    }

    /** An evaluation failed; nothing was changed. */
    private static final class CannotBeJudged extends Exception {
        private static final long serialVersionUID = 1;

        private CannotBeJudged(RuntimeException cause) {
            super(cause.getClass().getSimpleName(), cause);
        }
    }

    private void judge(String patientKey, List<GatheredEvents.Event> events, Instant now) throws CannotBeJudged {
        Known known = known(patientKey);
        List<Evaluation> evaluations;
        try {
            evaluations = pipeline.judge(
                    known.state(),
                    events.stream().map(GatheredEvents.Event::incoming).toList(),
                    now);
        } catch (RuntimeException e) {
            throw new CannotBeJudged(e);
        }
        PatientRows.Came came = new PatientRows.Came();
        for (GatheredEvents.Event event : events) {
            came.add(event.incoming().payload(), event.json());
        }
        String traceparent = header(events.getLast().headers(), EventHeaders.TRACEPARENT);
        for (Evaluation evaluation : evaluations) {
            emit(known, evaluation, came, traceparent, now);
            known = new Known(evaluation.state(), Kept.IN_ROWS);
        }
    }

    /** The same record would fail again for ever: others must not wait for it. */
    private void refuse(String patientKey, GatheredEvents.Event event, CannotBeJudged why) {
        LOG.errorf(why.getCause(), "event cannot be evaluated, sent to dead letters of %s", event.topic());
        metrics.deadLettered(event.topic());
        MalformedEventException reason =
                new MalformedEventException("cannot be evaluated: " + why.getMessage(), why.getCause());
        attached()
                .context()
                .forward(
                        new Record<>(
                                patientKey,
                                event.json(),
                                event.timestamp(),
                                DeadLetters.headers(event.headers(), reason)),
                        StagingTopology.DEAD_SINKS.get(event.topic()));
    }

    private Known known(String patientKey) {
        PatientState cached = attached().cache().get(patientKey);
        if (cached != null) {
            return new Known(cached, Kept.IN_ROWS);
        }
        PatientState state = PatientRows.load(attached().rows(), attached().texts(), patientKey);
        if (state != null) {
            return new Known(state, Kept.IN_ROWS);
        }
        LegacyState legacy = attached().legacy().get(patientKey);
        return legacy == null
                ? new Known(PatientState.empty(patientKey), Kept.NOWHERE)
                : new Known(legacy.state(), Kept.IN_LEGACY);
    }

    private void emit(
            Known known, Evaluation evaluation, PatientRows.Came came, @Nullable String traceparent, Instant now) {
        IdentityHashMap<Object, byte[]> left = attached().outlet().send(evaluation, traceparent, now);
        PatientState state = evaluation.state();
        String patientKey = state.timeline().patientKey();
        attached().due().move(patientKey, known.state().nextDueAt(), state.nextDueAt());
        PatientRows.save(attached().rows(), known.kept() == Kept.IN_ROWS ? known.state() : null, state, came, left);
        if (known.kept() == Kept.IN_LEGACY) {
            attached().legacy().delete(patientKey);
        }
        attached().cache().put(patientKey, state);
    }

    private void wakeDue() {
        Instant now = clock.instant();
        for (String patientKey : attached().due().take(now)) {
            // What came since the last commit may be the very thing that would be found missing.
            judgeGathered(patientKey, now);
            Known known = known(patientKey);
            if (known.kept() != Kept.NOWHERE) {
                wake(known, now);
            }
        }
    }

    private void wake(Known known, Instant now) {
        Evaluation evaluation;
        try {
            evaluation = pipeline.timePassed(known.state(), now);
        } catch (RuntimeException e) {
            LOG.error("a due patient cannot be evaluated, next with its next event", e);
            return;
        }
        emit(known, evaluation, new PatientRows.Came(), null, now);
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
