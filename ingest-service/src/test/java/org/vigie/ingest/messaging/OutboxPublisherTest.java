package org.vigie.ingest.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.embedded.EmbeddedKafka;
import org.vigie.embedded.FreePort;
import org.vigie.embedded.TopicCatalogue;
import org.vigie.ingest.BrokerConfig;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.Instances;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.Watermark;
import org.vigie.store.FileObjectStore;

class OutboxPublisherTest {
    private final SiteSecret secret = new SiteSecret(new byte[32]);
    private final KnownIdentities known = new KnownIdentities(secret);
    private final Semaphore signal = new Semaphore(0);

    @TempDir
    Path folder;

    @Test
    void keepsWhatComesWhileTheBrokerIsAwayAndPublishesItWhenItIsBack() throws Exception {
        int port = FreePort.pick();
        try (InstanceLog journal = journal();
                OutboxPublisher outbox = outbox(journal, port)) {
            outbox.start();
            for (InstanceStored instance : Instances.completeDwi()) {
                journal.append(entry(instance)).awaitDurable();
            }
            await().atMost(Duration.ofSeconds(20)).until(outbox::isBrokerAway);
            assertThat(outbox.pendingBytes()).isEqualTo(journal.end());

            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), port)) {
                try (var admin = kafka.admin()) {
                    TopicCatalogue.load().createAll(admin, 1);
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> outbox.pendingBytes() == 0);

                assertThat(records(kafka, Topics.INSTANCE_STORED))
                        .extracting(
                                r -> Json.read(r.value(), InstanceStored.class).sopInstanceUid())
                        .containsExactly("1.2.1.1", "1.2.1.2", "1.2.1.3", "1.2.1.4");
                // One patient, however many instances; sealed, under the pseudonym.
                List<ConsumerRecord<String, byte[]>> linked = records(kafka, Topics.PATIENT_LINKED);
                assertThat(linked).singleElement().satisfies(r -> {
                    assertThat(r.key()).isEqualTo(Instances.PATIENT);
                    PatientLinked patient = Json.read(r.value(), PatientLinked.class);
                    assertThat(secret.open(patient.patientKey(), patient.sealedIdentity())
                                    .patientId())
                            .isEqualTo("P1");
                });

                // A SEG goes to its own study and to the one it refers to.
                journal.append(entry(
                                Instances.seg(Instances.OTHER_STUDY, "1.3.7.1", Instances.PATIENT, Instances.STUDY)))
                        .awaitDurable();
                await().atMost(Duration.ofSeconds(10)).until(() -> outbox.pendingBytes() == 0);
                assertThat(records(kafka, Topics.INSTANCE_STORED))
                        .filteredOn(r -> Json.read(r.value(), InstanceStored.class)
                                .sopInstanceUid()
                                .equals("1.3.7.1"))
                        .extracting(ConsumerRecord::key)
                        .containsExactlyInAnyOrder(Instances.OTHER_STUDY, Instances.STUDY);
            }
        }
    }

    /** An older copy of the packs was put back, or they were lost: the position of the watermark is none of theirs. */
    @Test
    void aWatermarkBeyondTheJournalIsPublishedFromTheStart() throws Exception {
        try (EmbeddedKafka kafka = broker();
                InstanceLog journal = journal()) {
            InstanceStored first = Instances.completeDwi().getFirst();
            journal.append(entry(first)).awaitDurable();
            watermark().set(new Watermark.State(journal.end() + 1_000_000, cluster(kafka)));
            known.add(entry(first).patient());
            try (OutboxPublisher outbox = outbox(journal, port(kafka))) {
                assertThat(outbox.pendingBytes()).isEqualTo(journal.end());
                outbox.start();
                await().atMost(Duration.ofSeconds(20)).until(() -> outbox.pendingBytes() == 0);
                journal.append(entry(Instances.completeDwi().get(1))).awaitDurable();
                await().atMost(Duration.ofSeconds(20)).until(() -> outbox.pendingBytes() == 0);
            }

            assertThat(records(kafka, Topics.INSTANCE_STORED))
                    .extracting(r -> Json.read(r.value(), InstanceStored.class).sopInstanceUid())
                    .containsExactly("1.2.1.1", "1.2.1.2");
            assertThat(records(kafka, Topics.PATIENT_LINKED)).hasSize(1);
            assertThat(watermark().get()).isEqualTo(new Watermark.State(journal.end(), cluster(kafka)));
        }
    }

    @Test
    void anotherClusterIsToldTheIdentitiesToo() throws Exception {
        try (EmbeddedKafka kafka = broker();
                InstanceLog journal = journal()) {
            InstanceStored first = Instances.completeDwi().getFirst();
            journal.append(entry(first)).awaitDurable();
            watermark().set(new Watermark.State(journal.end(), "another"));
            known.add(entry(first).patient());
            try (OutboxPublisher outbox = outbox(journal, port(kafka))) {
                outbox.start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> watermark().get().equals(new Watermark.State(journal.end(), cluster(kafka))));
            }

            assertThat(records(kafka, Topics.INSTANCE_STORED)).hasSize(1);
            assertThat(records(kafka, Topics.PATIENT_LINKED))
                    .extracting(ConsumerRecord::key)
                    .containsExactly(Instances.PATIENT);
        }
    }

    /** Of what no broker takes; one that names very many studies, one that has another value of megabytes. */
    @Test
    void whatNoBrokerTakesHoldsUpNothingAndNorDoesAnError() throws Exception {
        List<String> many = IntStream.range(0, 60_000)
                .mapToObj(i -> i == 0 ? "1.5" : "1.2.840.113619.2.404.3.1209.100000000000." + i)
                .toList();
        AtomicInteger errors = new AtomicInteger(1);
        try (EmbeddedKafka kafka = broker();
                InstanceLog journal = journal()) {
            journal.append(entry(
                            Instances.of("1.5", "1.5.7", "1.5.7.1", Instances.PATIENT, "SEG", false, many, List.of())))
                    .awaitDurable();
            journal.append(entry(Instances.of(
                            "1.6", "1.6.7", "1.6.7.1", Instances.PATIENT, text(12 << 20), false, List.of(), List.of())))
                    .awaitDurable();
            journal.append(entry(Instances.completeDwi().getFirst())).awaitDurable();
            InstantSource clock = () -> {
                if (errors.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("thrown by the test");
                }
                return Instances.T0;
            };
            try (OutboxPublisher outbox = outbox(journal, port(kafka), clock)) {
                outbox.start();
                await().atMost(Duration.ofSeconds(30)).until(() -> outbox.pendingBytes() == 0);
                assertThat(outbox.isAlive()).isTrue();
            }

            List<ConsumerRecord<String, byte[]>> records = records(kafka, Topics.INSTANCE_STORED);
            assertThat(records)
                    .extracting(r -> Json.read(r.value(), InstanceStored.class).sopInstanceUid())
                    .hasSize(1 + 101)
                    .endsWith("1.2.1.1")
                    .doesNotContain("1.6.7.1");
            assertThat(records(kafka, Topics.deadLetters(Topics.INSTANCE_STORED, "ingest")))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.key()).isEqualTo("1.6"));
        }
    }

    /** That no compression makes shorter. */
    private static String text(int bytes) {
        byte[] random = new byte[bytes];
        new Random(7).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private EmbeddedKafka broker() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), FreePort.pick());
        try (var admin = kafka.admin()) {
            TopicCatalogue.load().createAll(admin, 1);
        }
        return kafka;
    }

    static KafkaSettings settings(EmbeddedKafka kafka, Path folder) {
        return settings(kafka.bootstrap(), folder);
    }

    private static KafkaSettings settings(String bootstrap, Path folder) {
        BrokerConfig config = new SmallRyeConfigBuilder()
                .withMapping(BrokerConfig.class)
                .withSources(
                        new PropertiesConfigSource(Map.of("vigie.kafka.bootstrap-servers", bootstrap), "test", 100))
                .build()
                .getConfigMapping(BrokerConfig.class);
        return new KafkaSettings(config, folder, "a");
    }

    private static int port(EmbeddedKafka kafka) {
        return Integer.parseInt(kafka.bootstrap().substring(kafka.bootstrap().lastIndexOf(':') + 1));
    }

    private static String cluster(EmbeddedKafka kafka) throws Exception {
        try (var admin = kafka.admin()) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private Watermark watermark() throws IOException {
        return new Watermark(folder.resolve("published"));
    }

    private OutboxPublisher outbox(InstanceLog journal, int port) throws IOException {
        return outbox(journal, port, Clock.systemUTC());
    }

    private OutboxPublisher outbox(InstanceLog journal, int port, InstantSource clock) throws IOException {
        return new OutboxPublisher(
                journal,
                watermark(),
                settings("127.0.0.1:" + port, folder),
                known,
                new IdleFloor(Clock.systemUTC()),
                new IngestMetrics(new SimpleMeterRegistry()),
                clock,
                new Reannouncement(journal, new FileObjectStore(folder.resolve("store")), Duration.ofDays(36_500)),
                new ReplicaReports("a", Duration.ofSeconds(2), Clock.systemUTC()),
                signal);
    }

    private InstanceLog journal() throws IOException {
        return new InstanceLog(new FileObjectStore(folder.resolve("store")), "a", signal::release);
    }

    private JournalEntry entry(InstanceStored instance) {
        PatientIdentity identity = new PatientIdentity("LOCAL", "P1", "DOE^JANE", null, "F");
        String key = instance.patientKey();
        return new JournalEntry(
                instance,
                new PatientLinked(key, secret.seal(key, identity), "ingest", Instances.T0),
                false,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static List<ConsumerRecord<String, byte[]>> records(EmbeddedKafka kafka, String topic) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(i -> new TopicPartition(topic, i.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(t -> consumer.position(t) < ends.getOrDefault(t, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }
}
