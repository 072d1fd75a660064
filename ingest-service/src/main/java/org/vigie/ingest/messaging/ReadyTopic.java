package org.vigie.ingest.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyReady;

/** What the broker durably knows of ready studies. */
final class ReadyTopic {
    /** Hosts whose clocks disagree by more than that have other worries. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    private ReadyTopic() {}

    /** What is kept of an event: of a site's studies there may be millions. */
    record Said(int revision, ObjectRef manifest) {
        static Said of(StudyReady event) {
            return new Said(event.revision(), event.manifest());
        }

        /** Of two of a revision the one told last. */
        private Said orNewer(Said other) {
            return other.revision >= revision ? other : this;
        }
    }

    /** Asks the broker. */
    @FunctionalInterface
    interface Reader {
        /**
         * The highest revision in the topic of each of these studies, where there is one.
         *
         * @param since events of instances received before are of no interest
         */
        Map<String, Said> latest(Set<String> studyUids, Instant since);
    }

    /** Reads the end of the topic; fails while no broker answers. */
    static Reader of(KafkaSettings kafka) {
        return (studyUids, since) -> latest(kafka, studyUids, since);
    }

    private static Map<String, Said> latest(KafkaSettings kafka, Set<String> studyUids, Instant since) {
        Map<String, Said> latest = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                kafka.scanner("ingest-ready"), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.STUDY_READY).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(consumer, ends, since);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    add(latest, studyUids, record);
                }
            }
        }
        return latest;
    }

    /** An event that holds an instance is told after the instance came. */
    private static void seek(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends, Instant since) {
        long from = Math.max(0, since.minus(CLOCKS).toEpochMilli());
        Map<TopicPartition, OffsetAndTimestamp> begins =
                consumer.offsetsForTimes(ends.keySet().stream().collect(Collectors.toMap(p -> p, p -> from)));
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp begin = begins.get(partition);
            consumer.seek(partition, begin == null ? end : begin.offset());
        });
    }

    private static void add(Map<String, Said> latest, Set<String> studyUids, ConsumerRecord<String, byte[]> record) {
        try {
            StudyReady event = Json.read(record.value(), StudyReady.class);
            if (studyUids.contains(event.studyUid())) {
                latest.merge(event.studyUid(), Said.of(event), Said::orNewer);
            }
        } catch (MalformedEventException notOurs) {
            // its readers have it in their dead letters
        }
    }
}
