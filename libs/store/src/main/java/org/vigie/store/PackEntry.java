package org.vigie.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * One line of a pack's index: 72 bytes on disk.
 *
 * @param offset of the record in its pack
 */
record PackEntry(long offset, RecordHead head) {
    static final int BYTES = 72;

    void put(ByteBuffer target) {
        target.putLong(offset)
                .putLong(head.key())
                .putLong(head.bodyBytes())
                .putInt(head.noteBytes())
                .putInt(head.noteCrc())
                .put(HexFormat.of().parseHex(head.sha256()))
                .putLong(head.kind().code());
    }

    static PackEntry get(ByteBuffer source) {
        long offset = source.getLong();
        long key = source.getLong();
        long body = source.getLong();
        int note = source.getInt();
        int noteCrc = source.getInt();
        byte[] sha256 = new byte[32];
        source.get(sha256);
        RecordHead.Kind kind = RecordHead.Kind.of((int) source.getLong()).orElse(RecordHead.Kind.NOTE);
        return new PackEntry(
                offset, new RecordHead(key, body, note, noteCrc, HexFormat.of().formatHex(sha256), kind));
    }

    /** First 8 bytes of the SHA-256: what the table of all objects is keyed by. */
    long hash() {
        return hash(head.sha256());
    }

    static long hash(String sha256) {
        return Long.parseUnsignedLong(sha256, 0, 16, 16);
    }
}
