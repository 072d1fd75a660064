package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyMeasured;

/** What was measured, for retention: images whose result the broker does not have are never dropped. */
public final class MeasuredTopic {
    private final KafkaSettings kafka;

    public MeasuredTopic(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * The highest revision of every study in the topic.
     *
     * @throws IOException if no broker answers
     */
    public Map<String, StudyMeasured> latest() throws IOException {
        Map<String, StudyMeasured> latest = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                kafka.scanner("ingest-measured"), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.STUDY_MEASURED).stream()
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
        } catch (KafkaException away) {
            throw new IOException("the broker does not say what was measured", away);
        }
        return latest;
    }

    private static void add(Map<String, StudyMeasured> latest, ConsumerRecord<String, byte[]> record) {
        try {
            StudyMeasured event = Json.read(record.value(), StudyMeasured.class);
            latest.merge(event.studyUid(), event, (a, b) -> b.revision() >= a.revision() ? b : a);
        } catch (MalformedEventException notOurs) {
            // staging has it in its dead letters
        }
    }
}
