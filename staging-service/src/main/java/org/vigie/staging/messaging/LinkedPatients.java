package org.vigie.staging.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.identity.PatientLinked;

/** The identity topic as it stands, sealed: read from its beginning at every start, without a group. */
@ApplicationScoped
public class LinkedPatients {
    private static final Logger LOG = Logger.getLogger(LinkedPatients.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String bootstrap;
    private final Map<String, PatientLinked> links = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean read;

    public LinkedPatients(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.bootstrap = bootstrap;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("staging-linked-patients").daemon().start(this::keepReading);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.set(true);
        KafkaConsumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    /** True once everything that stood on the topic at the start was read: before, nobody is known not to be known. */
    public boolean isRead() {
        return read;
    }

    /** The latest link of a patient, empty if none was read yet. */
    public Optional<PatientLinked> find(String patientKey) {
        return Optional.ofNullable(links.get(patientKey));
    }

    private void keepReading() {
        while (!closing.get()) {
            try (KafkaConsumer<String, byte[]> fresh = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                            ConsumerConfig.CLIENT_ID_CONFIG, "staging.links",
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                    new StringDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer = fresh;
                List<TopicPartition> partitions = fresh.partitionsFor(Topics.PATIENT_LINKED).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
                fresh.assign(partitions);
                fresh.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = fresh.endOffsets(partitions);
                while (!closing.get()) {
                    fresh.poll(POLL).forEach(this::read);
                    read |= partitions.stream().allMatch(p -> fresh.position(p) >= ends.getOrDefault(p, 0L));
                }
            } catch (WakeupException e) {
                LOG.debug("closing");
            } catch (KafkaException | IllegalStateException e) {
                LOG.debugf("identity topic not readable now: %s", e.getClass().getSimpleName());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            links.remove(record.key());
            return;
        }
        try {
            links.put(record.key(), Json.read(record.value(), PatientLinked.class));
        } catch (MalformedEventException e) {
            LOG.warnf("a link that cannot be read is skipped: %s", e.getMessage());
        }
    }
}
