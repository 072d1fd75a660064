package org.vigie.diffusion.dicom;

import java.io.IOException;

/** Where the bytes of one instance are: a file, or the object store. */
@FunctionalInterface
public interface ByteSource {
    /** @throws IOException if the place fails; bytes that are no DICOM are not its concern */
    byte[] read() throws IOException;
}
