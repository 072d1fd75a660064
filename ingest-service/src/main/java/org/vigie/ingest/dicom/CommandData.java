package org.vigie.ingest.dicom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.service.DicomServiceException;
import org.jspecify.annotations.Nullable;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.ParserLimits;

/** Reads the data set of an N-service without trusting it: bounded in size, and never the end of the thread. */
final class CommandData {
    private static final int MAX_BYTES = 32 << 20;

    private CommandData() {}

    static Attributes read(@Nullable PDVInputStream data, String syntax) throws IOException {
        if (data == null) {
            throw new DicomServiceException(Status.MissingAttribute, "no data set");
        }
        Bounded bytes = new Bounded();
        data.copyTo(bytes);
        if (bytes.overflow) {
            throw new DicomServiceException(Status.ResourceLimitation, "data set too long");
        }
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(bytes.kept.toByteArray()), syntax)) {
            return BoundedReader.read(in, -1, ParserLimits.DEFAULT, BoundedReader.Bulk.SKIPPED);
        } catch (IOException | RuntimeException | StackOverflowError garbage) {
            // The parser fails in many ways on hostile bytes; its message may quote them.
            throw new DicomServiceException(
                    Status.ProcessingFailure, garbage.getClass().getSimpleName());
        }
    }

    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean overflow;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            overflow |= kept.size() + length > MAX_BYTES;
            if (!overflow) {
                kept.write(from, offset, length);
            }
        }
    }
}
