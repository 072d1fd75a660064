package org.vigie.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/** One pack, opened to read. */
final class PackReader implements AutoCloseable {
    static final int HEAD_BYTES = PackHead.BYTES;
    private static final int SEARCH_BYTES = 1 << 20;

    private final FileChannel channel;
    private final PackHead pack;
    private final ByteBuffer head = ByteBuffer.allocate(RecordHead.BYTES);

    private PackReader(FileChannel channel, PackHead pack) {
        this.channel = channel;
        this.pack = pack;
    }

    /** Empty if the file is no pack, as after a power cut while it was made. */
    static Optional<PackReader> open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            Optional<PackReader> pack = PackHead.of(channel, file).map(head -> new PackReader(channel, head));
            opened = pack.isPresent();
            return pack;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    long marker() {
        return pack.marker();
    }

    long base() {
        return pack.base();
    }

    /** True if its head could not be read: what it said was found elsewhere. */
    boolean isHeadDamaged() {
        return pack.damaged();
    }

    long size() throws IOException {
        return channel.size();
    }

    /** The record that begins there, if it is wholly in the file; its body is not verified. */
    Optional<RecordHead> at(long offset) throws IOException {
        long size = channel.size();
        if (offset < HEAD_BYTES || offset + RecordHead.BYTES > size) {
            return Optional.empty();
        }
        fill(channel, head.clear(), offset);
        return RecordHead.get(head, 0, pack.marker()).filter(r -> offset + r.recordBytes() <= size);
    }

    /** Where the next whole record begins at or behind an offset; one that is being written there has none behind it. */
    OptionalLong next(long offset) throws IOException {
        if (at(offset).isPresent()) {
            return OptionalLong.of(offset);
        }
        return isBegun(offset) ? OptionalLong.empty() : search(offset);
    }

    private boolean isBegun(long offset) throws IOException {
        if (offset < HEAD_BYTES || offset + RecordHead.BYTES > channel.size()) {
            return true;
        }
        fill(channel, head.clear(), offset);
        return RecordHead.get(head, 0, pack.marker()).isPresent();
    }

    /** Where the next whole record begins at or behind an offset that has none. */
    OptionalLong search(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SEARCH_BYTES);
        long size = channel.size();
        for (long start = align(from); start + RecordHead.BYTES <= size; start += SEARCH_BYTES - 128) {
            window.clear().limit((int) Math.min(SEARCH_BYTES, size - start));
            fill(channel, window, start);
            for (int i = 0; i + RecordHead.BYTES <= window.limit(); i += RecordHead.ALIGNMENT) {
                if (window.getLong(i) == pack.marker() && at(start + i).isPresent()) {
                    return OptionalLong.of(start + i);
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Empty if the note is damaged. */
    Optional<byte[]> note(long offset, RecordHead record) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(record.noteBytes());
        fill(channel, note, offset + RecordHead.BYTES + record.bodyBytes());
        return record.isNote(note.array()) ? Optional.of(note.array()) : Optional.empty();
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long align(long offset) {
        return (offset + RecordHead.ALIGNMENT - 1) / RecordHead.ALIGNMENT * RecordHead.ALIGNMENT;
    }

    static void fill(FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int n = channel.read(target, at);
            if (n < 0) {
                throw new EOFException("pack ends early");
            }
            at += n;
        }
    }
}
