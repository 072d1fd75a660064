package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** Merges one event into its patient, emits what changed, and wakes patients whose time has come. */
final class PatientProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = Logger.getLogger(PatientProcessor.class);

    private static final String DEAD_LETTER_REASON = "vigie_reason";
    private static final PatientRows.Payload NOTHING_CAME = new PatientRows.Payload("", new byte[0]);

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
            KeyValueStore<String, String> due,
            PatientCache cache) {}

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
        attached = new Attached(
                context,
                context.getStateStore(StagingTopology.TIMELINE),
                context.getStateStore(StagingTopology.LEGACY),
                context.getStateStore(StagingTopology.DUE),
                new PatientCache(cachedRows));
        context.schedule(duePeriod, PunctuationType.WALL_CLOCK_TIME, at -> wakeDue());
    }

    private Attached attached() {
        if (attached == null) {
            throw new IllegalStateException("process before init");
        }
        return attached;
    }

    @Override
    public void process(Record<String, byte[]> event) {
        String topic = attached()
                .context()
                .recordMetadata()
                .map(RecordMetadata::topic)
                .orElseThrow(() -> new IllegalStateException("a record without a topic"));
        Instant now = clock.instant();
        try {
            if (event.key() == null || event.value() == null) {
                throw new MalformedEventException("event without key or payload", null);
            }
            Known known = known(event.key());
            Outcome outcome = evaluate(known.state(), topic, event, now);
            emit(known, outcome, header(event.headers(), EventHeaders.TRACEPARENT), now);
        } catch (MalformedEventException e) {
            metrics.deadLettered(topic);
            RecordHeaders headers = new RecordHeaders(event.headers());
            headers.add(DEAD_LETTER_REASON, utf8(String.valueOf(e.getMessage())));
            attached().context().forward(event.withHeaders(headers), StagingTopology.DEAD_SINKS.get(topic));
        }
    }

    private record Outcome(Evaluation evaluation, PatientRows.Payload came) {}

    private Known known(String patientKey) {
        PatientState cached = attached().cache().get(patientKey);
        if (cached != null) {
            return new Known(cached, Kept.IN_ROWS);
        }
        PatientState state = PatientRows.load(attached().rows(), patientKey);
        if (state != null) {
            return new Known(state, Kept.IN_ROWS);
        }
        LegacyState legacy = attached().legacy().get(patientKey);
        return legacy == null
                ? new Known(PatientState.empty(patientKey), Kept.NOWHERE)
                : new Known(legacy.state(), Kept.IN_LEGACY);
    }

    private Outcome evaluate(PatientState known, String topic, Record<String, byte[]> event, Instant now) {
        try {
            return topic.equals(Topics.FACT_RECORDED) ? fact(known, event, now) : study(known, event, now);
        } catch (MalformedEventException e) {
            throw e;
        } catch (RuntimeException e) {
            // Nothing was changed yet, and the same record would fail again for ever: others must not wait for it.
            LOG.errorf(e, "event cannot be evaluated, sent to dead letters of %s", topic);
            throw new MalformedEventException(
                    "cannot be evaluated: " + e.getClass().getSimpleName(), e);
        }
    }

    private Outcome fact(PatientState known, Record<String, byte[]> event, Instant now) {
        ClinicalFact fact = Json.read(event.value(), ClinicalFact.class);
        requireKey(event.key(), fact.patientKey());
        return new Outcome(pipeline.recorded(known, fact, now), new PatientRows.Payload(fact, event.value()));
    }

    private Outcome study(PatientState known, Record<String, byte[]> event, Instant now) {
        StudyMeasured study = Json.read(event.value(), StudyMeasured.class);
        requireKey(event.key(), study.patientKey());
        String id = header(event.headers(), EventHeaders.ID);
        String eventId = id == null
                ? EventId.of(
                                List.of(study.readyEventId(), study.studyUid()),
                                "diffusion.measure",
                                study.algorithmVersion())
                        .toString()
                : id;
        return new Outcome(
                pipeline.measured(known, eventId, study, now), new PatientRows.Payload(study, event.value()));
    }

    private static void requireKey(String key, @Nullable String patientKey) {
        if (!key.equals(patientKey)) {
            throw new MalformedEventException("key and patientKey differ", null);
        }
    }

    private void emit(Known known, Outcome outcome, @Nullable String traceparent, Instant now) {
        Evaluation evaluation = outcome.evaluation();
        PatientState state = evaluation.state();
        String patientKey = state.timeline().patientKey();
        IdentityHashMap<Object, byte[]> left = new IdentityHashMap<>();
        for (PatientAssessed assessment : evaluation.assessments()) {
            metrics.assessed(assessment);
            byte[] json = Json.bytes(assessment);
            left.put(assessment, json);
            send(
                    StagingTopology.ASSESSED_SINK,
                    Topics.PATIENT_ASSESSED,
                    patientKey,
                    EventId.of(
                                    // A result may come back after another took its place: each turn is an event.
                                    List.of(
                                            assessment.assessmentId(),
                                            String.valueOf(assessment.supersedes()),
                                            assessment.computedAt().toString()),
                                    "staging.assessed",
                                    assessment.ruleVersion())
                            .toString(),
                    json,
                    traceparent,
                    now);
        }
        for (AlertRaised alert : evaluation.alerts()) {
            metrics.raised(alert);
            byte[] json = Json.bytes(alert);
            left.put(alert, json);
            send(
                    StagingTopology.ALERT_SINK,
                    Topics.ALERT_RAISED,
                    patientKey,
                    EventId.of(
                                    List.of(alert.alertKey(), Integer.toString(alert.version())),
                                    "staging.alert",
                                    alert.ruleVersion())
                            .toString(),
                    json,
                    traceparent,
                    now);
        }
        for (ClinicalFact handover : evaluation.handovers()) {
            send(
                    StagingTopology.FACT_SINK,
                    Topics.FACT_RECORDED,
                    handover.patientKey(),
                    EventId.of(List.of(handover.factId(), handover.recordedAt().toString()), "staging.fact", "1")
                            .toString(),
                    Json.bytes(handover),
                    traceparent,
                    now);
        }
        for (PriorRequested request : evaluation.priors()) {
            metrics.priorRequested();
            send(
                    StagingTopology.PRIOR_SINK,
                    Topics.PRIOR_REQUESTED,
                    patientKey,
                    request.requestId(),
                    Json.bytes(request),
                    traceparent,
                    now);
        }
        save(known, state, outcome.came(), left);
    }

    private void save(Known known, PatientState state, PatientRows.Payload came, IdentityHashMap<Object, byte[]> left) {
        String patientKey = state.timeline().patientKey();
        boolean inRows = known.kept() == Kept.IN_ROWS;
        index(patientKey, known.state().nextDueAt(), state.nextDueAt());
        PatientRows.save(attached().rows(), inRows ? known.state() : null, state, came, left);
        if (known.kept() == Kept.IN_LEGACY) {
            attached().legacy().delete(patientKey);
        }
        attached().cache().put(patientKey, state);
    }

    private void send(
            String sink, String topic, String key, String id, byte[] json, @Nullable String traceparent, Instant now) {
        RecordHeaders headers = new RecordHeaders();
        new EventHeaders(id, topic, StagingTopology.SERVICE, now, traceparent, null)
                .asMap()
                .forEach((name, value) -> headers.add(name, utf8(value)));
        attached().context().forward(new Record<>(key, json, now.toEpochMilli(), headers), sink);
    }

    private void index(String patientKey, @Nullable Instant before, @Nullable Instant after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null) {
            attached().due().delete(dueKey(before, patientKey));
        }
        if (after != null) {
            attached().due().put(dueKey(after, patientKey), patientKey);
        }
    }

    /** Sorts by time, then patient. */
    private static String dueKey(Instant at, String patientKey) {
        String millis = Long.toString(at.toEpochMilli());
        return "0".repeat(15 - millis.length()) + millis + "|" + patientKey;
    }

    private void wakeDue() {
        Instant now = clock.instant();
        List<KeyValue<String, String>> due = new ArrayList<>();
        try (KeyValueIterator<String, String> range =
                attached().due().range(dueKey(Instant.EPOCH, ""), dueKey(now, "~"))) {
            range.forEachRemaining(due::add);
        }
        for (KeyValue<String, String> entry : due) {
            attached().due().delete(entry.key);
            Known known = known(entry.value);
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
        emit(known, new Outcome(evaluation, NOTHING_CAME), null, now);
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
