package org.vigie.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vigie.contract.ObjectRef;

/** Objects in files of their own, under their SHA-256: the large ones, and all that a store before packs holds. */
final class ObjectFiles {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path objects;

    ObjectFiles(Path objects) {
        this.objects = objects;
    }

    Path path(ObjectRef ref) {
        String hex = ref.sha256();
        return objects.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    /** Those that are longer than so many bytes. */
    List<ObjectRef> above(long bytes) throws IOException {
        List<ObjectRef> large = new ArrayList<>();
        try (Stream<Path> all = Files.walk(objects, 3)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                String name = String.valueOf(file.getFileName());
                if (SHA256.matcher(name).matches() && Files.isRegularFile(file) && Files.size(file) > bytes) {
                    large.add(new ObjectRef(name, Files.size(file)));
                }
            }
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return large;
    }

    /** Sets a file aside that has lost its hash, so that its object can be stored again; false if there is none left. */
    boolean isIntact(ObjectRef ref) throws IOException {
        Path file = path(ref);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (Bodies.isIntact(file, ref.sha256())) {
            return true;
        }
        Files.move(file, file.resolveSibling(ref.sha256() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        return false;
    }

    /** True if there was one and retention removed it. */
    boolean isDropped(ObjectRef ref) {
        return Files.exists(tombstone(ref)) && !Files.exists(path(ref));
    }

    /** Removes an object for good; that it was here stays known. */
    void drop(ObjectRef ref) throws IOException {
        Path tombstone = tombstone(ref);
        if (!Files.exists(tombstone)) {
            Files.createFile(tombstone);
        }
        Files.deleteIfExists(path(ref));
        Directories.force(Directories.of(tombstone));
    }

    private Path tombstone(ObjectRef ref) {
        return path(ref).resolveSibling(ref.sha256() + ".dropped");
    }

    /** Makes a staged object a file of its own, durably. */
    void keep(ObjectSink whole, Forcing forcing) throws IOException {
        ObjectRef ref = whole.ref();
        Path target = path(ref);
        Path folder = Directories.createDurably(Directories.of(target));
        forcing.force(whole.file());
        try {
            Files.createLink(target, whole.temporary());
        } catch (FileAlreadyExistsException stored) {
            // The same content; its writer may not yet have forced the directory.
        }
        Directories.force(folder);
    }
}
