package org.vigie.ingest.storage;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of checked lines. What {@link #append} returned from survives a power cut; appends that wait
 * together share one force to disk.
 *
 * @param <T> what a line holds
 */
public final class DurableLog<T> implements AutoCloseable {
    private static final int GROUP = 512;

    private final Path file;
    private final Class<T> type;
    private final FileChannel channel;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final Runnable onDurable;
    private final int damaged;
    private volatile long end;
    private volatile boolean closed;

    private record Waiting(@Nullable ByteBuffer line, CompletableFuture<Void> done) {}

    /** A value and the position behind its line. */
    public record Positioned<T>(T value, long next) {}

    /** What a reader found from one position on. */
    public record Chunk<T>(List<Positioned<T>> entries, long next) {}

    /**
     * Opens or creates the file, drops a torn last line and skips damaged ones.
     *
     * @param onDurable called by the writing thread after each force
     */
    public DurableLog(Path file, Class<T> type, Runnable onDurable) throws IOException {
        this.file = file;
        this.type = type;
        this.onDurable = onDurable;
        Path folder = Objects.requireNonNull(file.getParent(), "a log lies in a folder");
        Files.createDirectories(folder);
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Scan scan = scan();
        this.damaged = scan.damaged();
        this.end = scan.wholeLines();
        channel.truncate(end);
        channel.force(true);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        this.writer = Thread.ofPlatform().name("log-" + file.getFileName()).start(this::write);
    }

    /** Returns when the line is on disk. */
    public void append(T value) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed) {
            throw new IOException("log is closed");
        }
        queue.add(new Waiting(ByteBuffer.wrap(Lines.encode(value)), done));
        if (!writer.isAlive()) {
            done.completeExceptionally(new IOException("log is closed"));
        }
        try {
            done.join();
        } catch (CompletionException e) {
            throw new IOException("log not writable", e.getCause());
        }
    }

    /** Durable lines from a position on, at most {@code max}; damaged lines are passed over. */
    public Chunk<T> read(long from, int max) throws IOException {
        List<Positioned<T>> entries = new ArrayList<>();
        long limit = end;
        long position = Math.min(from, limit);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            in.position(position);
            InputStream bytes = new BufferedInputStream(Channels.newInputStream(in), 1 << 16);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (position < limit && entries.size() < max) {
                line.reset();
                int b = bytes.read();
                while (b >= 0 && b != '\n') {
                    line.write(b);
                    b = bytes.read();
                }
                position += line.size() + 1L;
                long next = position;
                Lines.decode(line.toByteArray(), type).ifPresent(v -> entries.add(new Positioned<>(v, next)));
            }
        }
        return new Chunk<>(entries, position);
    }

    /** Position behind the last durable line. */
    public long end() {
        return end;
    }

    /** Lines that were damaged when the file was opened, a torn last one not among them. */
    public int damaged() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        queue.add(new Waiting(null, new CompletableFuture<>()));
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuseWaiting();
        channel.close();
    }

    private void write() {
        List<Waiting> group = new ArrayList<>();
        boolean stop = false;
        while (!stop) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            queue.drainTo(group, GROUP);
            stop = group.stream().anyMatch(w -> w.line() == null);
            commit(group.stream().filter(w -> w.line() != null).toList());
        }
    }

    /** What came after the last group. */
    private void refuseWaiting() {
        Waiting left = queue.poll();
        while (left != null) {
            left.done().completeExceptionally(new IOException("log is closed"));
            left = queue.poll();
        }
    }

    private void commit(List<Waiting> group) {
        if (group.isEmpty()) {
            return;
        }
        long position = end;
        try {
            for (Waiting waiting : group) {
                ByteBuffer line = Objects.requireNonNull(waiting.line(), "filtered before");
                while (line.hasRemaining()) {
                    position += channel.write(line, position);
                }
            }
            channel.force(false);
        } catch (IOException e) {
            // The next group overwrites what was half written.
            group.forEach(w -> w.done().completeExceptionally(e));
            return;
        }
        end = position;
        group.forEach(w -> w.done().complete(null));
        onDurable.run();
    }

    private record Scan(long wholeLines, int damaged) {}

    private Scan scan() throws IOException {
        long position = 0;
        long whole = 0;
        int bad = 0;
        InputStream bytes = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = bytes.read();
        while (b >= 0) {
            position++;
            if (b == '\n') {
                bad += Lines.decode(line.toByteArray(), type).isEmpty() ? 1 : 0;
                line.reset();
                whole = position;
            } else {
                line.write(b);
            }
            b = bytes.read();
        }
        return new Scan(whole, bad);
    }
}
