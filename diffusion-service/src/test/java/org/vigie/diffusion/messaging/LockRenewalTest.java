package org.vigie.diffusion.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.diffusion.DiffusionMetrics;
import org.vigie.diffusion.DiffusionPipeline;
import org.vigie.diffusion.StudyFixture;
import org.vigie.diffusion.StudyMeasurer;
import org.vigie.diffusion.TrustedSources;
import org.vigie.embedded.EmbeddedKafka;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/** The broker takes a study back after 15 s; work that lasts longer must keep it. */
class LockRenewalTest {
    private static final Duration LONGER_THAN_THE_LOCK = Duration.ofSeconds(22);

    @TempDir
    Path folder;

    @Test
    void aLongStudyIsNotGivenOutASecondTime() throws Exception {
        ObjectStore store = new FileObjectStore(folder.resolve("store"));
        CountDownLatch enough = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        InstantSource slow = () -> {
            started.incrementAndGet();
            try {
                enough.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Instant.EPOCH;
        };
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        DiffusionPipeline pipeline = new DiffusionPipeline(
                store, new StudyMeasurer(new TrustedSources(List.of("*")), 1L << 28), Duration.ofMinutes(5), slow);
        try (EmbeddedKafka kafka = EmbeddedKafka.startEphemeral(folder);
                KafkaProducer<String, byte[]> producer = KafkaSettings.producer(kafka.bootstrap());
                KafkaShareConsumer<String, byte[]> consumer = KafkaSettings.consumer(kafka.bootstrap())) {
            byte[] ready = Json.bytes(
                    new StudyFixture(store).ready(StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom"))));
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(Topics.STUDY_READY, "pseudonym", ready);
            message.headers().add(EventHeaders.ID, "ready-1".getBytes(StandardCharsets.UTF_8));
            assertThat(producer.send(message)).succeedsWithin(Duration.ofSeconds(20));
            consumer.subscribe(List.of(Topics.STUDY_READY));
            StudyConversation conversation = new StudyConversation(
                    consumer,
                    new ResultPublisher(producer, InstantSource.system()),
                    pipeline,
                    WhileAway.of(store),
                    new DiffusionMetrics(registry),
                    5,
                    stopping);
            FutureTask<Void> loop = new FutureTask<>(() -> {
                while (stopping.getCount() > 0) {
                    conversation.turn();
                }
                return null;
            });
            Thread.ofPlatform().daemon().start(loop);

            await().atMost(Duration.ofSeconds(20)).until(() -> started.get() == 1);
            await().pollDelay(LONGER_THAN_THE_LOCK)
                    .atMost(LONGER_THAN_THE_LOCK.plusSeconds(2))
                    .until(() -> true);
            assertThat(started).hasValue(1);
            enough.countDown();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> registry.counter("diffusion.studies.measured", "outcome", "measured")
                                    .count()
                            == 1);
            stopping.countDown();
            assertThat(loop).succeedsWithin(Duration.ofSeconds(20));
        }
        assertThat(registry.counter("diffusion.queue.released").count()).isZero();
        assertThat(registry.get("diffusion.fit").timer().count()).isEqualTo(1);
    }
}
