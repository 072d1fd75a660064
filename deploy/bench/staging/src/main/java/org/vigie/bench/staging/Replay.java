package org.vigie.bench.staging;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
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
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.Topics;
import org.vigie.embedded.EmbeddedKafka;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.messaging.StagingTopology;
import org.vigie.staging.messaging.StreamsSettings;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** One broker with the events of a cohort, and the topologies that read them. */
final class Replay implements AutoCloseable {
    static final int COMMIT_INTERVAL_MS = StreamsSettings.COMMIT_INTERVAL_MS;
    private static final String TIMELINE = "bench.timeline";
    private static final String PASS = "bench.pass";
    private static final int THREADS = 1;
    private static final int CACHED_ROWS = 10_000;
    private static final int SAMPLES = 200;
    private static final ZoneId SITE = ZoneId.of("Europe/Paris");

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final Admin admin;
    private final int patients;
    private final long events;
    private String last = "";
    private int runs;

    Replay(Path folder, int patients) {
        this.folder = folder;
        this.patients = patients;
        this.kafka = EmbeddedKafka.startEphemeral(folder);
        this.admin = kafka.admin();
        this.events = produce(Cohort.of(patients, StagingBench.today()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a lost event would show: the replay would never end
    private long produce(List<Cohort.Event> cohort) {
        try (KafkaProducer<String, byte[]> producer = producer(Map.of("linger.ms", 20, "batch.size", 262_144))) {
            cohort.forEach(event -> producer.send(message(event)));
        }
        return cohort.size();
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", kafka.bootstrap());
        config.put("acks", "all");
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<String, byte[]> message(Cohort.Event event) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(event.topic(), null, event.at().toEpochMilli(), event.key(), event.json());
        new EventHeaders(event.id(), event.topic(), "bench", event.at(), null, null)
                .asMap()
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    /**
     * @param eventsPerSec from the first commit to the last
     * @param microsPerEvent CPU time of the stream thread, start included: what other work on the machine changes least
     * @param processMicrosPerEvent CPU time of the whole process: broker, collector of garbage and flushes included
     */
    record Rate(double eventsPerSec, double microsPerEvent, double processMicrosPerEvent) {}

    Rate passThrough() throws InterruptedException {
        return run(PassThrough.topology(), PASS);
    }

    Rate timeline() throws InterruptedException {
        return run(topology(), TIMELINE);
    }

    /** Every run begins with empty stores and an empty changelog, and leaves them until the next. */
    private Rate run(Topology topology, String kind) throws InterruptedException {
        forget();
        String application = kind + "." + ++runs;
        last = application;
        try (KafkaStreams streams = start(topology, application)) {
            long before = processNanos();
            double eventsPerSec = rate(streams, application);
            return new Rate(
                    eventsPerSec, cpuNanos(application) / 1e3 / events, (processNanos() - before) / 1e3 / events);
        }
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long cpuNanos(String application) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(application + "-")
                        && thread.getThreadName().contains("StreamThread"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private void forget() throws InterruptedException {
        if (last.isEmpty()) {
            return;
        }
        clear(folder.resolve("state").resolve(last));
        try {
            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(last))
                    .toList();
            admin.deleteTopics(changelogs).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("changelogs not deleted", e);
        }
    }

    private static Topology topology() {
        return StagingTopology.build(
                new StagingPipeline(ThresholdRegistry.shipped().inForce(), SITE, "bench"),
                new StagingMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC(),
                Duration.ofSeconds(1),
                CACHED_ROWS);
    }

    private KafkaStreams start(Topology topology, String application) {
        Properties settings = StreamsSettings.of(
                application, application + "-1", kafka.bootstrap(), folder.resolve("state"), THREADS, 1);
        KafkaStreams streams = new KafkaStreams(topology, settings);
        streams.start();
        return streams;
    }

    /** From the moment the first events are committed to the moment all are. */
    private double rate(KafkaStreams streams, String application) throws InterruptedException {
        long first = 0;
        long begin = 0;
        while (true) {
            long done = committed(application);
            if (begin == 0 && done > 0) {
                begin = System.nanoTime();
                first = done;
            }
            if (done >= events) {
                return (events - first) / ((System.nanoTime() - begin) / 1e9);
            }
            if (streams.state() == KafkaStreams.State.ERROR) {
                throw new IllegalStateException("the topology died");
            }
            Thread.sleep(50);
        }
    }

    private long committed(String group) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            // A facts topic may have grown by what the topology wrote itself; here it writes none.
            return offsets.values().stream()
                    .filter(offset -> offset != null)
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException e) {
            return 0;
        }
    }

    /** Of the last run, which must be one of the timeline: sorted times from the acknowledged event to the assessment a {@code read_committed} consumer sees. */
    double[] latenciesMs() throws InterruptedException {
        double[] times = new double[SAMPLES];
        try (KafkaStreams streams = start(topology(), last);
                KafkaProducer<String, byte[]> producer = producer(Map.of("linger.ms", 0));
                KafkaConsumer<String, byte[]> consumer = consumer()) {
            awaitRunning(streams);
            LocalDate yesterday =
                    LocalDate.ofInstant(StagingBench.today(), ZoneOffset.UTC).minusDays(1);
            for (int i = 0; i < SAMPLES; i++) {
                List<Cohort.Event> story = new ArrayList<>();
                String key = Cohort.key(patients + 1 + i);
                Study.add(key, "2.25.7" + i, 1, yesterday, 1e-3, story);
                producer.send(message(story.getFirst())).get();
                long sent = System.nanoTime();
                awaitAssessed(consumer, key);
                times[i] = (System.nanoTime() - sent) / 1e6;
                Thread.sleep(i % 17);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("event not accepted", e);
        }
        Arrays.sort(times);
        return times;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrap(),
                        "isolation.level",
                        "read_committed",
                        "fetch.max.wait.ms",
                        50),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.PATIENT_ASSESSED).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private static void awaitAssessed(KafkaConsumer<String, byte[]> consumer, String key) {
        while (true) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                if (record.key().equals(key)) {
                    return;
                }
            }
        }
    }

    private static void awaitRunning(KafkaStreams streams) throws InterruptedException {
        while (streams.state() != KafkaStreams.State.RUNNING) {
            Thread.sleep(20);
        }
    }

    /** Time until the topology runs again after its local stores were lost. */
    double restoreSeconds() throws InterruptedException {
        clear(folder.resolve("state").resolve(last));
        long begin = System.nanoTime();
        try (KafkaStreams streams = start(topology(), last)) {
            awaitRunning(streams);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    /** Local stores of the timeline on disk. */
    double storeMegabytes() {
        return megabytes(folder.resolve("state").resolve(last));
    }

    /** Changelog topics of the timeline on the broker, compressed. */
    double changelogMegabytes() {
        try (Stream<Path> logs = Files.list(folder.resolve("kafka"))) {
            return logs.filter(log -> log.getFileName().toString().startsWith(last))
                    .mapToDouble(Replay::megabytes)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("broker's folder cannot be read", e);
        }
    }

    private static double megabytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException("store's folder cannot be read", e);
        }
    }

    private static void clear(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                if (!file.toFile().delete()) {
                    throw new IllegalStateException("a store file stays");
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("store's folder cannot be cleared", e);
        }
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
