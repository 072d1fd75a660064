package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The bytes of objects inside packs. */
final class Bodies {
    private static final int BUFFER_BYTES = 1 << 18;

    private Bodies() {}

    /** Whether body and note are what was written. */
    static boolean isIntact(PackReader pack, PackEntry entry) throws IOException {
        if (pack.note(entry.offset(), entry.head()).isEmpty()) {
            return false;
        }
        if (!entry.head().kind().hasBody()) {
            return true;
        }
        return isIntact(
                pack.channel(),
                entry.offset() + RecordHead.BYTES,
                entry.head().bodyBytes(),
                entry.head().sha256());
    }

    /** Whether bytes have their hash. */
    static boolean isIntact(FileChannel file, long at, long bytes, String sha256) throws IOException {
        return isIntact(new Slice(file, at, bytes, false), bytes, sha256);
    }

    /** Whether a file of its own holds what was written. */
    static boolean isIntact(Path file, String sha256) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return isIntact(in, BUFFER_BYTES, sha256);
        }
    }

    private static boolean isIntact(InputStream in, long bytes, String sha256) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[Math.clamp(bytes, 1, BUFFER_BYTES)];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    /** A stretch of a file as a stream. */
    static final class Slice extends InputStream {
        private final FileChannel channel;
        private final boolean owned;
        private long at;
        private long left;

        /** @param owned whether closing this closes the channel */
        Slice(FileChannel channel, long at, long bytes, boolean owned) {
            this.channel = channel;
            this.at = at;
            this.left = bytes;
            this.owned = owned;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int n = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, left)), at);
            if (n > 0) {
                at += n;
                left -= n;
            }
            return n;
        }

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        @Override
        public void close() throws IOException {
            if (owned) {
                channel.close();
            }
        }
    }
}
