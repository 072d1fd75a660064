package org.vigie.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 32 bytes of a pack: {@code VIGIEPK1}, the marker of its records (8), the position of its first byte among all
 * its writer wrote (8), CRC-32C of these (4), padding (4). All of it is said a second time: the position by the file's
 * name, the marker by every record, so that a damaged head costs nothing.
 *
 * @param damaged true if it was put together from name and records
 */
record PackHead(long marker, long base, boolean damaged) {
    static final int BYTES = 32;
    private static final long MAGIC = 0x5649474945504B31L;
    private static final int SEARCH_BYTES = 1 << 20;
    private static final int OVERLAP_BYTES = 128;

    static ByteBuffer bytes(long marker, long base) {
        ByteBuffer head = ByteBuffer.allocate(BYTES);
        head.putLong(0, MAGIC).putLong(8, marker).putLong(16, base).putInt(24, crc(head));
        return head;
    }

    /** Position of the first byte, as the name of the file says it. */
    static long base(Path pack) {
        return Long.parseLong(String.valueOf(pack.getFileName()), 0, 16, 16);
    }

    /** Empty if the file has neither a head nor a record, as after a power cut while it was made. */
    static Optional<PackHead> of(FileChannel channel, Path pack) throws IOException {
        if (channel.size() < BYTES) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.allocate(BYTES);
        PackReader.fill(channel, head, 0);
        return head.getLong(0) == MAGIC && head.getInt(24) == crc(head)
                ? Optional.of(new PackHead(head.getLong(8), head.getLong(16), false))
                : ofRecords(channel, pack);
    }

    /** True if nothing was ever written behind the head. */
    static boolean isAlone(FileChannel channel) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SEARCH_BYTES);
        long size = channel.size();
        for (long start = BYTES; start < size; start += SEARCH_BYTES) {
            window.clear().limit((int) Math.min(SEARCH_BYTES, size - start));
            PackReader.fill(channel, window, start);
            for (int i = 0; i < window.limit(); i++) {
                if (window.get(i) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The marker is what stands before the first bytes that have the checksum of a record's head. */
    private static Optional<PackHead> ofRecords(FileChannel channel, Path pack) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SEARCH_BYTES);
        long size = channel.size();
        for (long start = BYTES; start + RecordHead.BYTES <= size; start += SEARCH_BYTES - OVERLAP_BYTES) {
            window.clear().limit((int) Math.min(SEARCH_BYTES, size - start));
            PackReader.fill(channel, window, start);
            for (int i = 0; i + RecordHead.BYTES <= window.limit(); i += RecordHead.ALIGNMENT) {
                long marker = window.getLong(i);
                if (marker != 0 && RecordHead.get(window, i, marker).isPresent()) {
                    return Optional.of(new PackHead(marker, base(pack), true));
                }
            }
        }
        return Optional.empty();
    }

    private static int crc(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, 24));
        return (int) crc.getValue();
    }
}
