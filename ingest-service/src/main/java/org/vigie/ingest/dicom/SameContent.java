package org.vigie.ingest.dicom;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.io.DicomInputStream;

/** Whether two files hold the same data set although their bytes differ, as after a PACS changed the encoding. */
final class SameContent {
    /** Both files are read into memory. */
    private static final long MAX_BYTES = 256L << 20;

    private SameContent() {}

    static boolean test(Path a, Path b) {
        try {
            return Files.size(a) + Files.size(b) <= MAX_BYTES && read(a).equals(read(b));
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    private static Attributes read(Path file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return in.readDataset(-1, -1);
        }
    }
}
