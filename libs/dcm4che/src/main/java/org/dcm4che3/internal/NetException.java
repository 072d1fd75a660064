package org.dcm4che3.internal;

import java.io.IOException;
import java.util.Arrays;

/** What the port's network classes throw where dcm4che has IOExceptions of several names; catch IOException. */
public final class NetException extends IOException {
    private static final long serialVersionUID = 1L;

    public NetException(String message) {
        super(message);
    }

    public NetException(String subject, String detail) {
        super(subject + " " + detail);
    }

    public NetException(String message, Object... details) {
        super(message + " " + Arrays.toString(details));
    }
}
