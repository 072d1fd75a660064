package org.vigie.ingest.messaging;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The outbox's producer, opened when it is needed and given up after a failure. Of one thread. */
final class OutboxProducer implements AutoCloseable {
    private final KafkaSettings kafka;
    private @Nullable Producer<String, byte[]> producer;

    OutboxProducer(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    Producer<String, byte[]> get() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    /** False if it is too large, which no repetition changes. */
    static boolean isTaken(Future<?> acknowledgement) throws ExecutionException, InterruptedException {
        try {
            acknowledgement.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw e;
        }
    }

    /** The next {@link #get} opens another. */
    @Override
    public void close() {
        Producer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
