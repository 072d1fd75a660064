package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Priority;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.embedded.EmbeddedKafka;
import org.vigie.embedded.FreePort;
import org.vigie.embedded.TopicCatalogue;
import org.vigie.ingest.ServiceMain;
import org.vigie.ingest.storage.ProcessName;
import org.vigie.store.FileObjectStore;

/**
 * The whole service under each fault while four senders push: what was answered Success is there, bit-equal, and stands in
 * the last announcement of its study.
 */
@Timeout(1800)
class FaultMatrixTest {
    private static final boolean WHOLE = Boolean.getBoolean("vigie.acceptance");
    private static final int SENDERS = 4;

    @TempDir
    Path home;

    private final SentImages sent = new SentImages();
    private final int brokerPort = FreePort.pick();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private ReceiverProcess service;

    enum Fault {
        KILLED(2, 30),
        DISK_FULL(1, 5),
        STORE_READ_ONLY(1, 5),
        BROKER_DOWN(1, 5),
        SENDER_ABORTS(1, 5);

        private final int rounds;

        Fault(int few, int all) {
            this.rounds = WHOLE ? all : few;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingAnsweredSuccessIsLostOrLeftOut(Fault fault) throws Exception {
        long seed = Long.getLong("vigie.seed", System.nanoTime());
        System.out.printf("fault %s, %d rounds, -Dvigie.seed=%d%n", fault, fault.rounds, seed);
        Random random = new Random(seed);
        if (fault == Fault.DISK_FULL) {
            required(run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=96m",
                    "tmpfs",
                    Files.createDirectories(store()).toString()));
        }
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/site.key"), "5a".repeat(32));
        kafka = EmbeddedKafka.start(home.resolve("kafka"), brokerPort);
        try (var admin = kafka.admin()) {
            TopicCatalogue.load().createAll(admin, 1);
        }
        service = start();
        try {
            for (int round = 1; round <= fault.rounds; round++) {
                round(fault, round, random);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> sent.send(service.port(), "1.2.3.0.9", 3, seed) == 0);
            assertAnnounced("seed " + seed);
        } finally {
            service.kill();
            kafka.close();
            run("chattr", "-R", "-i", store().toString());
        }
        sent.assertKept(home, ProcessName.of(home.resolve("ingest")), fault + " seed " + seed);
        if (fault == Fault.DISK_FULL) {
            run("umount", store().toString());
        }
        System.out.printf("fault %s: %d instances answered Success, all there, all announced%n", fault, sent.size());
    }

    private void round(Fault fault, int round, Random random) throws Exception {
        int before = sent.size();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS + 1)) {
            List<Future<?>> running = new ArrayList<>();
            for (int s = 1; s <= SENDERS; s++) {
                String root = "1.2.3." + round + "." + s;
                long images = random.nextLong();
                running.add(senders.submit(() -> sent.send(service.port(), root, count(fault), images)));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> sent.size() > before);
            if (fault != Fault.SENDER_ABORTS) {
                Thread.sleep(random.nextInt(500));
            }
            inject(fault, round, random);
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        heal(fault, "round " + round);
    }

    /** So many that the fault comes in the middle. */
    private static int count(Fault fault) {
        return fault == Fault.SENDER_ABORTS || fault == Fault.BROKER_DOWN ? 150 : 100_000;
    }

    private void inject(Fault fault, int round, Random random) throws Exception {
        switch (fault) {
            case KILLED -> service.kill();
            case DISK_FULL -> {
                try (OutputStream filler = Files.newOutputStream(store().resolve("filler"))) {
                    byte[] some = new byte[1 << 16];
                    while (true) {
                        filler.write(some);
                    }
                } catch (IOException full) {
                    assertThat(full).hasMessageContaining("space");
                }
            }
            case STORE_READ_ONLY -> required(run("chattr", "-R", "+i", store().toString()));
            case BROKER_DOWN -> {
                kafka.close();
                Thread.sleep(3_000);
            }
            case SENDER_ABORTS -> {
                for (int i = 0; i < 20; i++) {
                    breakOff("1.2.3." + round + ".8", random);
                }
            }
        }
    }

