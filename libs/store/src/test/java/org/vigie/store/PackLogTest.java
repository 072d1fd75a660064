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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Another process takes a pack with an index for whole and would never look at it again. */
    @Test
    void whereNoNextPackCanBeMadeTheOldOneGoesOnAndIsRead() throws IOException {
        AtomicInteger full = new AtomicInteger();
        FileObjectStore writer = new FileObjectStore(root, FileObjectStore.PACK_BYTES, channel -> {
            if (full.get() == 1) {
                throw new IOException("no space left on device");
            }
            Forcing.DATA.force(channel);
        });
        FileObjectStore reader = new FileObjectStore(root, FileObjectStore.PACK_BYTES, Forcing.DATA);
        try (PackLog log = writer.log("test", "a")) {
            ObjectRef first = appendObject(writer, log, "first".getBytes(UTF_8), "n1");
            full.set(1);
            assertThatThrownBy(log::seal).isInstanceOf(IOException.class);
            assertThat(reader.read(first)).hasSize(5);
            full.set(0);

            ObjectRef second = appendObject(writer, log, "second".getBytes(UTF_8), "n2");

            assertThat(reader.read(second)).hasSize(6);
            assertThat(texts(log)).containsExactly("n1", "n2");
        }
    }

    /** Sealed with an index, sealed without one, and open; every byte of the head that means something. */
    @Test
    void aPackWhoseHeadIsDamagedIsNeverDeleted() throws IOException {
        for (int flipped = 0; flipped < 28; flipped++) {
            for (boolean indexed : new boolean[] {true, false}) {
                Path folder = root.resolve("f" + flipped + indexed);
                FileObjectStore store = new FileObjectStore(folder, 1000, Forcing.DATA);
                List<ObjectRef> refs = new ArrayList<>();
                try (PackLog log = store.log("test", "a")) {
                    for (int i = 0; i < 5; i++) {
                        refs.add(appendObject(
                                store, log, ("object " + i).repeat(40).getBytes(UTF_8), "n" + i));
                    }
                }
                List<Path> packs = files(folder, ".pack");
                assertThat(packs).hasSize(2);
                for (Path pack : packs) {
                    flip(pack, flipped);
                    if (!indexed) {
                        Files.deleteIfExists(PackIndex.beside(pack));
                    }
                }

                FileObjectStore again = new FileObjectStore(folder, 1000, Forcing.DATA);
                // Another process reads before the writer has mended anything.
                assertThat(again.read(refs.getFirst())).hasSize(320);
                try (PackLog log = again.log("test", "a")) {
                    assertThat(log.damaged()).as("byte %d", flipped).isEqualTo(2);
                    assertThat(texts(log)).containsExactly("n0", "n1", "n2", "n3", "n4");
                    refs.add(appendObject(again, log, "next".getBytes(UTF_8), "n5"));
                }
                try (PackLog log = new FileObjectStore(folder, 1000, Forcing.DATA).log("test", "a")) {
                    assertThat(log.damaged()).isZero();
                    assertThat(texts(log)).containsExactly("n0", "n1", "n2", "n3", "n4", "n5");
                }
                for (ObjectRef ref : refs) {
                    assertThat(again.contains(ref)).isTrue();
                }
            }
        }
    }

    @Test
    void aPackOfWhichNothingCanBeReadIsKeptAndCounted() throws IOException {
        try (PackLog log = open(300, Forcing.DATA)) {
            for (int i = 0; i < 6; i++) {
                append(log, i, "note " + i);
            }
        }
        List<Path> packs = files(".pack");
        byte[] lost = new byte[(int) Files.size(packs.getLast())];
        java.util.Arrays.fill(lost, (byte) 0x55);
        Files.write(packs.getLast(), lost);
        Path unused = packs.getLast().resolveSibling("%016x.pack".formatted(1 << 20));

        try (PackLog log = open(300, Forcing.DATA)) {
            assertThat(log.damaged()).isEqualTo(1);
            assertThat(texts(log)).startsWith("note 0", "note 1");
            append(log, 9, "next");
            assertThat(texts(log)).endsWith("next");
        }
        assertThat(packs.getLast()).hasBinaryContent(lost);

        // Made when the power went: its length reached the disk, its head did not.
        Files.write(unused, new byte[4096]);
        try (PackLog log = open(300, Forcing.DATA)) {
            assertThat(unused).doesNotExist();
            assertThat(log.damaged()).isEqualTo(1);
            assertThat(texts(log)).endsWith("next");
        }
    }

    /** The force has all of R in it when a neighbour finds that the pack can no longer be written. */
    @Test
    void aForceInFlightWhenThePackBreaksIsNeverAcknowledgedAndLost() throws Exception {
        CountDownLatch inForce = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<FileChannel> held = new AtomicReference<>();
        AtomicInteger forces = new AtomicInteger();
        Forcing slow = channel -> {
            Forcing.DATA.force(channel);
            if (forces.incrementAndGet() == 3) {
                held.set(channel);
                inForce.countDown();
                await(go);
            }
        };
        AtomicBoolean acknowledged = new AtomicBoolean();
        try (PackLog log = open(FileObjectStore.PACK_BYTES, slow)) {
            append(log, 1, "one");
            PackLog.Appended victim = log.append(2, "victim".getBytes(UTF_8));
            Thread waiting = Thread.ofPlatform().start(() -> acknowledged.set(isDurable(victim)));
            inForce.await();
            Path pack = files(".pack").getLast();
            Path away = root.resolve("away");
            Files.move(pack, away);
            held.get().close();
            assertThatThrownBy(() -> log.append(3, "broken".getBytes(UTF_8))).isInstanceOf(IOException.class);
            Files.move(away, pack);

            Thread next = Thread.ofPlatform().start(() -> {
                try {
                    append(log, 4, "four");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            while (next.isAlive() && next.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            go.countDown();
            waiting.join();
            next.join();
            assertThat(texts(log)).endsWith("four");
            assertThat(log.find(2)).hasSize(acknowledged.get() ? 1 : 0);
        }
        try (PackLog log = open(FileObjectStore.PACK_BYTES, Forcing.DATA)) {
            assertThat(texts(log)).startsWith("one").endsWith("four").doesNotContain("broken");
            assertThat(log.find(2)).hasSize(acknowledged.get() ? 1 : 0);
            assertThat(log.damaged()).isZero();
        }
    }

    /** java.nio closes a channel under all its users when one of them is interrupted. */
    @Test
    void anInterruptedAppenderDisturbsNeitherItselfNorWhoWaits() throws Exception {
        CountDownLatch inForce = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger forces = new AtomicInteger();
        Forcing slow = channel -> {
            if (forces.incrementAndGet() == 2) {
                inForce.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    // As a force that is interrupted: it closes the channel, whoever else uses it.
                    Thread.currentThread().interrupt();
                }
            }
            Forcing.DATA.force(channel);
        };
        FileObjectStore store = new FileObjectStore(root, FileObjectStore.PACK_BYTES, slow);
        try (PackLog log = store.log("test", "a")) {
            PackLog.Appended neighbour = log.append(1, "neighbour".getBytes(UTF_8));
            AtomicBoolean answered = new AtomicBoolean();
            AtomicBoolean stillInterrupted = new AtomicBoolean();
            Thread forcing = Thread.ofPlatform().start(() -> {
                answered.set(isDurable(neighbour));
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
            inForce.await();

            Thread.currentThread().interrupt();
            PackLog.Appended own = log.append(2, "interrupted".getBytes(UTF_8));
            byte[] staged = new byte[3 << 20];
            staged[7] = 1;
            ObjectRef large;
            Thread.interrupted();
            try (ObjectSink sink = store.begin("test")) {
                sink.write(staged);
                Thread.currentThread().interrupt();
                log.append(3, sink, "large".getBytes(UTF_8));
                assertThat(Thread.interrupted()).as("the interrupt stays set").isTrue();
                large = sink.ref();
            }
            forcing.interrupt();
            forcing.join();
            go.countDown();
            Thread.currentThread().interrupt();
            own.awaitDurable();
            assertThat(Thread.interrupted()).isTrue();
            log.awaitDurable();

            assertThat(answered).isTrue();
            assertThat(stillInterrupted).isTrue();
            assertThat(texts(log)).containsExactly("neighbour", "interrupted", "large");
            assertThat(store.read(large)).isEqualTo(staged);
            assertThat(files(".pack")).hasSize(1);
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

    private static boolean isDurable(PackLog.Appended appended) {
        try {
            appended.awaitDurable();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
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
