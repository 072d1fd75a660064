package org.vigie.ingest.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;

/** Who a patient key stands for, read from the sealed topic when it is needed and kept nowhere. */
public final class IdentityLookup {
    private final KafkaSettings kafka;
    private final SiteSecret secret;

    public IdentityLookup(KafkaSettings kafka, SiteSecret secret) {
        this.kafka = kafka;
        this.secret = secret;
    }

    /** The last identity stated for the key; empty if there is none under this site's secret. */
    public Optional<PatientIdentity> find(String patientKey) {
        byte @Nullable [] last = null;
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                kafka.scanner("ingest-identities"), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PATIENT_LINKED).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (patientKey.equals(record.key())) {
                        last = record.value();
                    }
                }
            }
        }
        if (last == null) {
            return Optional.empty();
        }
        try {
            PatientLinked linked = Json.read(last, PatientLinked.class);
            return Optional.of(secret.open(patientKey, linked.sealedIdentity()));
        } catch (MalformedEventException otherSecret) {
            return Optional.empty();
        }
    }
}
