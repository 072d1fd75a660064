package org.vigie.ingest.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyReady;

/** What the broker durably knows of ready studies. */
final class ReadyTopic {
    private ReadyTopic() {}

    /** The highest revision of every study in the topic; fails while no broker answers. */
    static Map<String, StudyReady> latest(KafkaSettings kafka) {
        Map<String, StudyReady> latest = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                kafka.scanner("ingest-ready"), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.STUDY_READY).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    add(latest, record);
                }
            }
        }
        return latest;
    }

    private static void add(Map<String, StudyReady> latest, ConsumerRecord<String, byte[]> record) {
        try {
            StudyReady event = Json.read(record.value(), StudyReady.class);
            latest.merge(event.studyUid(), event, (a, b) -> b.revision() >= a.revision() ? b : a);
        } catch (MalformedEventException notOurs) {
            // its readers have it in their dead letters
        }
    }
}
