package org.vigie.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final FileChannel channel;
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
    private volatile @Nullable IOException failure;

    private OpenPack(Path path, FileChannel channel, long marker, long base, List<PackEntry> entries, Forcing forcing)
            throws IOException {
        this.path = path;
        this.channel = channel;
        this.marker = marker;
        this.base = base;
        this.entries = entries;
        this.forcing = forcing;
        this.end = channel.size();
        channel.position(end);
    }

    /** Makes a pack; its head and its directory entry are on disk before the first record can be. */
    static OpenPack create(Path path, long marker, long base, Forcing forcing) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        boolean made = false;
        try {
            ByteBuffer head = PackReader.head(marker, base);
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

    /** True once a force failed: what the disk holds of the last records is then unknown. */
    boolean isBroken() {
        return failure != null;
    }

    int records() {
        return entries.size();
    }

    PackIndex index() {
        return new PackIndex(end, entries);
    }

    /** Writes one record; the offset it begins at. A record that does not fit is taken back whole. */
    long append(RecordHead head, @Nullable ObjectSink body, byte[] note) throws IOException {
        long start = end;
        boolean written = false;
        try {
            write(head, body, note, (int) (head.recordBytes() - RecordHead.BYTES - head.bodyBytes() - note.length));
            end = start + head.recordBytes();
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
            forcing.force(channel);
        } catch (IOException e) {
            failed = e;
        } catch (RuntimeException | Error e) {
            failed = new IOException(e);
        } finally {
            lock.lock();
            forcingNow = false;
        }
        if (failed == null) {
            durable = target;
        } else {
            failure = failed;
        }
        forced.signalAll();
    }

    /** Drops what never became durable, so that nobody reads it after a restart either. */
    void abandon() {
        try {
            channel.truncate(durable());
        } catch (IOException worse) {
            // The next start cuts it, if the disk can be written then.
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Everything that mattered was forced before.
        }
    }

    private void write(RecordHead head, @Nullable ObjectSink body, byte[] note, int padding) throws IOException {
        ByteBuffer memory = body == null ? null : body.memory();
        if (memory != null && memory.remaining() >= note.length + padding) {
            ByteBuffer whole =
                    memory.duplicate().put(note).put(new byte[padding]).flip();
            head.put(whole, 0, marker);
            writeFully(whole);
            return;
        }
        head.put(small, 0, marker);
        writeFully(small.clear().limit(RecordHead.BYTES));
        if (memory != null) {
            writeFully(memory.duplicate().flip().position(RecordHead.BYTES));
        } else if (body != null && head.kind() == RecordHead.Kind.OBJECT) {
            copy(body);
        }
        writeFully(ByteBuffer.wrap(note));
        writeFully(ByteBuffer.wrap(new byte[padding]));
    }

    private void copy(ObjectSink body) throws IOException {
        FileChannel source = body.file();
        long at = 0;
        while (at < body.bytes()) {
            long n = source.transferTo(at, body.bytes() - at, channel);
            if (n <= 0) {
                throw new IOException("staged object is shorter than it was");
            }
            at += n;
        }
    }

    private void writeFully(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    private void takeBack(long start) {
        try {
            channel.truncate(start);
            channel.position(start);
        } catch (IOException e) {
            failure = e;
        }
    }
}
