package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Who uploaded how much, when; kept for ever, the last thousand at hand. No name of a file stands in it. */
public final class UploadLog implements AutoCloseable {
    private static final int AT_HAND = 1000;

    private final DurableLog<Uploaded> log;
    private final Deque<Uploaded> latest = new ArrayDeque<>();

    /** @param limit the one that ended it; empty if none did */
    public record Uploaded(
            Instant at, String by, boolean dryRun, long stored, long failed, long skipped, String limit) {}

    public UploadLog(Path file) throws IOException {
        this.log = new DurableLog<>(file, Uploaded.class, () -> {});
        log.read(0, Integer.MAX_VALUE).entries().forEach(p -> remember(p.value()));
    }

    /** Durable on return. */
    public synchronized void add(Uploaded upload) throws IOException {
        log.append(upload);
        remember(upload);
    }

    /** The newest first. */
    public synchronized List<Uploaded> latest() {
        return List.copyOf(latest);
    }

    private void remember(Uploaded upload) {
        latest.addFirst(upload);
        if (latest.size() > AT_HAND) {
            latest.removeLast();
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
