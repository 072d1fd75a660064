package org.dcm4che3.util;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is no longer of use; a failure to do so changes nothing. */
public class SafeClose {
    public static void close(Closeable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (IOException ignored) {
            // As in dcm4che: there is nothing left to save.
        }
    }
}
