package org.vigie.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;

class PackLogTest {
    @TempDir
    private Path root;

    @Test
    void notesComeBackInTheirOrderAndByTheirKey() throws IOException {
        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            append(log, 7, "one");
            append(log, 8, "two");
            append(log, 7, "three");
        }
        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            assertThat(texts(log)).containsExactly("one", "two", "three");
            assertThat(log.find(7))
                    .extracting(n -> new String(n.bytes(), UTF_8))
                    .containsExactly("one", "three");
            assertThat(log.find(9)).isEmpty();
            assertThat(log.notes()).isEqualTo(3);
            PackLog.Chunk first = log.read(0, 2);
            assertThat(first.notes()).hasSize(2);
            assertThat(log.read(first.next(), 10).notes())
                    .extracting(n -> new String(n.bytes(), UTF_8))
                    .containsExactly("three");
            assertThat(log.read(log.end(), 10).next()).isEqualTo(log.end());
        }
    }

    @Test
    void sealedPacksHaveAnIndexThatIsMadeAgainWhenItIsLost() throws IOException {
        try (PackLog log = open(300, Forcing.DATA)) {
            for (int i = 0; i < 20; i++) {
                append(log, i, "note " + i);
            }
        }
        List<Path> indexes = files(".idx");
        assertThat(indexes).hasSizeGreaterThan(3).hasSize(files(".pack").size() - 1);
        Files.delete(indexes.getFirst());
        Files.write(indexes.get(1), new byte[] {1, 2, 3});

        try (PackLog log = open(300, Forcing.DATA)) {
            assertThat(texts(log))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 20).mapToObj(i -> "note " + i).toList());
            assertThat(log.find(3)).hasSize(1);
            assertThat(log.damaged()).isZero();
        }
        assertThat(files(".idx")).hasSizeGreaterThanOrEqualTo(indexes.size());
    }

    /** A power cut leaves any part of what was not forced, and all of what was. */
    @Test
    void aTornTailIsCutOffAndNothingDurableIsLost() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            Path folder = root.resolve("r" + round);
            List<byte[]> kept = new ArrayList<>();
            List<ObjectRef> refs = new ArrayList<>();
            FileObjectStore store = new FileObjectStore(folder, 64 << 10, Forcing.DATA);
            long durable;
            try (PackLog log = store.log("test", "a")) {
                for (int i = random.nextInt(12); i >= 0; i--) {
                    byte[] bytes = new byte[random.nextInt(20_000)];
                    random.nextBytes(bytes);
                    refs.add(appendObject(store, log, bytes, "n" + kept.size()));
                    kept.add(bytes);
                }
                durable = log.end();
                byte[] lost = new byte[5_000 + random.nextInt(5_000)];
                random.nextBytes(lost);
                if (kept.size() % 2 == 0) {
                    appendObject(store, log, lost, "lost");
                }
            }
            Path last = files(folder, ".pack").getLast();
            long base = Long.parseLong(last.getFileName().toString(), 0, 16, 16);
            tear(last, Math.max(PackReader.HEAD_BYTES, durable - base), random);

            FileObjectStore again = new FileObjectStore(folder, 64 << 10, Forcing.DATA);
            try (PackLog log = again.log("test", "a")) {
                assertThat(texts(log))
                        .as("seed %d round %d", seed, round)
                        .startsWith(IntStream.range(0, kept.size())
                                .mapToObj(i -> "n" + i)
                                .toArray(String[]::new));
                for (int i = 0; i < kept.size(); i++) {
                    assertThat(again.read(refs.get(i))).isEqualTo(kept.get(i));
                }
                appendObject(again, log, "next".getBytes(UTF_8), "next");
                assertThat(texts(log)).endsWith("next");
            }
        }
    }

    @Test
    void aDamagedRecordCostsItselfOnly() throws IOException {
        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            append(log, 1, "one");
            append(log, 2, "two");
            append(log, 3, "three");
        }
        Path pack = files(".pack").getFirst();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[PackReader.HEAD_BYTES + 80 + 20] ^= 1; // the head of "two"
        Files.write(pack, bytes);

        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            assertThat(texts(log)).containsExactly("one", "three");
            assertThat(log.damaged()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsTogetherSharesOneForce() throws Exception {
        AtomicInteger forces = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(64);
        Forcing slow = channel -> {
            if (forces.incrementAndGet() > 1) {
                await(all);
            }
            Forcing.DATA.force(channel);
        };
        try (PackLog log = open(FileObjectStore.PACK_BYTES, slow);
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = IntStream.range(0, 64)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        PackLog.Appended appended = log.append(i, ("n" + i).getBytes(UTF_8));
                        all.countDown();
                        appended.awaitDurable();
                        return log.end() > appended.position();
                    })
                    .toList();
            for (Future<Boolean> task : senders.invokeAll(tasks)) {
                assertThat(task.get()).isTrue();
            }
        }
        // One for the new pack's head, one that came early, one for all others.
        assertThat(forces.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aRecordThatCouldNotBeForcedIsNeverSeenAndTheNextGoesToANewPack() throws IOException {
        AtomicInteger left = new AtomicInteger(2);
        Forcing failing = channel -> {
            if (left.getAndDecrement() == 0) {
                throw new IOException("no space left on device");
            }
            Forcing.DATA.force(channel);
        };
        try (PackLog log = open(FileObjectStore.PACK_BYTES, failing)) {
            append(log, 1, "one");
            PackLog.Appended lost = log.append(2, "lost".getBytes(UTF_8));
            assertThatThrownBy(lost::awaitDurable).isInstanceOf(IOException.class);
            assertThat(log.find(2)).isEmpty();
            append(log, 3, "three");
            assertThat(texts(log)).containsExactly("one", "three");
        }
        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            assertThat(texts(log)).containsExactly("one", "three");
        }
    }

    @Test
    void oneProcessAtATimeWrites() throws IOException {
        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            assertThatThrownBy(() -> open(FileObjectStore.PACK_BYTES, Forcing.DATA))
                    .isInstanceOf(PackLog.HeldException.class);
            append(log, 1, "one");
        }
        open(FileObjectStore.PACK_BYTES, Forcing.DATA).close();
    }

    private PackLog open(long packBytes, Forcing forcing) throws IOException {
        return new FileObjectStore(root, packBytes, forcing).log("test", "a");
    }

    private static void append(PackLog log, long key, String note) throws IOException {
        log.append(key, note.getBytes(UTF_8)).awaitDurable();
    }

    private static ObjectRef appendObject(FileObjectStore store, PackLog log, byte[] bytes, String note)
            throws IOException {
        try (ObjectSink sink = store.begin("test")) {
            sink.write(bytes);
            log.append(note.hashCode(), sink, note.getBytes(UTF_8)).awaitDurable();
            return sink.ref();
        }
    }

    private static void tear(Path pack, long durable, Random random) throws IOException {
        long size = Files.size(pack);
        if (size <= durable) {
            return;
        }
        byte[] bytes = Files.readAllBytes(pack);
        int torn = (int) (durable + random.nextLong(size - durable));
        if (random.nextBoolean()) {
            Files.write(pack, java.util.Arrays.copyOf(bytes, torn));
        } else {
            // The length reached the disk, some of the bytes did not.
            java.util.Arrays.fill(bytes, torn, Math.min(bytes.length, torn + 4096), (byte) 0);
            Files.write(pack, bytes);
            try (FileChannel channel = FileChannel.open(pack, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static List<String> texts(PackLog log) throws IOException {
        return log.read(0, Integer.MAX_VALUE).notes().stream()
                .map(n -> new String(n.bytes(), UTF_8))
                .toList();
    }

    private List<Path> files(String ending) throws IOException {
        return files(root, ending);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
