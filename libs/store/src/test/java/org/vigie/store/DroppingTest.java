package org.vigie.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.ObjectRef;

class DroppingTest {
    private static final int BYTES = 200_000;

    @TempDir
    Path home;

    @Test
    void whatIsKeptIsFoundBeforeMeanwhileAndAfter() throws IOException {
        FileObjectStore store = new FileObjectStore(home);
        OpenedStore opened = new OpenedStore(store, store, null);
        FileObjectStore otherProcess = new FileObjectStore(home);
        try (PackLog log = store.log("ingest", "1")) {
            List<ObjectRef> refs = write(store, log, 6);
            long end = log.end();
            assertThat(otherProcess.read(refs.get(3))).isEqualTo(content(3));
            Set<ObjectRef> condemned = Set.of(refs.get(0), refs.get(2), refs.get(5));
            assertThat(opened.drop(log, condemned, 0.1, false)).isEqualTo(new Freed(0, 0)); // still in the open pack
            log.seal();
            assertThat(opened.drop(log, condemned, 0.9, true)).isEqualTo(new Freed(0, 0)); // too little to win

            try (InputStream reading = otherProcess.open(refs.get(2))) {
                byte[] first = reading.readNBytes(10);
                assertThat(opened.drop(log, condemned, 0.1, false)).isEqualTo(new Freed(3, 3L * BYTES));
                assertThat(opened.drop(log, condemned, 0.1, true)).isEqualTo(new Freed(3, 3L * BYTES));
                // Who was reading reads on.
                assertThat(reading.readAllBytes()).hasSize(BYTES - first.length);
            }
            for (FileObjectStore reader : List.of(store, otherProcess, new FileObjectStore(home))) {
                for (int i : List.of(1, 3, 4)) {
                    assertThat(reader.read(refs.get(i))).isEqualTo(content(i));
                }
                for (ObjectRef gone : condemned) {
                    assertThat(reader.contains(gone)).isFalse();
                    assertThatThrownBy(() -> reader.read(gone)).isInstanceOf(NoSuchFileException.class);
                }
            }
            assertThat(blocks()).isBetween(3L * BYTES, 3L * BYTES + 100_000);
            // Nothing of the outbox moved, and nothing is left to do.
            assertThat(log.read(0, 100).notes()).hasSize(6);
            assertThat(log.end()).isGreaterThanOrEqualTo(end);
            assertThat(opened.drop(log, condemned, 0, true)).isEqualTo(new Freed(0, 0));
            // The same content again is stored again.
            assertThat(store.put("ingest", content(0))).isEqualTo(refs.get(0));
            assertThat(store.read(refs.get(0))).isEqualTo(content(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anEndBeforeTheNewPackHasItsNameChangesNothing(int step) throws IOException {
        AtomicInteger forces = new AtomicInteger(-1_000);
        FileObjectStore store = new FileObjectStore(home, FileObjectStore.PACK_BYTES, channel -> {
            if (forces.incrementAndGet() == step) {
                throw new IOException("killed");
            }
            Forcing.DATA.force(channel);
        });
        List<ObjectRef> refs;
        try (PackLog log = store.log("ingest", "1")) {
            refs = write(store, log, 2);
            log.seal();
            refs = new ArrayList<>(refs);
            refs.addAll(write(store, log, 4).subList(2, 4));
            log.seal();
            forces.set(0);
            Set<ObjectRef> condemned = Set.of(refs.get(0), refs.get(3));
            assertThatThrownBy(() -> new OpenedStore(store, store, null).drop(log, condemned, 0, true))
                    .isInstanceOf(IOException.class);
        }
        FileObjectStore again = new FileObjectStore(home);
        try (PackLog log = again.log("ingest", "1")) {
            assertThat(log.damaged()).isZero();
            assertThat(log.read(0, 100).notes()).hasSize(6);
            assertThat(again.read(refs.get(1))).isEqualTo(content(1));
            assertThat(again.read(refs.get(2))).isEqualTo(content(2));
            assertThat(new OpenedStore(again, again, null)
                            .drop(log, Set.of(refs.get(0), refs.get(3)), 0, true)
                            .objects())
                    .isPositive();
            assertThat(again.contains(refs.get(0))).isFalse();
            assertThat(again.contains(refs.get(3))).isFalse();
            assertThat(again.read(refs.get(1))).isEqualTo(content(1));
        }
        try (var files = Files.walk(home)) {
            assertThat(files.filter(f -> f.toString().endsWith(".new"))).isEmpty();
        }
    }

    @Test
    void anEndBetweenThePackAndItsIndexIsMadeGoodByTheNextRun() throws IOException {
        FileObjectStore store = new FileObjectStore(home);
        List<ObjectRef> refs;
        try (PackLog log = store.log("ingest", "1")) {
            refs = write(store, log, 3);
            log.seal();
            Path index = PackIndex.beside(log.sealed().getFirst());
            byte[] before = Files.readAllBytes(index);
            new OpenedStore(store, store, null).drop(log, Set.of(refs.get(1)), 0, true);
            Files.write(index, before);
        }
        FileObjectStore again = new FileObjectStore(home);
        try (PackLog log = again.log("ingest", "1")) {
            assertThat(again.read(refs.get(0))).isEqualTo(content(0));
            assertThat(again.contains(refs.get(1))).isFalse();
            new OpenedStore(again, again, null).drop(log, Set.of(refs.get(1)), 0, true);
            assertThat(PackIndex.read(log.sealed().getFirst()).orElseThrow().dropped())
                    .isEqualTo(1);
            assertThat(again.read(refs.get(2))).isEqualTo(content(2));
            assertThat(log.read(0, 100).notes()).hasSize(3);
        }
    }

    @Test
    void aLargeObjectGoesWithItsFile() throws IOException {
        FileObjectStore store = new FileObjectStore(home);
        byte[] large = new byte[(int) FileObjectStore.PACKED_BYTES + 1];
        ObjectRef ref = store.put("ingest", large);
        try (PackLog log = store.log("ingest", "1")) {
            assertThat(new OpenedStore(store, store, null).drop(log, Set.of(ref), 0, true))
                    .isEqualTo(new Freed(1, large.length));
        }
        assertThat(store.contains(ref)).isFalse();
        assertThat(store.isDropped(ref)).isTrue();
        store.put("ingest", large);
        assertThat(store.contains(ref)).isTrue();
        assertThat(store.isDropped(ref)).isFalse();
    }

    /** Objects 0 to n-1, each with a note. */
    private static List<ObjectRef> write(FileObjectStore store, PackLog log, int n) throws IOException {
        List<ObjectRef> refs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            try (ObjectSink sink = store.begin("ingest")) {
                sink.write(content(i), 0, BYTES);
                refs.add(sink.ref());
                log.append(i, sink, ("note " + i).getBytes(StandardCharsets.UTF_8))
                        .awaitDurable();
            }
        }
        return refs;
    }

    private static byte[] content(int i) {
        byte[] bytes = new byte[BYTES];
        new Random(i).nextBytes(bytes);
        return bytes;
    }

    /** Bytes the file system has given to sealed packs. */
    private long blocks() throws IOException {
        Process du = new ProcessBuilder(
                        "du",
                        "--block-size=1",
                        home.resolve("packs/ingest-1/0000000000000000.pack").toString())
                .start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]);
    }
}
