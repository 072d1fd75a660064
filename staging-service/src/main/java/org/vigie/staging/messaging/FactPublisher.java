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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
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

/** Writes stated facts; returns only when the broker holds them, all of one call or none. */
@ApplicationScoped
public class FactPublisher {
    private final String bootstrap;
    private final String transactionalId;
    private final Duration timeout;
    private final KafkaProducer<String, byte[]> single;
    private @Nullable KafkaProducer<String, byte[]> transactional;

    public FactPublisher(StagingConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.bootstrap = bootstrap;
        this.timeout = config.intakeTimeout();
        this.transactionalId = "staging.intake." + config.instanceId();
        this.single = producer(Map.of(ProducerConfig.CLIENT_ID_CONFIG, "staging.intake"));
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        int patience = Math.toIntExact(timeout.toMillis());
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                patience,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patience / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                patience));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        single.close(Duration.ofSeconds(2));
        if (transactional != null) {
            transactional.close(Duration.ofSeconds(2));
        }
    }

    /**
     * Publishes links to identities and facts; one record goes alone, several in one transaction. Stating the same again
     * is harmless.
     *
     * @throws IntakeUnavailableException if the broker did not confirm in time: the caller repeats the request
     */
    public void publish(List<PatientLinked> links, List<ClinicalFact> facts) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (PatientLinked link : links) {
            String id = EventId.of(List.of(link.patientKey(), link.linkedAt().toString()), "staging.link", "1")
                    .toString();
            records.add(record(Topics.PATIENT_LINKED, link.patientKey(), id, link, link.linkedAt()));
        }
        for (ClinicalFact fact : facts) {
            String id = EventId.of(List.of(fact.factId(), fact.recordedAt().toString()), "staging.fact", "1")
                    .toString();
            records.add(record(Topics.FACT_RECORDED, fact.patientKey(), id, fact, fact.recordedAt()));
        }
        if (records.size() == 1) {
            alone(records.getFirst());
        } else if (!records.isEmpty()) {
            together(records);
        }
    }

    private void alone(ProducerRecord<String, byte[]> record) {
        try {
            single.send(record).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IntakeUnavailableException(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IntakeUnavailableException(e);
        }
    }

    private synchronized void together(List<ProducerRecord<String, byte[]>> records) {
        KafkaProducer<String, byte[]> producer = null;
        try {
            producer = transactional();
            producer.beginTransaction();
            for (ProducerRecord<String, byte[]> record : records) {
                // A failed send fails the commit.
                var _ = producer.send(record);
            }
            producer.commitTransaction();
        } catch (KafkaException | IllegalStateException e) {
            abandon(producer);
            throw new IntakeUnavailableException(e);
        }
    }

    private KafkaProducer<String, byte[]> transactional() {
        if (transactional == null) {
            KafkaProducer<String, byte[]> fresh = producer(Map.of(
                    ProducerConfig.CLIENT_ID_CONFIG,
                    "staging.intake.tx",
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    transactionalId,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    Math.toIntExact(timeout.toMillis())));
            transactional = fresh;
            fresh.initTransactions();
        }
        return transactional;
    }

    /** A new producer of the same id fences what this one may have left open. */
    private void abandon(@Nullable KafkaProducer<String, byte[]> producer) {
        KafkaProducer<String, byte[]> broken = producer == null ? transactional : producer;
        transactional = null;
        if (broken != null) {
            broken.close(Duration.ZERO);
        }
    }

    private static @Nullable String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, String key, String id, Object payload, Instant at) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, Json.bytes(payload));
        new EventHeaders(id, topic, StagingTopology.SERVICE, at, traceparent(), null)
                .asMap()
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }
}
