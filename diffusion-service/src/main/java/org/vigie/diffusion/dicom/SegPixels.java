package org.vigie.diffusion.dicom;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** The stored values of a segmentation, frame by frame: one bit, or 8 or 16 bits, a pixel (PS3.5 8.1.1). */
final class SegPixels {
    private final ByteBuffer bytes;
    private final int bits;
    private final int pixels;

    private SegPixels(ByteBuffer bytes, int bits, int pixels) {
        this.bytes = bytes;
        this.bits = bits;
        this.pixels = pixels;
    }

    sealed interface Opened {
        record Ready(SegPixels pixels) implements Opened {}

        record Refused(Reason reason) implements Opened {}
    }

    /** More than the promised bits, rounded up to an even number of bytes, is another picture than the header says. */
    static Opened open(Datasets.Parsed parsed, int frames) {
        Attributes seg = parsed.dataset();
        int bits = seg.getInt(Tag.BitsAllocated, 0);
        if ((bits != 1 && bits != 8 && bits != 16)
                || seg.getInt(Tag.BitsStored, bits) != bits
                || seg.getInt(Tag.SamplesPerPixel, 1) != 1
                || seg.getInt(Tag.PixelRepresentation, 0) != 0) {
            return new Opened.Refused(Reason.of(ReasonCode.NOT_DECODABLE, "roi.pixelFormat"));
        }
        int pixels = Math.multiplyExact(seg.getInt(Tag.Rows, 0), seg.getInt(Tag.Columns, 0));
        return switch (SegFrames.stored(parsed, frames, bits)) {
            case SegFrames.Result.Refused(Reason reason) -> new Opened.Refused(reason);
            case SegFrames.Result.Stored(ByteBuffer bytes) -> checked(new SegPixels(bytes, bits, pixels), frames);
        };
    }

    private static Opened checked(SegPixels opened, int frames) {
        long promised = ((long) opened.pixels * frames * opened.bits + 7) / 8;
        long length = opened.bytes.capacity();
        return length < promised || length > promised + promised % 2 || opened.bitsBeyond((long) opened.pixels * frames)
                ? new Opened.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi.pixelData"))
                : new Opened.Ready(opened);
    }

    private boolean bitsBeyond(long last) {
        if (bits != 1) {
            return false;
        }
        for (long bit = last; bit < 8L * bytes.capacity(); bit++) {
            if ((bytes.get((int) (bit >> 3)) >> (bit & 7) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    int value(int frame, int pixel) {
        long index = (long) frame * pixels + pixel;
        return switch (bits) {
            case 1 -> bytes.get((int) (index >> 3)) >> (index & 7) & 1;
            case 8 -> bytes.get((int) index) & 0xff;
            default -> (bytes.get((int) (2 * index)) & 0xff) | ((bytes.get((int) (2 * index + 1)) & 0xff) << 8);
        };
    }

    /** Pixels whose stored value is the one given. */
    BitSet equalTo(int frame, int value) {
        BitSet set = new BitSet(pixels);
        for (int i = 0; i < pixels; i++) {
            if (value(frame, i) == value) {
                set.set(i);
            }
        }
        return set;
    }

    /** Pixels whose stored value is at least the one given. */
    BitSet atLeast(int frame, double value) {
        BitSet set = new BitSet(pixels);
        for (int i = 0; i < pixels; i++) {
            if (value(frame, i) >= value) {
                set.set(i);
            }
        }
        return set;
    }

    /** Distinct stored values of a frame, ascending. */
    int[] values(int frame) {
        BitSet seen = new BitSet();
        for (int i = 0; i < pixels; i++) {
            seen.set(value(frame, i));
        }
        return seen.stream().toArray();
    }

    int count(int frame, int above) {
        int count = 0;
        for (int i = 0; i < pixels; i++) {
            if (value(frame, i) > above) {
                count++;
            }
        }
        return count;
    }

    int largest(int frame) {
        return Arrays.stream(values(frame)).max().orElse(0);
    }
}
