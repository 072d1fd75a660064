package org.dcm4che3.util;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The stream methods of dcm4che that its users need. */
public class StreamUtils {
    public static void readFully(InputStream in, byte[] bytes, int offset, int length) throws IOException {
        if (in.readNBytes(bytes, offset, length) < length) {
            throw new EOFException();
        }
    }

    public static int readAvailable(InputStream in, byte[] bytes, int offset, int length) throws IOException {
        return in.readNBytes(bytes, offset, length);
    }

    public static void skipFully(InputStream in, long count) throws IOException {
        in.skipNBytes(count);
    }

    public static void copy(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
    }
}
