package org.vigie.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Directories whose entries survive a power cut. */
final class Directories {
    private Directories() {}

    static Path createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path parent = of(directory.toAbsolutePath());
        createDurably(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException raced) {
            return directory;
        } finally {
            force(parent);
        }
        return directory;
    }

    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Path of(Path file) {
        return Objects.requireNonNull(file.getParent(), "every file of the store is in a folder");
    }
}
