package org.vigie.store.s3;

import java.io.IOException;

/**
 * S3 did not give or take one key now: no answer, an overloaded or failing server, or no access. Waiting may mend it; whether
 * it is the bucket or this key alone {@link S3Bucket#ask} says.
 */
public final class BucketAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message of ours: what the SDK says may hold signed requests */
    public BucketAwayException(String message) {
        super(message);
    }
}
