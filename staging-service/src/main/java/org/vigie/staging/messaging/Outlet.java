package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.domain.alerts.Evaluation;

/** What an evaluation says, as events with ids that a re-run gives again. */
final class Outlet {
    private final ProcessorContext<String, byte[]> context;
    private final StagingMetrics metrics;
    private final AssessedWriter writer;

    Outlet(ProcessorContext<String, byte[]> context, StagingMetrics metrics, AssessedWriter writer) {
        this.context = context;
        this.metrics = metrics;
        this.writer = writer;
    }

    /** @return rows of what left, so that it is not written twice */
    IdentityHashMap<Object, byte[]> send(Evaluation evaluation, @Nullable String traceparent, Instant now) {
        String patientKey = evaluation.state().timeline().patientKey();
        IdentityHashMap<Object, byte[]> rows = new IdentityHashMap<>();
        for (PatientAssessed assessment : evaluation.assessments()) {
            metrics.assessed(assessment);
            AssessedWriter.Written written = writer.write(assessment);
            rows.put(assessment, written.row());
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
                    written.event(),
                    traceparent,
                    now);
        }
        for (AlertRaised alert : evaluation.alerts()) {
            metrics.raised(alert);
            byte[] json = Json.bytes(alert);
            rows.put(alert, json);
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
        return rows;
    }

    private void send(
            String sink, String topic, String key, String id, byte[] json, @Nullable String traceparent, Instant now) {
        RecordHeaders headers = new RecordHeaders();
        new EventHeaders(id, topic, StagingTopology.SERVICE, now, traceparent, null)
                .asMap()
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        context.forward(new Record<>(key, json, now.toEpochMilli(), headers), sink);
    }
}
