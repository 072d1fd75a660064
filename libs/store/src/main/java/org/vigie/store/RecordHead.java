package org.vigie.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.vigie.contract.ObjectRef;

/**
 * What stands before each record of a pack; body, note and padding to a multiple of 8 bytes follow.
 *
 * <p>Big-endian: marker of the pack (8), key (8), bytes of the body (8), bytes of the note (4), CRC-32C of the note (4),
 * SHA-256 of the body (32), kind (4), CRC-32C of all before (4).
 *
 * @param key chosen by the writer, to find its records again; not necessarily unique
 * @param bodyBytes 0 where the record is a note alone; the length of the hole where the body is gone
 * @param sha256 of the body, lower-case hex; zeros where there is none
 */
record RecordHead(long key, long bodyBytes, int noteBytes, int noteCrc, String sha256, Kind kind) {
    static final int BYTES = 72;
    static final int ALIGNMENT = 8;
    private static final int SHA256_BYTES = 32;
    private static final String NO_HASH = "0".repeat(2 * SHA256_BYTES);
    private static final int MAX_NOTE_BYTES = 64 << 20;

    enum Kind {
        OBJECT(1),
        NOTE(2),
        /** The body was here and lies in S3; a hole is in its place. */
        EVICTED(3),
        /** The body was here until retention dropped it; a hole is in its place. */
        DROPPED(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** True where the body stands in the pack. */
        boolean hasBody() {
            return this == OBJECT;
        }

        static Optional<Kind> of(int code) {
            return Arrays.stream(values()).filter(k -> k.code == code).findFirst();
        }
    }

    static RecordHead object(long key, String sha256, long bodyBytes, byte[] note) {
        return new RecordHead(key, bodyBytes, note.length, crc(note), sha256, Kind.OBJECT);
    }

    static RecordHead note(long key, byte[] note) {
        return new RecordHead(key, 0, note.length, crc(note), NO_HASH, Kind.NOTE);
    }

    RecordHead as(Kind other) {
        return new RecordHead(key, bodyBytes, noteBytes, noteCrc, sha256, other);
    }

    /** The object of this record, wherever its body is; none where the record is a note alone. */
    Optional<ObjectRef> ref() {
        return kind == Kind.NOTE ? Optional.empty() : Optional.of(new ObjectRef(sha256, bodyBytes));
    }

    /** From the head's first byte to the next record's. */
    long recordBytes() {
        long bytes = BYTES + bodyBytes + noteBytes;
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    void put(ByteBuffer target, int at, long marker) {
        target.putLong(at, marker);
        target.putLong(at + 8, key);
        target.putLong(at + 16, bodyBytes);
        target.putInt(at + 24, noteBytes);
        target.putInt(at + 28, noteCrc);
        target.put(at + 32, HexFormat.of().parseHex(sha256));
        target.putInt(at + 64, kind.code());
        target.putInt(at + 68, crc(target, at));
    }

    /** Empty if these bytes are no head of a record of this pack. */
    static Optional<RecordHead> get(ByteBuffer source, int at, long marker) {
        if (source.getLong(at) != marker || source.getInt(at + 68) != crc(source, at)) {
            return Optional.empty();
        }
        long body = source.getLong(at + 16);
        int note = source.getInt(at + 24);
        Optional<Kind> kind = Kind.of(source.getInt(at + 64));
        if (body < 0 || note < 0 || note > MAX_NOTE_BYTES || kind.isEmpty()) {
            return Optional.empty();
        }
        byte[] sha256 = new byte[SHA256_BYTES];
        source.get(at + 32, sha256);
        return Optional.of(new RecordHead(
                source.getLong(at + 8),
                body,
                note,
                source.getInt(at + 28),
                HexFormat.of().formatHex(sha256),
                kind.get()));
    }

    boolean isNote(byte[] bytes) {
        return bytes.length == noteBytes && crc(bytes) == noteCrc;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer head, int at) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(at, BYTES - 4));
        return (int) crc.getValue();
    }
}
