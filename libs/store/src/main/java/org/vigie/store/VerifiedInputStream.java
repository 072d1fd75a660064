package org.vigie.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.function.Consumer;
import org.vigie.contract.ObjectRef;

/** Passes bytes on and, at the end, refuses those that do not have the promised hash. */
final class VerifiedInputStream extends FilterInputStream {
    private final DigestInputStream digesting;
    private final ObjectRef ref;
    private final String place;
    private final Consumer<ObjectRef> damaged;
    private boolean ended;

    /** @param place where the bytes come from, for whoever has to look */
    VerifiedInputStream(InputStream bytes, ObjectRef ref, String place) {
        this(bytes, ref, place, nobody -> {});
    }

    /** @param damaged told before the reader is */
    VerifiedInputStream(InputStream bytes, ObjectRef ref, String place, Consumer<ObjectRef> damaged) {
        this(new DigestInputStream(bytes, Sha256.digest()), ref, place, damaged);
    }

    private VerifiedInputStream(DigestInputStream digesting, ObjectRef ref, String place, Consumer<ObjectRef> damaged) {
        super(digesting);
        this.digesting = digesting;
        this.ref = ref;
        this.place = place;
        this.damaged = damaged;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b < 0) {
            verify();
        }
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        if (n < 0) {
            verify();
        }
        return n;
    }

    /** Reads through, so that no byte escapes the hash. */
    @Override
    public long skip(long n) throws IOException {
        long left = n;
        byte[] discarded = new byte[8192];
        while (left > 0) {
            int got = read(discarded, 0, (int) Math.min(left, discarded.length));
            if (got < 0) {
                break;
            }
            left -= got;
        }
        return n - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (!java.util.HexFormat.of()
                .formatHex(digesting.getMessageDigest().digest())
                .equals(ref.sha256())) {
            damaged.accept(ref);
            throw new CorruptObjectException(ref, place);
        }
    }
}
