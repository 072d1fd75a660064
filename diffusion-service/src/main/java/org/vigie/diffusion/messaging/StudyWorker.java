package org.vigie.diffusion.messaging;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Topics;
import org.vigie.diffusion.BrokerConfig;
import org.vigie.diffusion.DiffusionConfig;
import org.vigie.diffusion.DiffusionMetrics;
import org.vigie.diffusion.DiffusionPipeline;
import org.vigie.diffusion.Warmup;
import org.vigie.store.ObjectStore;

/** Keeps one share consumer at work: a consumer that fails is replaced, and readiness says so meanwhile. */
@Singleton
public final class StudyWorker {
    private static final Logger LOG = Logger.getLogger(StudyWorker.class);
    private static final long PAUSE_MS = 1_000;
    private static final long JOIN_MS = 15_000;

    /** What the worker is doing. */
    public enum State {
        STARTING,
        WORKING,
        FAILED,
        STOPPED
    }

    private final String bootstrapServers;
    private final int lastDelivery;
    private final DiffusionPipeline pipeline;
    private final WhileAway whileAway;
    private final DiffusionMetrics metrics;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final AtomicReference<@Nullable KafkaShareConsumer<String, byte[]>> open = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().name("diffusion-worker").unstarted(this::run);

    @Inject
    StudyWorker(
            BrokerConfig broker,
            DiffusionConfig config,
            DiffusionPipeline pipeline,
            ObjectStore store,
            DiffusionMetrics metrics,
            InstantSource clock) {
        this.bootstrapServers = broker.bootstrapServers();
        this.lastDelivery = config.lastDelivery();
        this.pipeline = pipeline;
        this.whileAway = WhileAway.of(store);
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    public State state() {
        return thread.isAlive() ? state.get() : stopping.getCount() == 0 ? State.STOPPED : State.FAILED;
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
        KafkaShareConsumer<String, byte[]> consumer = open.get();
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Warmup.run();
        while (stopping.getCount() > 0) {
            try {
                converse();
            } catch (WakeupException e) {
                LOG.debug("woken to stop");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                state.set(State.FAILED);
                LOG.error("the worker failed and is replaced", e);
                pause();
            }
        }
        state.set(State.STOPPED);
    }

    private void converse() throws InterruptedException {
        try (KafkaProducer<String, byte[]> producer = KafkaSettings.producer(bootstrapServers);
                KafkaShareConsumer<String, byte[]> consumer = KafkaSettings.consumer(bootstrapServers)) {
            open.set(consumer);
            consumer.subscribe(List.of(Topics.STUDY_READY));
            new StudyConversation(
                            consumer,
                            new ResultPublisher(producer, clock),
                            pipeline,
                            whileAway,
                            metrics,
                            lastDelivery,
                            stopping)
                    .run(() -> state.set(State.WORKING));
        } finally {
            open.set(null);
        }
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
