package org.vigie.notify.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Topics;

/** Where records go that cannot be read: the raw bytes, their headers, and why. */
final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SERVICE = "notify";
    private static final int SEND_SECONDS = 20;

    private final KafkaProducer<String, byte[]> producer;

    DeadLetters(String bootstrap) {
        Properties p = new Properties();
        p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        this.producer = new KafkaProducer<>(p);
    }

    /** @throws KafkaException if the broker did not take it: the record must be read again */
    void send(ConsumerRecord<String, byte[]> record, String reason) {
        ProducerRecord<String, byte[]> dead =
                new ProducerRecord<>(Topics.deadLetters(record.topic(), SERVICE), record.key(), record.value());
        record.headers().forEach(h -> dead.headers().add(h));
        dead.headers().add("vigie_reason", reason.getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(dead).get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("dead letter not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
        LOG.warnf("dead letter from %s: %s", record.topic(), reason);
    }

    /** The stated event id, else one of the content: the same bytes are the same event. */
    static String eventId(ConsumerRecord<String, byte[]> record) {
        Header stated = record.headers().lastHeader(EventHeaders.ID);
        return stated == null
                ? EventId.of(
                                List.of(record.topic(), new String(record.value(), StandardCharsets.UTF_8)),
                                "notify.read",
                                "1")
                        .toString()
                : new String(stated.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(2));
    }
}
