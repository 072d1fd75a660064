package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** Merges one event into its patient, emits what changed, and wakes patients whose time has come. */
final class PatientProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = Logger.getLogger(PatientProcessor.class);

    private static final String DEAD_LETTER_REASON = "vigie_reason";

    private final StagingPipeline pipeline;
    private final StagingMetrics metrics;
    private final Clock clock;
    private final Duration duePeriod;
    private @Nullable Attached attached;

    PatientProcessor(StagingPipeline pipeline, StagingMetrics metrics, Clock clock, Duration duePeriod) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.clock = clock;
        this.duePeriod = duePeriod;
    }

    private record Attached(
            ProcessorContext<String, byte[]> context,
            KeyValueStore<String, PatientState> patients,
            KeyValueStore<String, String> due) {}

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        attached = new Attached(
                context, context.getStateStore(StagingTopology.PATIENTS), context.getStateStore(StagingTopology.DUE));
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
            Evaluation evaluation = evaluate(topic, event, now);
            emit(evaluation, header(event.headers(), EventHeaders.TRACEPARENT), now);
        } catch (MalformedEventException e) {
            metrics.deadLettered(topic);
            RecordHeaders headers = new RecordHeaders(event.headers());
            headers.add(DEAD_LETTER_REASON, utf8(String.valueOf(e.getMessage())));
            attached().context().forward(event.withHeaders(headers), StagingTopology.DEAD_SINKS.get(topic));
        }
    }

    private Evaluation evaluate(String topic, Record<String, byte[]> event, Instant now) {
        if (event.key() == null || event.value() == null) {
            throw new MalformedEventException("event without key or payload", null);
        }
        PatientState state = attached().patients().get(event.key());
        PatientState known = state == null ? PatientState.empty(event.key()) : state;
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

    private Evaluation fact(PatientState known, Record<String, byte[]> event, Instant now) {
        ClinicalFact fact = Json.read(event.value(), ClinicalFact.class);
        requireKey(event.key(), fact.patientKey());
        return pipeline.recorded(known, fact, now);
    }

    private Evaluation study(PatientState known, Record<String, byte[]> event, Instant now) {
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
        return pipeline.measured(known, eventId, study, now);
    }

    private static void requireKey(String key, @Nullable String patientKey) {
        if (!key.equals(patientKey)) {
            throw new MalformedEventException("key and patientKey differ", null);
        }
    }

    private void emit(Evaluation evaluation, @Nullable String traceparent, Instant now) {
        PatientState state = evaluation.state();
        String patientKey = state.timeline().patientKey();
        PatientState before = attached().patients().get(patientKey);
        index(patientKey, before == null ? null : before.nextDueAt(), state.nextDueAt());
        attached().patients().put(patientKey, state);
        for (PatientAssessed assessment : evaluation.assessments()) {
            metrics.assessed(assessment);
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
                    assessment,
                    traceparent,
                    now);
        }
        for (AlertRaised alert : evaluation.alerts()) {
            metrics.raised(alert);
            send(
                    StagingTopology.ALERT_SINK,
                    Topics.ALERT_RAISED,
                    patientKey,
                    EventId.of(
                                    List.of(alert.alertKey(), Integer.toString(alert.version())),
                                    "staging.alert",
                                    alert.ruleVersion())
                            .toString(),
                    alert,
                    traceparent,
                    now);
        }
    }

    private void send(
            String sink,
            String topic,
            String key,
            String id,
            Object payload,
            @Nullable String traceparent,
            Instant now) {
        RecordHeaders headers = new RecordHeaders();
        new EventHeaders(id, topic, StagingTopology.SERVICE, now, traceparent, null)
                .asMap()
                .forEach((name, value) -> headers.add(name, utf8(value)));
        attached().context().forward(new Record<>(key, Json.bytes(payload), now.toEpochMilli(), headers), sink);
    }

    private void index(String patientKey, @Nullable Instant before, @Nullable Instant after) {
        if (before != null) {
            attached().due().delete(dueKey(before, patientKey));
        }
        if (after != null) {
            attached().due().put(dueKey(after, patientKey), patientKey);
        }
    }

    /** Sorts by time, then patient. */
    private static String dueKey(Instant at, String patientKey) {
        return String.format("%015d|%s", at.toEpochMilli(), patientKey);
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
            PatientState state = attached().patients().get(entry.value);
            if (state != null) {
                wake(state, now);
            }
        }
    }

    private void wake(PatientState state, Instant now) {
        Evaluation evaluation;
        try {
            evaluation = pipeline.timePassed(state, now);
        } catch (RuntimeException e) {
            LOG.error("a due patient cannot be evaluated, next with its next event", e);
            return;
        }
        emit(evaluation, null, now);
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
