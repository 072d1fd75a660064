package org.vigie.ingest.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableLogTest {
    @TempDir
    Path folder;

    record Entry(String text) {}

    @Test
    void givesBackWhatWasAppendedAfterItIsOpenedAgain() throws IOException {
        try (DurableLog<Entry> log = open()) {
            log.append(new Entry("one"));
            log.append(new Entry("two"));
        }
        try (DurableLog<Entry> log = open()) {
            assertThat(texts(log)).containsExactly("one", "two");
        }
    }

    @Test
    void aTornLastLineIsDroppedAndTheNextStandsOnItsOwn() throws IOException {
        try (DurableLog<Entry> log = open()) {
            log.append(new Entry("one"));
            log.append(new Entry("torn"));
        }
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(bytes, bytes.length - 5));

        try (DurableLog<Entry> log = open()) {
            assertThat(texts(log)).containsExactly("one");
            log.append(new Entry("three"));
            assertThat(texts(log)).containsExactly("one", "three");
            assertThat(log.damaged()).isZero();
        }
    }

    @Test
    void aDamagedLineCostsItselfOnly() throws IOException {
        try (DurableLog<Entry> log = open()) {
            log.append(new Entry("one"));
        }
        Files.write(file(), "00000000 {\"text\":\"x\"}\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        try (DurableLog<Entry> log = open()) {
            log.append(new Entry("three"));
            assertThat(texts(log)).containsExactly("one", "three");
            assertThat(log.damaged()).isEqualTo(1);
        }
    }

    @Test
    void aReaderGoesOnWhereItStopped() throws IOException {
        try (DurableLog<Entry> log = open()) {
            log.append(new Entry("one"));
            log.append(new Entry("two"));
            DurableLog.Chunk<Entry> first = log.read(0, 1);
            assertThat(first.entries()).extracting(p -> p.value().text()).containsExactly("one");
            assertThat(log.read(first.next(), 10).entries())
                    .extracting(p -> p.value().text())
                    .containsExactly("two");
            assertThat(log.read(log.end(), 10).next()).isEqualTo(log.end());
        }
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        try (DurableLog<Entry> log = open()) {
            List<Callable<Integer>> appends = IntStream.range(0, 500)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        log.append(new Entry("e" + i));
                        return i;
                    })
                    .toList();
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> done : writers.invokeAll(appends)) {
                    assertThat(done.get()).isNotNegative();
                }
            }
            assertThat(texts(log)).hasSize(500).doesNotHaveDuplicates();
        }
    }

    private DurableLog<Entry> open() throws IOException {
        return new DurableLog<>(file(), Entry.class, () -> {});
    }

    private Path file() {
        return folder.resolve("log");
    }

    private static List<String> texts(DurableLog<Entry> log) throws IOException {
        return log.read(0, Integer.MAX_VALUE).entries().stream()
                .map(p -> p.value().text())
                .toList();
    }
}
