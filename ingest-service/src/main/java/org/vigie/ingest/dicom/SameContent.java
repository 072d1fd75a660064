package org.vigie.ingest.dicom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.util.TagUtils;
import org.vigie.ingest.IngestPipeline.Content;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.ParserLimits;

/** Whether two files hold the same data set although their bytes differ, as after a PACS changed the encoding. */
public final class SameContent {
    /** Both are read into memory. */
    private static final int MAX_BYTES = 32 << 20;

    private SameContent() {}

    public static boolean test(Content a, Content b) {
        try {
            byte[] bytes = bytes(a);
            byte[] others = bytes(b);
            if (bytes.length > MAX_BYTES || others.length > MAX_BYTES) {
                return false;
            }
            Attributes one = read(bytes);
            Attributes other = read(others);
            return one.equals(other) || (one.bigEndian() == other.bigEndian() && sameValues(one, other));
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            return false;
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
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private static Attributes read(byte[] file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(file))) {
            return BoundedReader.read(in, -1, ParserLimits.DEFAULT, BoundedReader.Bulk.HELD);
        }
    }
}
