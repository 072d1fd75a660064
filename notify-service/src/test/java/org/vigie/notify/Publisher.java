package org.vigie.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;

/** Publishes events as the other services do. */
final class Publisher implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;

    Publisher(String bootstrap) {
        Properties p = new Properties();
        p.put("bootstrap.servers", bootstrap);
        p.put("acks", "all");
        p.put("key.serializer", StringSerializer.class);
        p.put("value.serializer", ByteArraySerializer.class);
        producer = new KafkaProducer<>(p);
    }

    void send(String topic, String key, String eventId, Object event) {
        raw(topic, key, eventId, Json.bytes(event));
    }

    void raw(String topic, String key, String eventId, byte[] payload) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, payload);
        new EventHeaders(eventId, topic, "test", Instant.EPOCH, null, null)
                .asMap()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void link(String patient, String patientId) {
        link(patient, patientId, "LOCAL");
    }

    void link(String patient, String patientId, String issuer) {
        String sealed = new SiteSecret(InfrastructureResource.SECRET)
                .seal(patient, new PatientIdentity(issuer, patientId, "DOE^JANE", null, "F"));
        send(
                Topics.PATIENT_LINKED,
                patient,
                patient + "-link",
                new PatientLinked(patient, sealed, "test", Instant.EPOCH));
    }

    @Override
    public void close() {
        producer.close();
    }
}
