package org.vigie.staging.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.staging.StagingConfig;

/** Writes stated facts; returns only when the broker holds them. */
@ApplicationScoped
public class FactPublisher {
    private final KafkaProducer<String, byte[]> producer;
    private final Duration timeout;

    public FactPublisher(StagingConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.timeout = config.intakeTimeout();
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "staging.intake",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Math.toIntExact(timeout.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(timeout.toMillis() / 2),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(timeout.toMillis())),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void stop(@Observes ShutdownEvent event) {
        producer.close(Duration.ofSeconds(2));
    }

    /**
     * Publishes the link to the identity first, if there is one, then the facts; stating the same again is harmless.
     *
     * @throws IntakeUnavailableException if the broker did not confirm in time: the caller repeats the request
     */
    public void publish(@Nullable PatientLinked link, List<ClinicalFact> facts) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            if (link != null) {
                String id = EventId.of(
                                List.of(link.patientKey(), link.linkedAt().toString()), "staging.link", "1")
                        .toString();
                sent.add(send(Topics.PATIENT_LINKED, link.patientKey(), id, link, link.linkedAt()));
            }
            for (ClinicalFact fact : facts) {
                String id = EventId.of(List.of(fact.factId(), fact.recordedAt().toString()), "staging.fact", "1")
                        .toString();
                sent.add(send(Topics.FACT_RECORDED, fact.patientKey(), id, fact, fact.recordedAt()));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IntakeUnavailableException(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IntakeUnavailableException(e);
        }
    }

    private static @Nullable String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }

    private Future<RecordMetadata> send(String topic, String key, String id, Object payload, Instant at) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, Json.bytes(payload));
        new EventHeaders(id, topic, StagingTopology.SERVICE, at, traceparent(), null)
                .asMap()
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return producer.send(message);
    }
}
