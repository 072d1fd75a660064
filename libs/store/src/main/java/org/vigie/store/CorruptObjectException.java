package org.vigie.store;

import java.io.IOException;
import java.io.Serial;
import org.vigie.contract.ObjectRef;

/** The bytes on disk are not those that were stored. */
public final class CorruptObjectException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    CorruptObjectException(ObjectRef ref, String place) {
        super("object " + ref.sha256() + " does not have its hash: SHA-256 of what " + place + " holds is another");
    }
}
