package org.vigie.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Tells the local folders of several machines apart in one bucket; made once, kept in the folder. */
final class NodeName {
    private NodeName() {}

    static String of(Path root) throws IOException {
        Path file = root.resolve("node");
        if (!Files.exists(file)) {
            make(root, file);
        }
        String name = Files.readString(file).strip();
        if (!name.matches("[0-9a-f]{32}")) {
            throw new IOException("the name of this node is not readable: " + file.getFileName());
        }
        return name;
    }

    private static void make(Path root, Path file) throws IOException {
        Path temporary = root.resolve("node-" + UUID.randomUUID());
        Files.writeString(temporary, UUID.randomUUID().toString().replace("-", ""), StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException another) {
            // another process of this node was first
        } finally {
            Files.delete(temporary);
        }
        Directories.force(root);
    }
}
