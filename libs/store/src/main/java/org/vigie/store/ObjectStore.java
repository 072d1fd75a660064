package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;

/**
 * Objects by content, one file each, readable by any process that mounts the volume.
 *
 * <p>An object is written to {@code incoming/}, forced to disk, then linked under its SHA-256 and the directory forced:
 * what {@link ObjectSink#commit()} returned survives a power cut. Names received from outside never become file names.
 */
public final class ObjectStore {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*");

    private final Path incoming;
    private final Path objects;
    private final Path names;

    /** Opens or creates the store; leftovers of interrupted writes are removed by {@link #sweepIncoming} only. */
    public ObjectStore(Path root) throws IOException {
        this.incoming = Files.createDirectories(root.resolve("incoming"));
        this.objects = Files.createDirectories(root.resolve("objects"));
        this.names = Files.createDirectories(root.resolve("names"));
    }

    /** Removes what interrupted writers left; only the one writing service calls it, at start, before it receives. */
    public void sweepIncoming(String writer) throws IOException {
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path file : left.filter(f -> f.getFileName().toString().startsWith(checked(writer) + "-"))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Starts a new object; {@code writer} is the service, for {@link #sweepIncoming}. */
    public ObjectSink begin(String writer) throws IOException {
        return new ObjectSink(this, incoming.resolve(checked(writer) + "-" + UUID.randomUUID()));
    }

    /** Stores bytes durably and returns their claim check; the same bytes again cost one look-up. */
    public ObjectRef put(String writer, byte[] bytes) throws IOException {
        try (ObjectSink sink = begin(writer)) {
            sink.write(bytes, 0, bytes.length);
            return sink.commit();
        }
    }

    public boolean contains(ObjectRef ref) {
        return Files.isRegularFile(path(ref));
    }

    /**
     * All bytes of an object, their hash verified.
     *
     * @throws CorruptObjectException if the bytes are not those that were stored
     */
    public byte[] read(ObjectRef ref) throws IOException {
        try (InputStream in = open(ref)) {
            return in.readAllBytes();
        }
    }

    /** Streams an object; reading to the end verifies the hash. */
    public InputStream open(ObjectRef ref) throws IOException {
        return new VerifiedInputStream(new DigestInputStream(Files.newInputStream(path(ref)), Sha256.digest()), ref);
    }

    /** The file that holds an object, for readers that map it; its hash is not verified. */
    public Path path(ObjectRef ref) {
        String hex = ref.sha256();
        return objects.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    /** Binds a name (lower-case segments of our own making) to an object, durably; a later binding replaces it. */
    public void bind(String name, ObjectRef ref) throws IOException {
        Path file = nameFile(name);
        createDurably(folderOf(file));
        Path temporary = incoming.resolve("name-" + UUID.randomUUID());
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer json = ByteBuffer.wrap(Json.bytes(ref));
            while (json.hasRemaining()) {
                out.write(json);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(folderOf(file));
    }

    public Optional<ObjectRef> resolve(String name) throws IOException {
        Path file = nameFile(name);
        return Files.isRegularFile(file)
                ? Optional.of(Json.read(Files.readAllBytes(file), ObjectRef.class))
                : Optional.empty();
    }

    void link(Path temporary, ObjectRef ref) throws IOException {
        Path target = path(ref);
        createDurably(folderOf(target));
        try {
            Files.createLink(target, temporary);
            forceDirectory(folderOf(target));
        } catch (FileAlreadyExistsException stored) {
            // The same content is there; its writer may not yet have forced the directory.
            forceDirectory(folderOf(target));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path nameFile(String name) {
        return names.resolve(checked(name));
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "object store: names have lower-case letters, digits, '.', '_', '-' only");
        }
        return name;
    }

    private void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = folderOf(directory);
        createDurably(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException raced) {
            return;
        } finally {
            forceDirectory(parent);
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "every file of the store is in a folder");
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
