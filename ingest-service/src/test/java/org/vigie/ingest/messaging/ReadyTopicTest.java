package org.vigie.ingest.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.embedded.EmbeddedKafka;
import org.vigie.ingest.Instances;

/** A topic with many studies, of which a start asks for a few. */
class ReadyTopicTest {
    private final Instant now = Instant.now();

    @TempDir
    Path folder;

    @Test
    void onlyTheLastRevisionOfStudiesThatAreAskedForIsKept() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.startEphemeral(folder.resolve("kafka"))) {
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrap()),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    sent.add(producer.send(record("1.9." + i, 1, 'f', now)));
                }
                sent.add(producer.send(record("1.2", 1, 'a', now.minus(Duration.ofDays(20)))));
                sent.add(producer.send(record("1.3", 1, 'a', now.minus(Duration.ofDays(13)))));
                sent.add(producer.send(record("1.3", 2, 'b', now.minus(Duration.ofDays(12)))));
                sent.add(producer.send(record("1.3", 2, 'c', now.minus(Duration.ofDays(11)))));
                sent.add(producer.send(record("1.3", 1, 'a', now)));
                sent.add(producer.send(new ProducerRecord<>(Topics.STUDY_READY, "k", new byte[] {'{'})));
                for (Future<RecordMetadata> one : sent) {
                    one.get();
                }
            }

            Map<String, ReadyTopic.Said> latest = ReadyTopic.of(OutboxPublisherTest.settings(kafka, folder))
                    .latest(Set.of("1.3", "1.4", "1.9.7"), now.minus(Duration.ofDays(14)));

            assertThat(latest)
                    .containsOnly(
                            Map.entry("1.3", new ReadyTopic.Said(2, ref('c'))),
                            Map.entry("1.9.7", new ReadyTopic.Said(1, ref('f'))));
            // What was told before the oldest instance that is asked for came cannot hold it
            assertThat(ReadyTopic.of(OutboxPublisherTest.settings(kafka, folder))
                            .latest(Set.of("1.3", "1.9.7"), now.plus(Duration.ofDays(2))))
                    .isEmpty();
        }
    }

    private static ProducerRecord<String, byte[]> record(String study, int revision, char hash, Instant at) {
        StudyReady event = new StudyReady(
                Instances.PATIENT,
                study,
                revision,
                null,
                Instances.T0,
                Instances.T0,
                Instances.T0,
                ref(hash),
                List.of(),
                List.of(),
                Completeness.STUDY_QUIET,
                false,
                List.of());
        return new ProducerRecord<>(Topics.STUDY_READY, null, at.toEpochMilli(), Instances.PATIENT, Json.bytes(event));
    }

    private static ObjectRef ref(char hash) {
        return new ObjectRef(Character.toString(hash).repeat(64), 10);
    }
}
