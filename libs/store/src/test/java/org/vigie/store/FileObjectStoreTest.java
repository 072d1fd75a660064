package org.vigie.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;

class FileObjectStoreTest {
    /** FIPS 180-2, appendix B.1. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path root;

    private FileObjectStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(root);
    }

    @Test
    void namesBytesByTheirHash() throws IOException {
        ObjectRef ref = store.put("test", "abc".getBytes(UTF_8));

        assertThat(ref).isEqualTo(new ObjectRef(SHA256_OF_ABC, 3));
        assertThat(store.read(ref)).isEqualTo("abc".getBytes(UTF_8));
    }

    @Test
    void keepsTheSameBytesOnce() throws IOException {
        store.put("test", "abc".getBytes(UTF_8));
        long once = size(packs().getFirst());
        store.put("test", "abc".getBytes(UTF_8));
        new FileObjectStore(root).put("other", "abc".getBytes(UTF_8));

        assertThat(packs()).singleElement().satisfies(p -> assertThat(size(p)).isEqualTo(once));
        assertThat(files("incoming")).isEmpty();
    }

    @Test
    void leavesNothingBehindWithoutCommit() throws IOException {
        store.put("test", "abc".getBytes(UTF_8));
        long before = size(packs().getFirst());
        for (int bytes : new int[] {200_000, 2 << 20}) {
            try (ObjectSink sink = store.begin("test")) {
                sink.write(new byte[bytes]);
            }
        }

        assertThat(packs()).singleElement().satisfies(p -> assertThat(size(p)).isEqualTo(before));
        assertThat(files("incoming")).isEmpty();
    }

    @Test
    void refusesBytesThatChangedOnDisk() throws IOException {
        ObjectRef ref = store.put("test", "abc".getBytes(UTF_8));
        byte[] pack = Files.readAllBytes(packs().getFirst());
        pack[PackReader.HEAD_BYTES + RecordHead.BYTES] ^= 1;
        Files.write(packs().getFirst(), pack);

        assertThatThrownBy(() -> store.read(ref))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(SHA256_OF_ABC);
    }

    /** In a pack, sealed or not; in a file of its own, small as of an earlier version, or large. */
    @Test
    void whatIsDamagedIsTakenAgain() throws IOException {
        FileObjectStore reader = new FileObjectStore(root);
        for (int bytes : new int[] {3, 70_000, 33 << 20}) {
            byte[] content = new byte[bytes];
            new java.util.Random(bytes).nextBytes(content);
            ObjectRef ref = store.put("test", content);
            assertThat(reader.read(ref)).isEqualTo(content);
            flip(
                    bytes < FileObjectStore.PACKED_BYTES
                            ? packs().getFirst()
                            : files("objects").getFirst(),
                    content);
            assertThat(store.isIntact(ref)).isFalse();
            if (bytes < FileObjectStore.PACKED_BYTES) {
                assertThatThrownBy(() -> reader.read(ref)).isInstanceOf(CorruptObjectException.class);
            }

            assertThat(store.put("test", content)).isEqualTo(ref);

            assertThat(store.isIntact(ref)).isTrue();
            assertThat(reader.read(ref)).as("%d bytes, another process", bytes).isEqualTo(content);
            assertThat(new FileObjectStore(root).read(ref)).isEqualTo(content);
            long before = size(packs().getFirst());
            store.put("test", content);
            assertThat(size(packs().getFirst())).as("once").isEqualTo(before);
        }
        Path old = root.resolve("objects/ba/78").resolve(SHA256_OF_ABC);
        Files.createDirectories(old.getParent());
        Files.writeString(old, "abd");
        ObjectRef abc = store.put("test", "abc".getBytes(UTF_8));
        assertThat(store.read(abc)).isEqualTo("abc".getBytes(UTF_8));
    }

    /** The bytes of the head of the second record are gone: those behind it are found as they come. */
    @Test
    void aDamagedHeadInTheOpenPackHidesNothingButItself() throws IOException {
        ObjectRef first = store.put("test", "first".getBytes(UTF_8));
        ObjectRef second = store.put("test", "second".getBytes(UTF_8));
        ObjectRef third = store.put("test", "third".getBytes(UTF_8));
        byte[] pack = Files.readAllBytes(packs().getFirst());
        pack[PackReader.HEAD_BYTES + 80 + 20] ^= 1;
        Files.write(packs().getFirst(), pack);

        FileObjectStore reader = new FileObjectStore(root);
        assertThat(reader.contains(second)).isFalse();
        assertThat(reader.contains(first)).isTrue();
        assertThat(reader.contains(third)).isTrue();
        ObjectRef fourth = store.put("test", "fourth".getBytes(UTF_8));
        assertThat(reader.read(fourth)).isEqualTo("fourth".getBytes(UTF_8));
    }

