package org.vigie.diffusion.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** One code-block: where it lies in its subband, and what the packets have brought of it. */
final class J2kBlock {
    static final int BYPASS = 0x01;
    static final int TERMINATE_ALL = 0x04;
    private static final int MOST_PASSES = 200;

    final int x0;
    final int y0;
    final int x1;
    final int y1;
    final int column;
    final int row;
    final List<Segment> segments = new ArrayList<>();
    boolean included;
    int zeroPlanes;
    int passes;
    private int lengthBits = 3;

    J2kBlock(int x0, int y0, int x1, int y1, int column, int row) {
        this.x0 = x0;
        this.y0 = y0;
        this.x1 = x1;
        this.y1 = y1;
        this.column = column;
        this.row = row;
    }

    /** Bytes that one arithmetic or raw coder reads. */
    static final class Segment {
        final int most;
        int passes;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Segment(int most) {
            this.most = most;
        }
    }

    /** Bytes to come in this packet's body. */
    record Coming(Segment segment, int length) {}

    /** Reads passes and lengths of this packet. */
    List<Coming> header(J2kPacketBits bits, int style) throws CodecException {
        int fresh = bits.passes();
        if (passes + fresh > MOST_PASSES) {
            throw CodecException.corrupt("coding passes");
        }
        while (bits.bit() == 1) {
            lengthBits++;
            if (lengthBits > 31) {
                throw CodecException.corrupt("length of a code-block");
            }
        }
        List<Coming> coming = new ArrayList<>();
        while (fresh > 0) {
            if (segments.isEmpty() || segments.getLast().passes == segments.getLast().most) {
                segments.add(new Segment(most(style)));
            }
            Segment segment = segments.getLast();
            int now = Math.min(fresh, segment.most - segment.passes);
            int width = lengthBits + (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(now));
            if (width > 31) {
                throw CodecException.corrupt("length of a code-block");
            }
            coming.add(new Coming(segment, bits.bits(width)));
            segment.passes += now;
            passes += now;
            fresh -= now;
        }
        return coming;
    }

    /** Passes until the coder is ended: by the style all, none, or from the tenth on by turns. */
    private int most(int style) {
        if ((style & TERMINATE_ALL) != 0) {
            return 1;
        }
        if ((style & BYPASS) == 0) {
            return MOST_PASSES;
        }
        if (segments.isEmpty()) {
            return 10;
        }
        return segments.getLast().most == 2 ? 1 : 2;
    }
}
