package org.vigie.store.s3;

import java.io.IOException;

/** The bucket can not be asked now: no answer, an overloaded or failing server, or no access any more. Waiting may mend it. */
public final class BucketAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message of ours: what the SDK says may hold signed requests */
    public BucketAwayException(String message) {
        super(message);
    }
}