    private static void flip(Path file, byte[] content) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at + content.length <= bytes.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + content.length, content, 0, content.length)) {
                bytes[at + content.length / 2] ^= 1;
            }
        }
        Files.write(file, bytes);
    }

    @Test
    void anotherProcessSeesAnObjectAtOnce() throws IOException {
        FileObjectStore reader = new FileObjectStore(root);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = ("object " + i).getBytes(UTF_8);
            ObjectRef ref = store.put("test", bytes);
            assertThat(reader.contains(ref)).isTrue();
            assertThat(reader.read(ref)).isEqualTo(bytes);
        }
        assertThat(reader.contains(new ObjectRef(SHA256_OF_ABC, 3))).isFalse();
    }

    @Test
    void everySizeComesBackFromMemoryFromStagingFilesAndFromFilesOfTheirOwn() throws IOException {
        for (int bytes : new int[] {0, 1, 7, 8, 65_536, (1 << 20) - 72, (1 << 20) - 71, 1 << 20, 3 << 20, 33 << 20}) {
            byte[] content = new byte[bytes];
            new java.util.Random(bytes).nextBytes(content);
            ObjectRef ref;
            try (ObjectSink sink = store.begin("test")) {
                for (int at = 0; at < bytes; at += 100_000) {
                    sink.write(content, at, Math.min(100_000, bytes - at));
                }
                assertThat(sink.content().readAllBytes()).isEqualTo(content);
                ref = sink.commit();
            }
            assertThat(new FileObjectStore(root).read(ref)).isEqualTo(content);
        }
        assertThat(files("objects")).hasSize(1);
        assertThat(files("incoming")).isEmpty();
    }

    @Test
    void sweepsWhatNobodyWritesToAnyMoreAndLeavesWhatAnotherProcessReceives() throws IOException {
        Path left = Files.writeString(root.resolve("incoming/test-left"), "x");
        Files.setLastModifiedTime(
                left,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(7_200)));
        Path received = Files.writeString(root.resolve("incoming/test-received"), "x");

        store.sweepIncoming("test");

        assertThat(left).doesNotExist();
        assertThat(received).exists();
    }

    @Test
    void readsAStoreThatHasOneFilePerObject() throws IOException {
        Path old = root.resolve("objects/ba/78").resolve(SHA256_OF_ABC);
        Files.createDirectories(old.getParent());
        Files.writeString(old, "abc");

        assertThat(store.read(new ObjectRef(SHA256_OF_ABC, 3))).isEqualTo("abc".getBytes(UTF_8));
        assertThat(store.put("test", "abc".getBytes(UTF_8))).isEqualTo(new ObjectRef(SHA256_OF_ABC, 3));
        assertThat(files("packs")).isEmpty();
    }

    @Test
    void processesOfOneServiceHaveFoldersOfTheirOwn() throws IOException {
        store.put("test", "1".getBytes(UTF_8));
        new FileObjectStore(root).put("test", "2".getBytes(UTF_8));

        assertThat(packs())
                .extracting(p -> root.relativize(p).getName(1).toString())
                .containsExactlyInAnyOrder("test-0", "test-1");
    }

    @Test
    void bindsNamesAndLetsALaterBindingWin() throws IOException {
        ObjectRef first = store.put("test", "1".getBytes(UTF_8));
        ObjectRef second = store.put("test", "2".getBytes(UTF_8));
        store.bind("manifests/p/s", first);
        store.bind("manifests/p/s", second);

        assertThat(store.resolve("manifests/p/s")).contains(second);
        assertThat(store.resolve("manifests/p/t")).isEmpty();
    }

    @Test
    void refusesNamesThatLeaveTheStore() {
        assertThatThrownBy(() -> store.resolve("../secrets/site.key")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.resolve("/etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Path> packs() throws IOException {
        return files("packs").stream()
                .filter(p -> p.toString().endsWith(".pack"))
                .toList();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> tree = Files.walk(root.resolve(folder))) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }
}
