package org.vigie.diffusion.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyMeasured.Outcome;
import org.vigie.diffusion.DiffusionMetrics;
import org.vigie.diffusion.DiffusionPipeline;

/**
 * The work of one share consumer: takes a study, keeps its lock while it is computed, answers, and only then acknowledges.
 * Not thread-safe, like the consumer.
 */
final class StudyConversation {
    private static final Logger LOG = Logger.getLogger(StudyConversation.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int DEFAULT_LOCK_MS = 15_000;
    private static final long LONGEST_PAUSE_MS = 8_000;

    private final ShareConsumer<String, byte[]> consumer;
    private final ResultPublisher publisher;
    private final DiffusionPipeline pipeline;
    private final WhileAway whileAway;
    private final DiffusionMetrics metrics;
    private final int lastDelivery;
    private final CountDownLatch stopping;
    private @Nullable StudyTask task;

    StudyConversation(
            ShareConsumer<String, byte[]> consumer,
            ResultPublisher publisher,
            DiffusionPipeline pipeline,
            WhileAway whileAway,
            DiffusionMetrics metrics,
            int lastDelivery,
            CountDownLatch stopping) {
        this.consumer = consumer;
        this.publisher = publisher;
        this.pipeline = pipeline;
        this.whileAway = whileAway;
        this.metrics = metrics;
        this.lastDelivery = lastDelivery;
        this.stopping = stopping;
    }

    /**
     * Turns until it is stopped. However it ends, it leaves no study computing behind it.
     *
     * @param worked runs after each turn
     */
    void run(Runnable worked) throws InterruptedException {
        try {
            while (stopping.getCount() > 0) {
                turn();
                worked.run();
            }
        } finally {
            abandon();
        }
    }

    /** One turn: at most one record, and no longer than a third of its lock. A renewed record is given out again. */
    void turn() throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            handle(record);
            consumer.commitSync();
        }
    }

    /** Ends the work on a study that nobody will ask for: another conversation computes it anew. */
    private void abandon() {
        StudyTask current = task;
        if (current != null) {
            current.abandon();
            task = null;
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (task != null && !task.isFor(record)) {
            // The lock of the former study was lost: somebody else computes it.
            abandon();
        }
        try {
            ReadyRecord ready = ReadyRecord.of(record);
            if (deliveries(record) >= lastDelivery) {
                answer(record, ready, pipeline.exhausted(ready.ready(), ready.id()));
            } else {
                compute(record, ready);
            }
        } catch (MalformedEventException e) {
            deadLetter(record, e);
        }
    }

    private void compute(ConsumerRecord<String, byte[]> record, ReadyRecord ready) throws InterruptedException {
        StudyTask current = task;
        if (current == null) {
            current = StudyTask.start(
                    record,
                    () -> metrics.timed(() -> whileAway.call(() -> pipeline.measure(ready.ready(), ready.id()))));
            task = current;
        }
        if (!current.await(Duration.ofMillis(lockMs() / 3))) {
            consumer.acknowledge(record, AcknowledgeType.RENEW);
            return;
        }
        task = null;
        try {
            answer(record, ready, current.result());
        } catch (ExecutionException e) {
            LOG.errorf(
                    e.getCause(),
                    "study could not be measured, delivery %d of %d; it will be tried again",
                    deliveries(record),
                    lastDelivery);
            release(record);
        }
    }

    /** The broker has the answer before the study is taken off the queue. */
    private void answer(ConsumerRecord<String, byte[]> record, ReadyRecord ready, StudyMeasured measured)
            throws InterruptedException {
        try {
            if (measured.outcome() == Outcome.FAILED) {
                publisher.deadLetter(record, String.valueOf(measured.reasons()));
            }
            publisher.publish(ready, measured);
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            metrics.measured(measured);
        } catch (ExecutionException | org.apache.kafka.common.KafkaException e) {
            LOG.warnf(
                    "result not taken by the broker (%s); the study will be tried again",
                    e.getClass().getSimpleName());
            release(record);
        }
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, MalformedEventException fault)
            throws InterruptedException {
        try {
            LOG.errorf("event is not what its topic promises, kept as dead letter: %s", fault.getMessage());
            publisher.deadLetter(record, String.valueOf(fault.getMessage()));
            consumer.acknowledge(record, AcknowledgeType.REJECT);
            metrics.malformed();
        } catch (ExecutionException | org.apache.kafka.common.KafkaException e) {
            release(record);
        }
    }

    /** Waits first: a fault of the store often passes, and deliveries are few. */
    private void release(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        long pause = Math.min(LONGEST_PAUSE_MS, Math.min(lockMs() / 3, 250L << Math.min(deliveries(record), 10)));
        boolean stopped = stopping.await(pause, TimeUnit.MILLISECONDS);
        if (stopped) {
            LOG.debug("stopping: the study goes back to the queue");
        }
        consumer.acknowledge(record, AcknowledgeType.RELEASE);
        metrics.released();
    }

    private int lockMs() {
        return consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MS);
    }

    private static int deliveries(ConsumerRecord<String, byte[]> record) {
        Optional<Short> count = record.deliveryCount();
        return count.map(Short::intValue).orElse(1);
    }
}
