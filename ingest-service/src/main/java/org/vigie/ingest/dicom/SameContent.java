package org.vigie.ingest.dicom;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.util.TagUtils;
import org.vigie.ingest.IngestPipeline.Content;
import org.vigie.ingest.domain.Comparison;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.CorruptObjectException;
import org.vigie.store.s3.BucketAwayException;

/** Whether two files hold the same data set although their bytes differ, as after a PACS changed the encoding. */
public final class SameContent {
    /** Up to here both are read into memory. */
    private static final int MAX_BYTES = 32 << 20;

    private SameContent() {}

    /** Whether they are known to hold the same data set. */
    public static boolean test(Content a, Content b) {
        return compare(a, b) == Comparison.SAME;
    }

    /** What is not compared may be comparable later; what is no data set is other content, as its bytes differ. */
    public static Comparison compare(Content a, Content b) {
        try {
            return compared(a, b);
        } finally {
            LargeReads.end();
        }
    }

    private static Comparison compared(Content a, Content b) {
        byte[] bytes;
        byte[] others;
        try {
            bytes = bytes(a);
            others = bytes(b);
        } catch (IOException unreadable) {
            return Comparison.NOT_COMPARED;
        }
        boolean large = bytes.length > MAX_BYTES || others.length > MAX_BYTES;
        try {
            Attributes one = large ? read(a) : read(bytes);
            Attributes other = large ? read(b) : read(others);
            if (large && one.bigEndian() != other.bigEndian()) {
                return Comparison.NOT_COMPARED;
            }
            boolean same = one.equals(other) || (one.bigEndian() == other.bigEndian() && sameValues(one, other));
            return same ? Comparison.SAME : Comparison.OTHER;
        } catch (BucketAwayException | CorruptObjectException | NoSuchFileException away) {
            return Comparison.NOT_COMPARED;
        } catch (IOException | RuntimeException | StackOverflowError noDataSet) {
            return Comparison.OTHER;
        }
    }

    /** Without holding long values: their hashes are compared. */
    private static Attributes read(Content content) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new BufferedInputStream(content.open(), 1 << 16))) {
            return BoundedReader.read(in, -1, ParserLimits.DEFAULT, BoundedReader.Bulk.HASHED);
        }
    }

    /** Element by element; an implicit encoding has lost the representation of private elements, not their bytes. */
    private static boolean sameValues(Attributes a, Attributes b) throws IOException {
        int[] tags = withoutGroupLengths(a);
        if (!Arrays.equals(tags, withoutGroupLengths(b))) {
            return false;
        }
        for (int tag : tags) {
            if (!sameValue(a, b, tag)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameValue(Attributes a, Attributes b, int tag) throws IOException {
        VR inA = a.getVR(tag);
        VR inB = b.getVR(tag);
        if (inA == VR.SQ && inB == VR.SQ) {
            return sameItems(a.getSequence(tag), b.getSequence(tag));
        }
        if (inA == VR.SQ || inB == VR.SQ) {
            // A private sequence becomes bytes of unknown kind on the way; nothing tells whether they are the same
            // items.
            return TagUtils.isPrivateGroup(tag) && (inA == VR.UN || inB == VR.UN);
        }
        return (text(inA) && text(inB))
                ? Arrays.equals(unpadded(a, tag), unpadded(b, tag))
                : Arrays.equals(a.getBytes(tag), b.getBytes(tag));
    }

    private static boolean sameItems(Sequence a, Sequence b) throws IOException {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!sameValues(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Text may be padded; in pixels and numbers a last byte of 0 or 32 is a value. */
    private static boolean text(VR vr) {
        return vr.isStringType() || vr == VR.UN;
    }

    /** Without the padding to even length, which some readers remove and some keep. */
    private static byte[] unpadded(Attributes dataset, int tag) throws IOException {
        byte[] bytes = dataset.getBytes(tag);
        if (bytes == null) {
            return new byte[0];
        }
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == ' ' || bytes[length - 1] == 0)) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int[] withoutGroupLengths(Attributes dataset) {
        return Arrays.stream(dataset.tags()).filter(tag -> (tag & 0xFFFF) != 0).toArray();
    }

    /** One byte more than the limit tells that there are more. */
    private static byte[] bytes(Content content) throws IOException {
        try (InputStream in = content.open()) {
            byte[] front = in.readNBytes(LargeReads.BYTES);
            if (front.length < LargeReads.BYTES) {
                return front;
            }
            LargeReads.begin();
            byte[] rest = in.readNBytes(MAX_BYTES + 1 - front.length);
            byte[] whole = Arrays.copyOf(front, front.length + rest.length);
            System.arraycopy(rest, 0, whole, front.length, rest.length);
            return whole;
        }
    }

    private static Attributes read(byte[] file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(file))) {
            return BoundedReader.read(in, -1, ParserLimits.DEFAULT, BoundedReader.Bulk.HELD);
        }
    }
}
