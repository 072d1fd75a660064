package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;

/** Reads each event and keeps it until its patient is judged; says which patient that is. */
final class EventGatherer implements FixedKeyProcessor<String, byte[], byte[]> {
    private static final byte[] SOMETHING = {1};

    private final StagingMetrics metrics;
    private @Nullable FixedKeyProcessorContext<String, byte[]> context;
    private @Nullable GatheredEvents gathered;

    EventGatherer(StagingMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, byte[]> attached) {
        context = attached;
        gathered = attached.getStateStore(StagingTopology.GATHERED);
    }

    @Override
    public void process(FixedKeyRecord<String, byte[]> event) {
        FixedKeyProcessorContext<String, byte[]> to = Objects.requireNonNull(context, "init comes first");
        String topic = to.recordMetadata()
                .map(RecordMetadata::topic)
                .orElseThrow(() -> new IllegalStateException("a record without a topic"));
        try {
            if (event.key() == null || event.value() == null) {
                throw new MalformedEventException("event without key or payload", null);
            }
            StagingPipeline.Incoming incoming = topic.equals(Topics.FACT_RECORDED) ? fact(event) : study(event);
            Objects.requireNonNull(gathered, "init comes first")
                    .add(
                            event.key(),
                            new GatheredEvents.Event(
                                    topic, event.timestamp(), event.headers(), incoming, event.value()));
            to.forward(event.withValue(SOMETHING).withHeaders(new RecordHeaders()), StagingTopology.ONCE);
        } catch (MalformedEventException e) {
            metrics.deadLettered(topic);
            to.forward(
                    event.withHeaders(DeadLetters.headers(event.headers(), e)), StagingTopology.DEAD_SINKS.get(topic));
        }
    }

    private static StagingPipeline.Incoming fact(FixedKeyRecord<String, byte[]> event) {
        ClinicalFact fact = Json.read(event.value(), ClinicalFact.class);
        requireKey(event.key(), fact.patientKey());
        return new StagingPipeline.Incoming.Fact(fact);
    }

    private static StagingPipeline.Incoming study(FixedKeyRecord<String, byte[]> event) {
        StudyMeasured study = Json.read(event.value(), StudyMeasured.class);
        requireKey(event.key(), study.patientKey());
        var header = event.headers().lastHeader(EventHeaders.ID);
        String eventId = header == null || header.value() == null
                ? EventId.of(
                                List.of(study.readyEventId(), study.studyUid()),
                                "diffusion.measure",
                                study.algorithmVersion())
                        .toString()
                : new String(header.value(), StandardCharsets.UTF_8);
        return new StagingPipeline.Incoming.Study(eventId, study);
    }

    private static void requireKey(String key, @Nullable String patientKey) {
        if (!key.equals(patientKey)) {
            throw new MalformedEventException("key and patientKey differ", null);
        }
    }
}
