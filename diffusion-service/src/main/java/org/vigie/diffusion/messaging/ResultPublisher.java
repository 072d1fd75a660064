package org.vigie.diffusion.messaging;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.diffusion.Algorithm;

/** Announces results; returns only when the broker has them. A re-run sends the same event id again. */
final class ResultPublisher {
    private static final String SERVICE = "diffusion";
    private static final String DEAD_LETTER_REASON = "vigie_reason";

    private final Producer<String, byte[]> producer;
    private final InstantSource clock;

    ResultPublisher(Producer<String, byte[]> producer, InstantSource clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /** @throws ExecutionException if the broker did not take it in time */
    void publish(ReadyRecord ready, StudyMeasured measured) throws ExecutionException, InterruptedException {
        EventHeaders headers = new EventHeaders(
                EventId.of(List.of(ready.id()), Algorithm.STEP, Algorithm.VERSION)
                        .toString(),
                Topics.STUDY_MEASURED,
                SERVICE,
                clock.instant(),
                ready.traceparent(),
                ready.reason());
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(Topics.STUDY_MEASURED, measured.patientKey(), Json.bytes(measured));
        headers.asMap().forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(message).get();
    }

    /**
     * Keeps a record that could not be answered as it should: its bytes and headers, and why.
     *
     * @throws ExecutionException if the broker did not take it in time
     */
    void deadLetter(ConsumerRecord<String, byte[]> record, String reason)
            throws ExecutionException, InterruptedException {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                Topics.deadLetters(record.topic(), SERVICE), null, record.key(), record.value(), record.headers());
        Map.of(DEAD_LETTER_REASON, reason)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(message).get();
    }
}
