package org.vigie.diffusion.dicom;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.io.DicomInputStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.LimitExceededException;
import org.vigie.mr.dicom.ParserLimits;

/** Bytes of a DICOM file to a data set. */
final class Datasets {
    private static final int PREAMBLE = 128;
    private static final long LARGEST = 1L << 30;
    private static final String LIMITS = "vigie.dicom.limits.";
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

    private Datasets() {}

    record Parsed(Attributes dataset, String transferSyntax) {}

    /** True if the bytes, unzipped, begin like a DICOM file. */
    static boolean isDicom(byte[] bytes) {
        byte[] head = new byte[PREAMBLE + PREFIX.length];
        try (InputStream in = plain(bytes)) {
            if (in.readNBytes(head, 0, head.length) < head.length) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (head[PREAMBLE + i] != PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads up to and without {@code stopTag}; -1 reads all.
     *
     * @throws IOException if the bytes end early or are no data set, whatever the parser made of them
     */
    static Parsed parse(byte[] bytes, int stopTag) throws IOException {
        return parse(bytes, stopTag, ParserLimits.DEFAULT);
    }

    /**
     * The same within limits of the site.
     *
     * @throws LimitExceededException beyond them
     */
    static Parsed parse(byte[] bytes, int stopTag, ParserLimits limits) throws IOException {
        try (DicomInputStream in = new DicomInputStream(plain(bytes))) {
            Attributes dataset = BoundedReader.read(in, stopTag, limits, BoundedReader.Bulk.HELD);
            return new Parsed(dataset, in.getTransferSyntax());
        } catch (LimitExceededException e) {
            throw e;
        } catch (EOFException e) {
            throw new IOException("the data set ends early", e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("not a readable data set: " + e.getClass().getSimpleName(), e);
        } catch (OutOfMemoryError e) {
            throw new IOException("an element is larger than the memory", e);
        }
    }

    /** Why a data set was not read: the limit it breaks, by the name of its key, or what else is said of it. */
    static Reason reason(IOException fault, Reason otherwise) {
        return fault instanceof LimitExceededException limit
                ? Reason.of(ReasonCode.BUDGET_EXCEEDED, LIMITS + limit.limit())
                : otherwise;
    }

    /** Compressed input may not grow without end. */
    private static final class Bounded extends FilterInputStream {
        private long left = LARGEST;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = super.read(to, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("larger than " + LARGEST + " bytes when unpacked");
            }
        }
    }

    private static InputStream plain(byte[] bytes) throws IOException {
        boolean zipped = bytes.length > 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
        InputStream raw = new ByteArrayInputStream(bytes);
        return zipped ? new Bounded(new GZIPInputStream(raw)) : raw;
    }
}
