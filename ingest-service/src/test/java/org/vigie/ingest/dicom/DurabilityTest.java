package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.Priority;
import org.dcm4che3.net.Status;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** Success means that it is there afterwards, whatever happens. */
class DurabilityTest {
    private static final int SENDERS = 4;
    private static final int KILLS = Boolean.getBoolean("vigie.acceptance") ? 30 : 5;

    @TempDir
    Path home;

    @Test
    void whatWasAnsweredSuccessIsThereAfterKillsAtRandomInstants() throws Exception {
        long seed = System.nanoTime();
        System.out.printf("kill -9, %d rounds, seed %d%n", KILLS, seed);
        Random random = new Random(seed);
        SentImages sent = new SentImages();
        for (int round = 1; round <= KILLS; round++) {
            int before = sent.size();
            try (ReceiverProcess receiver = new ReceiverProcess(home);
                    ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                List<Future<Integer>> running = new ArrayList<>();
                for (int s = 1; s <= SENDERS; s++) {
                    String root = "1.2.3." + round + "." + s;
                    long images = random.nextLong();
                    running.add(senders.submit(() -> sent.send(receiver.port(), root, 100_000, images)));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> sent.size() > before);
                Thread.sleep(random.nextInt(700));
                receiver.kill();
                for (Future<Integer> one : running) {
                    assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
                }
            }
            sent.assertKept(home, "seed " + seed + " round " + round);
        }
        System.out.printf("kill -9: %d instances answered Success, all there%n", sent.size());
    }

    @Test
    void aFullDiskRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(home.resolve("disk"));
        if (!mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString())) {
            // A right of the user, not a program CI could install.
            String lacking = "right to mount (a full disk is also tried in PackLogTest by an injected fault)";
            System.out.println("SKIPPED: no " + lacking);
            Assumptions.abort(lacking);
        }
        SentImages sent = new SentImages();
        try {
            try (Listening ours = new Listening(disk, Map.of("vigie.ingest.min-free-bytes", "0"))) {
                int status = sent.send(ours.port(), "1.2.4.1", 5_000, 1);
                assertThat(status).isEqualTo(Status.OutOfResources);
                assertThat(sent.size()).isGreaterThan(100);
                int before = sent.size();

                assertThat(mount("-o", "remount,size=64m", disk.toString())).isTrue();
                assertThat(sent.send(ours.port(), "1.2.4.2", 50, 2)).isZero();
                assertThat(sent.size()).isEqualTo(before + 50);
            }
            sent.assertKept(disk, "full disk");
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aSenderThatBreaksOffLeavesNothingBehind() throws Exception {
        SentImages sent = new SentImages();
        try (Listening ours = new Listening(home, Map.of());
                Scu scu = new Scu("BREAKS")) {
            assertThat(sent.send(ours.port(), "1.2.5.1", 3, 1)).isZero();
            long packed = bytes(home.resolve("store/packs"));
            for (int bytes : new int[] {100, 100_000, 3_000_000}) {
                Association association = scu.associate(ours.port(), UID.MRImageStorage, UID.ExplicitVRLittleEndian);
                DataWriter half = (out, syntax) -> {
                    out.write(new byte[bytes]);
                    association.getSocket().close();
                };
                try {
                    association.cstore(
                            UID.MRImageStorage, "1.2.5.9", Priority.NORMAL, half, UID.ExplicitVRLittleEndian);
                } catch (IOException expected) {
                    assertThat(association.getSocket().isClosed()).isTrue();
                }
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> bytes(home.resolve("store/incoming")) == 0);
            assertThat(ours.entries()).hasSize(3);
            assertThat(bytes(home.resolve("store/packs"))).isEqualTo(packed);
            assertThat(sent.send(ours.port(), "1.2.5.2", 3, 2)).isZero();
        }
        sent.assertKept(home, "broken off");
    }

    private static boolean mount(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }
}
