package org.vigie.ingest.dicom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
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
    /** Of all large ones together, while they are received; small ones are never in the way of one another. */
    private static final long MAX_BYTES_IN_ALL = 40L << 20;
    /** 200,000 references of a storage commitment take three quarters of it. */
    private static final ParserLimits LIMITS = new ParserLimits(32, 2_000_000, 16 << 20, 100L << 20, 2L << 30);

    private static final AtomicLong IN_ALL = new AtomicLong();

    private CommandData() {}

    static Attributes read(@Nullable PDVInputStream data, String syntax) throws IOException {
        if (data == null) {
            throw new DicomServiceException(Status.MissingAttribute, "no data set");
        }
        try (Bounded bytes = new Bounded()) {
            data.copyTo(bytes);
            if (bytes.tooLong) {
                throw new DicomServiceException(Status.ResourceLimitation, "data set too long");
            }
            if (bytes.tooMany) {
                throw new DicomServiceException(Status.ResourceLimitation, "too many at a time, come again");
            }
            return parsed(bytes.content(), syntax);
        }
    }

    private static Attributes parsed(InputStream content, String syntax) throws DicomServiceException {
        try (DicomInputStream in = new DicomInputStream(content, syntax)) {
            return BoundedReader.read(in, -1, LIMITS, BoundedReader.Bulk.SKIPPED, LargeReads::begin);
        } catch (IOException | RuntimeException | StackOverflowError garbage) {
            // The parser fails in many ways on hostile bytes; its message may quote them.
            throw new DicomServiceException(
                    Status.ProcessingFailure, garbage.getClass().getSimpleName());
        } finally {
            LargeReads.end();
        }
    }

    private static final class Bounded extends ByteArrayOutputStream {
        private long counted;
        private boolean tooLong;
        private boolean tooMany;

        @Override
        public synchronized void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) {
            tooLong |= count + length > MAX_BYTES;
            if (tooLong || tooMany) {
                return;
            }
            if (count + length > LargeReads.BYTES) {
                counted += length;
                tooMany = IN_ALL.addAndGet(length) > MAX_BYTES_IN_ALL;
            }
            if (!tooMany) {
                super.write(from, offset, length);
            }
        }

        synchronized InputStream content() {
            return new ByteArrayInputStream(buf, 0, count);
        }

        @Override
        public void close() {
            IN_ALL.addAndGet(-counted);
        }
    }
}
