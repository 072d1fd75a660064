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

class ObjectStoreTest {
    /** FIPS 180-2, appendix B.1. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path root;

    private ObjectStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ObjectStore(root);
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
        store.put("test", "abc".getBytes(UTF_8));

        assertThat(files("objects")).hasSize(1);
        assertThat(files("incoming")).isEmpty();
    }

    @Test
    void leavesNothingBehindWithoutCommit() throws IOException {
        try (ObjectSink sink = store.begin("test")) {
            sink.write(new byte[200_000]);
        }

        assertThat(files("objects")).isEmpty();
        assertThat(files("incoming")).isEmpty();
    }

    @Test
    void refusesBytesThatChangedOnDisk() throws IOException {
        ObjectRef ref = store.put("test", "abc".getBytes(UTF_8));
        Files.writeString(store.path(ref), "abd");

        assertThatThrownBy(() -> store.read(ref))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(SHA256_OF_ABC);
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

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> tree = Files.walk(root.resolve(folder))) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }
}
