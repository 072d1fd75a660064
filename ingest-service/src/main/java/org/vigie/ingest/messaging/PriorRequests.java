package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.ingest.IngestMetrics;

/** Reads requests for earlier studies, one at a time; of several replicas one has the partition. */
public final class PriorRequests implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PriorRequests.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final Duration longest;
    private final Worker worker;
    private final IngestMetrics metrics;
    private final Thread thread = Thread.ofPlatform().daemon().name("priors").unstarted(this::run);
    private volatile boolean running = true;

    /** Works one request off. */
    public interface Worker {
        void work(PriorRequested request) throws IOException;
    }

    /** @param longest that one request may take */
    public PriorRequests(KafkaSettings kafka, Duration longest, Worker worker, IngestMetrics metrics) {
        this.kafka = kafka;
        this.longest = longest;
        this.worker = worker;
        this.metrics = metrics;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        running = false;
        if (thread.getState() == Thread.State.NEW) {
            return; // the start before it failed
        }
        try {
            // A poll ends by itself; a request in the middle does not.
            if (!thread.join(POLL.multipliedBy(2))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                    kafka.priorConsumer(longest), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(Topics.PRIOR_REQUESTED));
                while (running) {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                        take(record);
                        consumer.commitSync(Map.of(
                                new TopicPartition(record.topic(), record.partition()),
                                new OffsetAndMetadata(record.offset() + 1)));
                    }
                }
            } catch (IOException | RuntimeException e) {
                if (running) {
                    LOG.warnf(
                            "prior requests cannot be read, will go on trying: %s",
                            e.getClass().getSimpleName());
                    pause();
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) throws IOException {
        PriorRequested request;
        try {
            request = Json.read(record.value(), PriorRequested.class);
        } catch (MalformedEventException e) {
            deadLetter(record, String.valueOf(e.getMessage()));
            return;
        }
        worker.work(request);
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, String reason) throws IOException {
        metrics.deadLettered();
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                Topics.deadLetters(Topics.PRIOR_REQUESTED, "ingest"),
                null,
                record.key(),
                record.value(),
                record.headers());
        OutboxHeaders.put(letter.headers(), "vigie_reason", reason);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new IOException("dead letter not taken", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stop) {
            // running says whether to go on
        }
    }
}
