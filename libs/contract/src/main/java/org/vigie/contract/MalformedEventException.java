package org.vigie.contract;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes that are not what their topic promises; the reader sends them to its dead letters. */
public final class MalformedEventException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
