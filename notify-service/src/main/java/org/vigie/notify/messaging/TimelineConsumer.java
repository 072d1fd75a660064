package org.vigie.notify.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.notify.NotifyConfig;
import org.vigie.notify.NotifyMetrics;
import org.vigie.notify.NotifyPipeline;
import org.vigie.notify.storage.DatabaseException;

/**
 * Reads the five topics notify lives on, one record and one database transaction at a time; the offset follows. What
 * cannot be read goes to the dead letters; what cannot be written now is read again. The loop ends with the process only.
 */
@ApplicationScoped
public class TimelineConsumer {
    public static final String GROUP = "notify.timeline";
    public static final List<String> TOPICS = List.of(
            Topics.PATIENT_LINKED,
            Topics.STUDY_READY,
            Topics.STUDY_MEASURED,
            Topics.PATIENT_ASSESSED,
            Topics.ALERT_RAISED);

    private static final Logger LOG = Logger.getLogger(TimelineConsumer.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final double SILENT_SECONDS = 9;

    private final NotifyPipeline pipeline;
    private final NotifyMetrics metrics;
    private final NotifyConfig config;
    private final String bootstrap;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile String condition = "starting";

    public TimelineConsumer(
            NotifyPipeline pipeline,
            NotifyMetrics metrics,
            NotifyConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.config = config;
        this.bootstrap = bootstrap;
        this.thread = new Thread(this::runUntilStopped, "notify-timeline");
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        KafkaConsumer<String, byte[]> running = consumer;
        if (running != null) {
            running.wakeup();
        }
        thread.join(Duration.ofSeconds(10));
    }

    /** {@code consuming} if all is well, else what is wrong. */
    public String condition() {
        return condition;
    }

    public boolean isConsuming() {
        return condition.equals("consuming");
    }

    private void runUntilStopped() {
        while (!stopped) {
            try (KafkaConsumer<String, byte[]> fresh = new KafkaConsumer<>(properties());
                    DeadLetters deadLetters = new DeadLetters(bootstrap)) {
                consumer = fresh;
                fresh.subscribe(TOPICS);
                while (!stopped) {
                    read(fresh, deadLetters);
                }
            } catch (WakeupException | InterruptException ending) {
                LOG.debug("consumer woken", ending);
            } catch (RuntimeException e) {
                condition = "retrying after " + e.getClass().getSimpleName();
                metrics.consumed("all", "retried");
                LOG.warnf(
                        "reading events failed, starting over: %s: %s",
                        e.getClass().getSimpleName(), e.getMessage());
                rest();
            } finally {
                consumer = null;
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> from, DeadLetters deadLetters) {
        for (ConsumerRecord<String, byte[]> record : from.poll(POLL)) {
            metrics.consumed(record.topic(), handle(record, deadLetters));
            from.commitSync(Map.of(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1)));
        }
        if (from.assignment().isEmpty()) {
            condition = "no partitions assigned";
        } else if (secondsSinceHeartbeat(from) > SILENT_SECONDS) {
            condition = "broker silent";
        } else {
            condition = "consuming";
        }
    }

    private String handle(ConsumerRecord<String, byte[]> record, DeadLetters deadLetters) {
        byte[] payload = record.value();
        if (payload == null) {
            return "tombstone";
        }
        try {
            return switch (pipeline.accept(record.topic(), DeadLetters.eventId(record), payload)) {
                case APPLIED -> "applied";
                case DUPLICATE -> "duplicate";
            };
        } catch (MalformedEventException e) {
            deadLetters.send(record, String.valueOf(e.getMessage()));
        } catch (DatabaseException e) {
            if (!e.isAboutTheData()) {
                throw e;
            }
            deadLetters.send(record, String.valueOf(e.getMessage()));
        } catch (NullPointerException | IllegalArgumentException e) {
            // JSON of the right shape with a required part missing.
            deadLetters.send(record, "incomplete: " + e.getClass().getSimpleName());
        }
        return "dead-letter";
    }

    private static double secondsSinceHeartbeat(KafkaConsumer<String, byte[]> from) {
        return from.metrics().entrySet().stream()
                .filter(m -> m.getKey().name().equals("last-heartbeat-seconds-ago"))
                .map(m -> m.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .findFirst()
                .orElse(0);
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Properties properties() {
        Properties p = new Properties();
        p.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        p.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        p.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.memberId());
        p.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        p.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        p.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        p.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2000);
        p.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5000);
        p.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        return p;
    }
}
