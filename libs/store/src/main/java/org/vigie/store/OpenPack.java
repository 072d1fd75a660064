package org.vigie.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pack a writer appends to. Appending is for one thread at a time; waiting is for any number, of which the first
 * forces the file for all whose records are in it by then.
 */
final class OpenPack {
    private final Path path;
    private final PackFile file;
    private final long marker;
    private final long base;
    private final Forcing forcing;
    private final List<PackEntry> entries;
    private final ByteBuffer small = ByteBuffer.allocateDirect(1 << 16);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forced = lock.newCondition();
    private boolean forcingNow;
    private long durable;
    private volatile long end;
    private volatile long firstNanos = System.nanoTime();
    private volatile @Nullable IOException failure;

    private OpenPack(Path path, FileChannel channel, long marker, long base, List<PackEntry> entries, Forcing forcing)
            throws IOException {
        this.path = path;
        this.file = new PackFile(path, channel);
        this.marker = marker;
        this.base = base;
        this.entries = entries;
        this.forcing = forcing;
        this.end = channel.size();
    }

    /** Makes a pack; its head and its directory entry are on disk before the first record can be. */
    static OpenPack create(Path path, long marker, long base, Forcing forcing) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        boolean made = false;
        try {
            ByteBuffer head = PackHead.bytes(marker, base);
            while (head.hasRemaining()) {
                channel.write(head);
            }
            forcing.force(channel);
            Directories.force(Directories.of(path));
            OpenPack pack = new OpenPack(path, channel, marker, base, new ArrayList<>(), forcing);
            pack.durable = pack.end;
            made = true;
            return pack;
        } finally {
            if (!made) {
                channel.close();
            }
        }
    }

    /** Takes up a pack again, cut behind its last whole record. */
    static OpenPack reopen(Path path, long marker, long base, PackIndex whole, Forcing forcing) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        boolean open = false;
        try {
            channel.truncate(whole.packBytes());
            forcing.force(channel);
            OpenPack pack = new OpenPack(path, channel, marker, base, new ArrayList<>(whole.entries()), forcing);
            pack.durable = pack.end;
            open = true;
            return pack;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    Path path() {
        return path;
    }

    long base() {
        return base;
    }

    long marker() {
        return marker;
    }

    /** Offset behind the last record written, durable or not. */
    long end() {
        return end;
    }

    /** Offset behind the last record that survives a power cut. */
    long durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /** True once a write could not be taken back or a force failed: what the disk holds of the last records is unknown. */
    boolean isBroken() {
        return failure != null;
    }

    int records() {
        return entries.size();
    }

    /** Since its first record was written, or since it was opened again. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - firstNanos);
    }

    PackIndex index() {
        return new PackIndex(end, entries);
    }

    /** What is left of a pack that was given up: the records that are durable. */
    PackIndex durableIndex() {
        long kept = durable();
        return new PackIndex(
                kept,
                entries.stream()
                        .filter(e -> e.offset() + e.head().recordBytes() <= kept)
                        .toList());
    }

    /** Writes one record; the offset it begins at. A record that does not fit is taken back whole. */
    long append(RecordHead head, @Nullable ObjectSink body, byte[] note) throws IOException {
        long start = end;
        boolean written = false;
        try {
            write(head, body, note, (int) (head.recordBytes() - RecordHead.BYTES - head.bodyBytes() - note.length));
            end = start + head.recordBytes();
            if (entries.isEmpty()) {
                firstNanos = System.nanoTime();
            }
            entries.add(new PackEntry(start, head));
            written = true;
            return start;
        } finally {
            if (!written) {
                takeBack(start);
            }
        }
    }

    /** Returns when every byte before the offset survives a power cut. */
    void awaitDurable(long offset) throws IOException {
        lock.lock();
        try {
            while (durable < offset) {
                IOException failed = failure;
                if (failed != null) {
                    throw new IOException("pack could not be forced to disk", failed);
                }
                if (forcingNow) {
                    forced.awaitUninterruptibly();
                } else {
                    forceForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forceForAll() {
        forcingNow = true;
        long target = end;
        IOException failed = null;
        lock.unlock();
        try {
            file.force(forcing);
        } catch (IOException e) {
            failed = e;
        } catch (RuntimeException | Error e) {
            failed = new IOException(e);
        } finally {
            lock.lock();
            forcingNow = false;
        }
        if (failed != null) {
            failure = failed;
        } else if (failure == null) {
            durable = target;
        }
        forced.signalAll();
    }

    /**
     * Ends a broken pack and drops what never became durable, so that nobody reads it after a restart either.
     *
     * @return offset behind its last record, from which the next pack goes on; nothing behind it is ever acknowledged
     */
    long abandon() {
        long kept = retire();
        try {
            file.truncate(kept);
        } catch (IOException worse) {
            // The next start cuts it, if the disk can be written then.
        }
        close();
        return kept;
    }

    /** A force under way still says what it found; after it {@link #durable} stays as it is. */
    private long retire() {
        lock.lock();
        try {
            while (forcingNow) {
                forced.awaitUninterruptibly();
            }
            return durable;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        file.close();
    }

    private void write(RecordHead head, @Nullable ObjectSink body, byte[] note, int padding) throws IOException {
        long at = end;
        ByteBuffer memory = body == null ? null : body.memory();
        if (memory != null && memory.remaining() >= note.length + padding) {
            ByteBuffer whole =
                    memory.duplicate().put(note).put(new byte[padding]).flip();
            head.put(whole, 0, marker);
            file.write(whole, at);
            return;
        }
        head.put(small, 0, marker);
        file.write(small.clear().limit(RecordHead.BYTES), at);
        at += RecordHead.BYTES;
        if (memory != null) {
            file.write(memory.duplicate().flip().position(RecordHead.BYTES), at);
        } else if (body != null && head.kind() == RecordHead.Kind.OBJECT) {
            copy(body, at);
        }
        at += head.bodyBytes();
        file.write(ByteBuffer.wrap(note), at);
        file.write(ByteBuffer.wrap(new byte[padding]), at + note.length);
    }

    private void copy(ObjectSink body, long position) throws IOException {
        FileChannel source = body.file();
        file.run(target -> {
            target.position(position);
            for (long at = 0; at < body.bytes(); ) {
                long n = source.transferTo(at, body.bytes() - at, target);
                if (n <= 0) {
                    throw new IOException("staged object is shorter than it was");
                }
                at += n;
            }
        });
    }

    private void takeBack(long start) {
        try {
            file.truncate(start);
        } catch (IOException e) {
            lock.lock();
            try {
                failure = e;
            } finally {
                lock.unlock();
            }
        }
    }
}
