package org.vigie.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * One pack, opened to read. Its head (32 bytes): {@code VIGIEPK1}, the marker of its records (8), the position of its
 * first byte among all its writer wrote (8), CRC-32C of these (4), padding (4).
 */
final class PackReader implements AutoCloseable {
    static final int HEAD_BYTES = 32;
    private static final long MAGIC = 0x5649474945504B31L;
    private static final int SEARCH_BYTES = 1 << 20;

    private final FileChannel channel;
    private final long marker;
    private final long base;
    private final ByteBuffer head = ByteBuffer.allocate(RecordHead.BYTES);

    private PackReader(FileChannel channel, long marker, long base) {
        this.channel = channel;
        this.marker = marker;
        this.base = base;
    }

    /** Empty if the file is no pack, as after a power cut while it was made. */
    static Optional<PackReader> open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean pack = false;
        try {
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            if (channel.size() >= HEAD_BYTES) {
                fill(channel, head, 0);
                pack = head.getLong(0) == MAGIC && head.getInt(24) == crc(head);
            }
            return pack ? Optional.of(new PackReader(channel, head.getLong(8), head.getLong(16))) : Optional.empty();
        } finally {
            if (!pack) {
                channel.close();
            }
        }
    }

    static ByteBuffer head(long marker, long base) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.putLong(0, MAGIC).putLong(8, marker).putLong(16, base).putInt(24, crc(head));
        return head;
    }

    long marker() {
        return marker;
    }

    long base() {
        return base;
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
        return RecordHead.get(head, 0, marker).filter(r -> offset + r.recordBytes() <= size);
    }

    /** Where the next whole record begins at or behind an offset that has none. */
    OptionalLong search(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SEARCH_BYTES);
        long size = channel.size();
        for (long start = align(from); start + RecordHead.BYTES <= size; start += SEARCH_BYTES - 128) {
            window.clear().limit((int) Math.min(SEARCH_BYTES, size - start));
            fill(channel, window, start);
            for (int i = 0; i + RecordHead.BYTES <= window.limit(); i += RecordHead.ALIGNMENT) {
                if (window.getLong(i) == marker && at(start + i).isPresent()) {
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

    private static int crc(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, 24));
        return (int) crc.getValue();
    }

    private static void fill(FileChannel channel, ByteBuffer target, long position) throws IOException {
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
