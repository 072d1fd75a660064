package org.vigie.ingest.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body that remembers its last bytes. A multipart parser takes the end of the stream for the end of a part; whether
 * the sender ended it or broke off, only the closing delimiter tells (RFC 2046 5.1.1).
 */
final class BodyTail extends FilterInputStream {
    private final byte[] ring = new byte[4096];
    private long seen;
    private boolean ended;

    BodyTail(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int read = in.read(to, from, length);
        if (read < 0) {
            ended = true;
            return read;
        }
        int kept = Math.min(read, ring.length);
        int at = (int) ((seen + read - kept) % ring.length);
        int first = Math.min(kept, ring.length - at);
        System.arraycopy(to, from + read - kept, ring, at, first);
        System.arraycopy(to, from + read - kept + first, ring, 0, kept - first);
        seen += read;
        return read;
    }

    /** True if the stream has ended, and not behind the closing delimiter. */
    boolean isBrokenOff(String boundary) {
        if (!ended) {
            return false;
        }
        int length = (int) Math.min(seen, ring.length);
        byte[] last = new byte[length];
        for (int i = 0; i < length; i++) {
            last[i] = ring[(int) ((seen - length + i) % ring.length)];
        }
        return !new String(last, StandardCharsets.ISO_8859_1).contains("--" + boundary + "--");
    }
}
