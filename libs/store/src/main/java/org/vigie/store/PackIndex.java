package org.vigie.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The index file beside a sealed pack: {@code VIGIEIX1}, bytes of the pack (8), number of entries (8), the entries in the
 * pack's order, CRC-32C of all before (4). A pack without one is not sealed, or its index is made again from it.
 *
 * @param packBytes length of the pack when it was sealed
 */
record PackIndex(long packBytes, List<PackEntry> entries) {
    private static final long MAGIC = 0x5649474945495831L;
    private static final int FIXED_BYTES = 28;

    PackIndex {
        entries = List.copyOf(entries);
    }

    static Path beside(Path pack) {
        String name = String.valueOf(pack.getFileName());
        return pack.resolveSibling(name.substring(0, name.length() - ".pack".length()) + ".idx");
    }

    /** Every whole record of a pack; damaged stretches between them are left out. */
    static PackIndex scan(PackReader pack) throws IOException {
        List<PackEntry> entries = new ArrayList<>();
        long offset = PackReader.HEAD_BYTES;
        while (true) {
            Optional<RecordHead> record = pack.at(offset);
            if (record.isPresent()) {
                entries.add(new PackEntry(offset, record.get()));
                offset += record.get().recordBytes();
                continue;
            }
            var next = offset < pack.size() ? pack.search(offset) : java.util.OptionalLong.empty();
            if (next.isEmpty()) {
                return new PackIndex(offset, entries);
            }
            offset = next.getAsLong();
        }
    }

    /** How many records have lost their body for good. */
    int dropped() {
        return Math.toIntExact(entries.stream()
                .filter(e -> e.head().kind() == RecordHead.Kind.DROPPED)
                .count());
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(FIXED_BYTES + (long) entries.size() * PackEntry.BYTES));
        bytes.putLong(MAGIC).putLong(packBytes).putLong(entries.size());
        entries.forEach(e -> e.put(bytes));
        bytes.putInt(crc(bytes, bytes.position()));
        return bytes.array();
    }

    void write(Path pack) throws IOException {
        Path file = beside(pack);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer bytes = ByteBuffer.wrap(toBytes());
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(false);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(Directories.of(file));
    }

    /** Empty if there is none, or it is damaged or not of this pack. */
    static Optional<PackIndex> read(Path pack) throws IOException {
        Path file = beside(pack);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long packBytes = Files.size(pack);
        return parse(Files.readAllBytes(file)).filter(index -> index.packBytes() == packBytes);
    }

    /** Empty if these bytes are no index. */
    static Optional<PackIndex> parse(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int length = bytes.capacity();
        if (length < FIXED_BYTES || bytes.getLong(0) != MAGIC || bytes.getInt(length - 4) != crc(bytes, length - 4)) {
            return Optional.empty();
        }
        List<PackEntry> entries = new ArrayList<>();
        bytes.position(24);
        for (long left = bytes.getLong(16); left > 0; left--) {
            entries.add(PackEntry.get(bytes));
        }
        return Optional.of(new PackIndex(bytes.getLong(8), entries));
    }

    private static int crc(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }
}
