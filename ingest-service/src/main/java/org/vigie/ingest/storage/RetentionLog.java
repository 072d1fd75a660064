package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Who had what dropped, durable. */
public final class RetentionLog implements AutoCloseable {
    private final DurableLog<RetentionRun> log;

    public RetentionLog(Path file) throws IOException {
        this.log = new DurableLog<>(file, RetentionRun.class, () -> {});
    }

    public void append(RetentionRun run) throws IOException {
        log.append(run);
    }

    /** The newest first. */
    public List<RetentionRun> latest(int max) {
        try {
            return log.read(0, Integer.MAX_VALUE).entries().reversed().stream()
                    .limit(max)
                    .map(DurableLog.Positioned::value)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
