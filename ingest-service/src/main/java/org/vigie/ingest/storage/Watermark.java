package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;

/** How far the journal has been published, and to which broker. Behind the truth is harmless: readers know repeats. */
public final class Watermark {
    private final Path file;
    private volatile State state;

    /** @param cluster id of the Kafka cluster that acknowledged; another cluster has none of it */
    public record State(long position, String cluster) {}

    public Watermark(Path file) throws IOException {
        this.file = file;
        this.state = read(file);
    }

    public State get() {
        return state;
    }

    public void set(State advanced) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(Json.bytes(advanced)));
            out.force(false);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        state = advanced;
    }

    private static State read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new State(0, "");
        }
        try {
            return Json.read(Files.readAllBytes(file), State.class);
        } catch (MalformedEventException damaged) {
            return new State(0, "");
        }
    }
}
