package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commitments asked for and not yet reported; they survive a restart. What is done is dropped at the next one. */
public final class CommitmentLog implements AutoCloseable {
    private final DurableLog<Line> log;
    private final Map<String, CommitmentRequest> open = new LinkedHashMap<>();

    /** @param asked null where the request of that key is done */
    record Line(String key, @Nullable CommitmentRequest asked) {}

    public CommitmentLog(Path file) throws IOException {
        Map<String, CommitmentRequest> left = replay(file);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (DurableLog<Line> compact = new DurableLog<>(fresh, Line.class, () -> {})) {
            for (Map.Entry<String, CommitmentRequest> entry : left.entrySet()) {
                compact.append(new Line(entry.getKey(), entry.getValue()));
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder =
                FileChannel.open(Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
        this.log = new DurableLog<>(file, Line.class, () -> {});
        open.putAll(left);
    }

    /** Durable on return. */
    public synchronized void ask(CommitmentRequest request) throws IOException {
        if (request.equals(open.get(request.key()))) {
            return;
        }
        log.append(new Line(request.key(), request));
        open.put(request.key(), request);
    }

    /** Reported, or given up. */
    public synchronized void done(CommitmentRequest request) throws IOException {
        if (open.remove(request.key()) != null) {
            log.append(new Line(request.key(), null));
        }
    }

    public synchronized List<CommitmentRequest> open() {
        Collection<CommitmentRequest> all = open.values();
        return List.copyOf(all);
    }

    public synchronized int size() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private static Map<String, CommitmentRequest> replay(Path file) throws IOException {
        Map<String, CommitmentRequest> left = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return left;
        }
        try (DurableLog<Line> old = new DurableLog<>(file, Line.class, () -> {})) {
            for (DurableLog.Positioned<Line> line :
                    old.read(0, Integer.MAX_VALUE).entries()) {
                CommitmentRequest asked = line.value().asked();
                if (asked == null) {
                    left.remove(line.value().key());
                } else {
                    left.put(line.value().key(), asked);
                }
            }
        }
        return left;
    }
}
