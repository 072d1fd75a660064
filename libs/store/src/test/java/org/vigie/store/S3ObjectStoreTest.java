package org.vigie.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.BucketAwayException;
import org.vigie.store.s3.S3Bucket;
import org.vigie.store.s3.S3Server;
import org.vigie.store.s3.S3Settings;

/** On a server that can be killed and whose files can be spoilt. */
class S3ObjectStoreTest extends BucketContract {
    @TempDir
    static Path serverRoot;

    private static S3Server server;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(serverRoot);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    URI endpoint() {
        return server.endpoint();
    }

    @Test
    void isNotSharedBeforeItIsUploaded() throws IOException {
        server.kill();
        ObjectRef ref;
        byte[] content = bytes(3, 5_000);
        try (S3ObjectStore here = open("a", Duration.ofMillis(100))) {
            ref = here.put("ingest", content);
            assertThat(here.share(List.of(ref))).isFalse();
            await().atMost(PATIENCE).until(() -> here.state().retries() > 0);
            assertThat(here.share(List.of(ref))).isFalse();
            assertThat(here.read(ref)).isEqualTo(content);
            assertThat(here.state().reachable()).isFalse();
            assertThat(here.answers()).isFalse();
            assertThat(here.state().backlogBytes()).isBetween(5_000L, 6_000L);
            assertThatThrownBy(() -> here.awaitShared(List.of(ref), Duration.ofMillis(100)))
                    .isInstanceOf(BucketAwayException.class);
            assertThatThrownBy(() -> here.read(new ObjectRef("0".repeat(63) + "1", 10)))
                    .isInstanceOf(BucketAwayException.class);
            server.restart();
            here.awaitShared(List.of(ref), PATIENCE);
            assertThat(here.answers()).isTrue();
            await().atMost(PATIENCE).until(() -> here.state().backlogBytes() == 0);
            await().atMost(PATIENCE).until(() -> here.state().reachable());
        }
        try (S3ObjectStore there = open("b", Duration.ofMinutes(10))) {
            assertThat(there.read(ref)).isEqualTo(content);
        }
    }

    @Test
    void namesObjectAndRuleOfACorruptByteInTheBucket() throws IOException {
        byte[] content = bytes(6, 9_000);
        try (S3ObjectStore here = open("a", Duration.ofMinutes(10))) {
            ObjectRef ref = here.put("ingest", content);
            here.awaitShared(List.of(ref), PATIENCE);
            flip(content);
            try (S3ObjectStore there = open("b", Duration.ofMinutes(10))) {
                assertThatThrownBy(() -> there.read(ref))
                        .isInstanceOf(CorruptObjectException.class)
                        .hasMessageStartingWith(
                                "object " + ref.sha256() + " does not have its hash: SHA-256 of what packs/");
            }
        }
    }

    @Test
    void aServerThatIsAwayDoesNotStopTheStart() throws IOException {
        S3Settings away = S3Settings.of(URI.create("http://127.0.0.1:9"), S3Server.BUCKET);
        try (S3ObjectStore here = new S3ObjectStore(new FileObjectStore(home.resolve("a")), away)) {
            ObjectRef ref = here.put("ingest", bytes(12, 100));
            assertThat(here.read(ref)).isEqualTo(bytes(12, 100));
        }
    }

    @Test
    void aPackThatIsGoneWhileItsIndexStaysIsLeftOut() throws IOException {
        FileObjectStore local = new FileObjectStore(home.resolve("a"));
        try (PackLog log = local.log("ingest", "1");
                S3ObjectStore here = new S3ObjectStore(local, settings(Duration.ofMillis(50)));
                S3ObjectStore there = open("b", Duration.ofMinutes(10));
                S3Bucket bucket = new S3Bucket(settings(Duration.ofMinutes(10)))) {
            NotesOfOthers notes = there.notes("ingest");
            note(log, here, 42);
            await().atMost(PATIENCE).until(() -> keys().size() == 2);
            String pack = keys().getLast();
            note(log, here, 43);
            await().atMost(PATIENCE).until(() -> keys().size() == 4);
            assertThat(notes.find(42, System.nanoTime())).hasSize(1);

            bucket.delete(pack);

            assertThat(notes.find(42, System.nanoTime())).isEmpty();
            assertThat(notes.find(42, System.nanoTime())).isEmpty();
            assertThat(notes.find(43, System.nanoTime())).hasSize(1);
        }
    }

    @Test
    void anObjectInAFileOfItsOwnComesBeforeTheNoteThatPointsAtIt() throws IOException {
        byte[] large = bytes(9, (int) FileObjectStore.PACKED_BYTES + 1);
        FileObjectStore local = new FileObjectStore(home.resolve("a"));
        try (PackLog log = local.log("ingest", "1");
                S3ObjectStore here = new S3ObjectStore(local, settings(Duration.ofMillis(1)))) {
            ObjectRef ref = here.put("ingest", large);
            note(log, here, 44);
            List<String> seen = await().atMost(PATIENCE)
                    .until(this::keys, all -> all.stream().anyMatch(k -> k.startsWith("packs/")));
            assertThat(seen).contains("objects/" + ref.sha256());
        }
    }

    private static void note(PackLog log, ObjectStore store, int key) throws IOException {
        byte[] content = bytes(key, 2_000);
        try (ObjectSink sink = store.begin("ingest")) {
            sink.write(content, 0, content.length);
            log.append(key, sink, "note".getBytes(StandardCharsets.UTF_8)).awaitDurable();
        }
    }

    /** Turns one bit of an object in whatever file of the server it lies. */
    private static void flip(byte[] content) throws IOException {
        try (Stream<Path> files = Files.walk(serverRoot)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] all = Files.readAllBytes(file);
                int at = indexOf(all, content);
                if (at >= 0) {
                    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                        raw.seek(at + content.length / 2);
                        int b = raw.read();
                        raw.seek(at + content.length / 2);
                        raw.write(b ^ 1);
                    }
                    return;
                }
            }
        }
        throw new IOException("not in the bucket");
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
