package org.vigie.staging.messaging;

import java.io.Serial;

/** The broker did not confirm what was stated. */
public final class IntakeUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    IntakeUnavailableException(Throwable cause) {
        super("the broker did not confirm the facts in time", cause);
    }
}
