package org.vigie.mr.dicom;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputHandler;
import org.dcm4che3.io.DicomInputStream;

/**
 * Reads a data set within {@link ParserLimits}, checked at each element before a byte of its value is read: what is
 * nested too deeply never reaches the parser's recursion.
 */
public final class BoundedReader implements DicomInputHandler {
    /** An element's place in the parser's arrays. */
    private static final int ELEMENT_BYTES = 64;

    private static final int ITEM_BYTES = 160;
    /** Longer binary values hold nothing a header reader looks at; the largest that do (CSA) have some 200 kB. */
    private static final int HELD_BULK_BYTES = 1 << 20;

    private static final long LARGE_BYTES = 2L << 20;
    /** Entries of an array moved for elements that are not in ascending order. */
    private static final long MAX_MOVES = 100_000_000L;

    private static final long UNDEFINED = 0xFFFF_FFFFL;
    /** The parser would let the last one win. */
    private static final Set<Integer> IDENTITY = Set.of(
            Tag.SOPClassUID,
            Tag.SOPInstanceUID,
            Tag.StudyInstanceUID,
            Tag.SeriesInstanceUID,
            Tag.PatientID,
            Tag.IssuerOfPatientID);

    private final ParserLimits limits;
    private final Bulk bulk;
    private final Runnable large;
    /** Of the data set that is being read at each depth. */
    private final int[] highest;

    private int depth;
    private int elements;
    private long held;
    private long moves;
    private boolean isLarge;

    /** What becomes of long binary values. */
    public enum Bulk {
        HELD,
        /** They stand in the data set without a value. */
        SKIPPED,
        /** Their SHA-256 stands in their place, so that data sets of any length can be compared. */
        HASHED
    }

    private BoundedReader(ParserLimits limits, Bulk bulk, Runnable large) {
        this.limits = limits;
        this.bulk = bulk;
        this.large = large;
        this.highest = new int[limits.depth() + 1];
    }

    /**
     * Reads up to and without {@code stopTag}; -1 reads all.
     *
     * @param large runs once if more than 2 MiB are held; it may wait
     * @throws LimitExceededException if a limit is passed
     * @throws RepeatedElementException if an identifier of the patient or the object stands there twice with two values
     * @throws IOException if the bytes end early or are no data set; the parser also throws runtime exceptions
     */
    public static Attributes read(DicomInputStream in, int stopTag, ParserLimits limits, Bulk bulk, Runnable large)
            throws IOException {
        in.setDicomInputHandler(new BoundedReader(limits, bulk, large));
        return in.readDataset(-1, stopTag);
    }

    public static Attributes read(DicomInputStream in, int stopTag, ParserLimits limits, Bulk bulk) throws IOException {
        return read(in, stopTag, limits, bulk, () -> {});
    }

    /** Ends if a deflated data set has become longer than it may, or would with {@code more} bytes. */
    public static void checkInflated(DicomInputStream in, long more, ParserLimits limits)
            throws LimitExceededException {
        if (UID.DeflatedExplicitVRLittleEndian.equals(in.getTransferSyntax())
                && in.getPosition() + more > limits.inflatedBytes()) {
            throw exceeded("inflated-bytes", limits.inflatedBytes(), in.tag());
        }
    }

    @Override
    public void readValue(DicomInputStream in, Attributes into) throws IOException {
        long length = in.length() & UNDEFINED;
        boolean defined = length != UNDEFINED;
        count(in);
        int tag = in.tag();
        VR vr = in.vr();
        if (vr != VR.SQ && defined) {
            boolean binary = isBinary(vr);
            if (!binary && length > limits.valueBytes()) {
                throw exceeded("value-bytes", limits.valueBytes(), tag);
            }
            checkInflated(in, length, limits);
            if (binary && length > HELD_BULK_BYTES && bulk == Bulk.SKIPPED) {
                in.skipFully(length);
                into.setNull(tag, vr);
                return;
            }
            if (binary && length > HELD_BULK_BYTES && bulk == Bulk.HASHED) {
                into.setBytes(tag, vr, hash(in, length));
                return;
            }
            if (bulk != Bulk.HELD || !binary) {
                hold(length, tag);
            }
        }
        hold(ELEMENT_BYTES, tag);
        if (Integer.compareUnsigned(tag, highest[depth]) >= 0) {
            highest[depth] = tag;
        } else {
            moves += into.size();
            if (moves > MAX_MOVES) {
                throw exceeded("moves for elements out of order", MAX_MOVES, tag);
            }
        }
        byte[] before = depth == 0 && IDENTITY.contains(tag) ? into.getBytes(tag) : null;
        in.readValue(in, into);
        if (before != null && !Arrays.equals(before, into.getBytes(tag))) {
            throw new RepeatedElementException(tag);
        }
    }

    @Override
    public void readValue(DicomInputStream in, Sequence items) throws IOException {
        count(in);
        hold(ITEM_BYTES, in.tag());
        if (++depth > limits.depth()) {
            throw exceeded("depth", limits.depth(), in.tag());
        }
        highest[depth] = 0;
        in.readValue(in, items);
        depth--;
    }

    @Override
    public void readValue(DicomInputStream in, Fragments fragments) throws IOException {
        count(in);
        long length = in.length() & UNDEFINED;
        checkInflated(in, length, limits);
        hold(ELEMENT_BYTES, in.tag());
        if (bulk == Bulk.HASHED && length > HELD_BULK_BYTES) {
            fragments.add(hash(in, length));
            return;
        }
        if (bulk != Bulk.HELD) {
            hold(length, in.tag());
        }
        in.readValue(in, fragments);
    }

    private static byte[] hash(DicomInputStream in, long length) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        byte[] part = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int n = (int) Math.min(left, part.length);
            in.readFully(part, 0, n);
            digest.update(part, 0, n);
            left -= n;
        }
        return digest.digest();
    }

    @Override
    public void startDataset(DicomInputStream in) {
        // nothing to begin
    }

    @Override
    public void endDataset(DicomInputStream in) {
        // nothing to end
    }

    private void count(DicomInputStream in) throws LimitExceededException {
        if (++elements > limits.elements()) {
            throw exceeded("elements", limits.elements(), in.tag());
        }
        checkInflated(in, 0, limits);
    }

    private void hold(long bytes, int tag) throws LimitExceededException {
        held += bytes;
        if (held > limits.headerBytes()) {
            throw exceeded("header-bytes", limits.headerBytes(), tag);
        }
        if (held > LARGE_BYTES && !isLarge) {
            isLarge = true;
            large.run();
        }
    }

    private static boolean isBinary(VR vr) {
        return switch (vr) {
            case OB, OW, OF, OD, OL, UN -> true;
            default -> vr.name().equals("OV");
        };
    }

    private static LimitExceededException exceeded(String limit, long value, int tag) {
        return new LimitExceededException(
                limit,
                String.format(Locale.ROOT, "more than %d %s at (%04X,%04X)", value, limit, tag >>> 16, tag & 0xFFFF));
    }
}
