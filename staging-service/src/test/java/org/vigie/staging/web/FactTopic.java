package org.vigie.staging.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.ClinicalFact;

/** Committed facts of one patient as they stand on the topic now. */
public final class FactTopic {
    private FactTopic() {}

    /** The facts as soon as there are so many: a transaction becomes visible a moment after it is durable. */
    public static List<ClinicalFact> of(String bootstrap, String patientKey, int expected) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> of(bootstrap, patientKey), facts -> facts.size() >= expected);
    }

    public static List<ClinicalFact> of(String bootstrap, String patientKey) {
        return of(bootstrap, Set.of(patientKey));
    }

    /** Those of several patients, read in one pass. */
    public static List<ClinicalFact> of(String bootstrap, Set<String> patientKeys) {
        List<ClinicalFact> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.FACT_RECORDED).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (patientKeys.contains(record.key())) {
                        found.add(Json.read(record.value(), ClinicalFact.class));
                    }
                });
            }
        }
        return found;
    }
}
