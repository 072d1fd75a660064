package org.vigie.store;

import java.io.IOException;
import org.vigie.store.s3.S3Bucket;

/**
 * Whose fault a failed upload is: the bucket's, which is away or takes nothing, or that of the one key. What waits for a
 * bucket that is away or takes nothing must wait on; a key that is denied holds up no other.
 */
final class Refusals {
    /** Turns a key may fail beside a bucket that takes others before they go on without it. */
    private static final int MOST_TRIES = 5;

    private static final byte[] FEW = {1};

    private final S3Bucket bucket;
    private final String probe;
    private int tries;
    private volatile boolean refused;

    /** @param node whose key is written to find out */
    Refusals(S3Bucket bucket, String node) {
        this.bucket = bucket;
        this.probe = "probe/" + node;
    }

    /** Whether the bucket answered and took nothing when it was last tried. */
    boolean refused() {
        return refused;
    }

    /** To be called with each turn in which all went well. */
    void none() {
        tries = 0;
        refused = false;
    }

    /** True if it has failed again and again beside a bucket that takes other keys. */
    boolean isItsOwn() {
        boolean answers = bucket.ask() instanceof S3Bucket.Answer.Reachable;
        refused = answers && !takes();
        tries = answers && !refused ? Math.min(tries + 1, MOST_TRIES) : 0;
        return tries == MOST_TRIES;
    }

    private boolean takes() {
        try {
            bucket.put(probe, FEW);
            return true;
        } catch (IOException denied) {
            return false;
        }
    }
}
