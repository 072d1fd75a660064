package org.vigie.diffusion.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.diffusion.DiffusionMetrics;
import org.vigie.diffusion.DiffusionPipeline;
import org.vigie.diffusion.StudyFixture;
import org.vigie.diffusion.StudyMeasurer;
import org.vigie.diffusion.TrustedSources;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/** The broker goes while a study is computed: another conversation computes it anew, and not beside this one. */
@Timeout(30)
class BrokenConversationTest {
    @TempDir
    Path folder;

    @Test
    void leavesNoStudyComputing() throws Exception {
        CountDownLatch computing = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        InstantSource slow = () -> {
            computing.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.set(true);
                Thread.currentThread().interrupt();
            }
            return Instant.EPOCH;
        };
        ObjectStore store = new FileObjectStore(folder);
        DiffusionPipeline pipeline = new DiffusionPipeline(
                store, new StudyMeasurer(new TrustedSources(List.of("*")), 1L << 28), Duration.ofMinutes(5), slow);
        try (MockShareConsumer<String, byte[]> consumer = new MockShareConsumer<>();
                MockProducer<String, byte[]> producer =
                        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(Topics.STUDY_READY));
            ConsumerRecord<String, byte[]> ready = new ConsumerRecord<>(
                    Topics.STUDY_READY,
                    0,
                    0,
                    "pseudonym",
                    Json.bytes(StudyFixture.ready(new ObjectRef("0".repeat(64), 1), false)));
            ready.headers().add(EventHeaders.ID, "ready-1".getBytes(StandardCharsets.UTF_8));
            consumer.addRecord(ready);
            StudyConversation conversation = new StudyConversation(
                    consumer,
                    new ResultPublisher(producer, InstantSource.system()),
                    pipeline,
                    WhileAway.of(store),
                    new DiffusionMetrics(new SimpleMeterRegistry()),
                    5,
                    new CountDownLatch(1));

            assertThatThrownBy(() -> conversation.run(() -> {
                        throw new IllegalStateException("the broker is gone");
                    }))
                    .hasMessage("the broker is gone");

            assertThat(computing.getCount()).isZero();
            await().atMost(Duration.ofSeconds(5)).untilTrue(ended);
        }
    }
}