    private void heal(Fault fault, String round) throws Exception {
        switch (fault) {
            case KILLED -> {
                sent.assertKept(home, ProcessName.of(home.resolve("ingest")), round);
                service = start();
            }
            case DISK_FULL -> {
                // Senders end refused, not cut off: the service is the same.
                Files.delete(store().resolve("filler"));
                assertThat(service.isAlive()).isTrue();
            }
            case STORE_READ_ONLY -> {
                assertThat(run("chattr", "-R", "-i", store().toString())).isTrue();
                assertThat(service.isAlive()).isTrue();
            }
            case BROKER_DOWN -> kafka = EmbeddedKafka.start(home.resolve("kafka"), brokerPort);
            case SENDER_ABORTS -> assertThat(service.isAlive()).isTrue();
        }
    }

    private void breakOff(String root, Random random) {
        byte[] part = new byte[1 + random.nextInt(400_000)];
        try (Scu scu = new Scu("FAULTS")) {
            Association association = scu.associate(service.port(), UID.MRImageStorage, UID.ExplicitVRLittleEndian);
            association.cstore(
                    UID.MRImageStorage,
                    root + ".1",
                    Priority.NORMAL,
                    (out, syntax) -> {
                        out.write(part);
                        association.getSocket().close();
                    },
                    UID.ExplicitVRLittleEndian);
        } catch (IOException brokenOff) {
            assertThat(brokenOff).isNotNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last revision of each study holds what was answered Success of it. */
    private void assertAnnounced(String what) {
        Map<String, Set<String>> wanted = sent.byStudy();
        await().atMost(Duration.ofSeconds(WHOLE ? 300 : 90))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Map<String, Set<String>> announced = announced();
                    wanted.forEach((study, uids) -> assertThat(announced.getOrDefault(study, Set.of()))
                            .as("%s study %s", what, study)
                            .containsAll(uids));
                });
    }

    private Map<String, Set<String>> announced() throws IOException {
        Map<String, StudyReady> latest = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.STUDY_READY).stream()
                    .map(i -> new TopicPartition(i.topic(), i.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(t -> consumer.position(t) < ends.getOrDefault(t, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> {
                    StudyReady event = Json.read(r.value(), StudyReady.class);
                    latest.merge(event.studyUid(), event, (a, b) -> b.revision() >= a.revision() ? b : a);
                });
            }
        }
        FileObjectStore store = new FileObjectStore(store());
        Map<String, Set<String>> found = new HashMap<>();
        for (StudyReady event : latest.values()) {
            Set<String> uids = new HashSet<>();
            Json.read(store.read(event.manifest()), StudyManifest.class)
                    .series()
                    .forEach(s -> s.instances().forEach(i -> uids.add(i.sopInstanceUid())));
            found.put(event.studyUid(), uids);
        }
        return found;
    }

    private ReceiverProcess start() throws IOException {
        return new ReceiverProcess(
                List.of(),
                ServiceMain.class,
                List.of(
                        "vigie.home=" + home,
                        "vigie.store.dir=" + store(),
                        "vigie.dicom.port=" + FreePort.pick(),
                        "vigie.kafka.bootstrap-servers=127.0.0.1:" + brokerPort,
                        "vigie.ingest.min-free-bytes=0",
                        "vigie.completeness.series-quiet=500ms",
                        "vigie.completeness.study-quiet=1s",
                        "vigie.completeness.hard-stop=60s"));
    }

    private Path store() {
        return home.resolve("store");
    }

    /** A right of the user, not a program CI could install. */
    private static void required(boolean right) {
        if (!right) {
            System.out.println("SKIPPED: no right to mount or to make files immutable");
            Assumptions.abort("no right to make this fault");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
