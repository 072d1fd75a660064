package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.Reason;

/** Compressed segmentations give the pixels that were compressed, or say what they are compressed by. */
class SegFramesTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 7;
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1";
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";

    /** 35 bits a frame: in the array the second frame begins in the middle of a byte, when compressed with a new one. */
    @Test
    void framesOfSingleBitsAreJoinedWithoutGaps() {
        boolean[][] pixels = bits();
        Attributes seg = seg(1, deflated(packed(pixels[0])), deflated(packed(pixels[1])));

        byte[] stored = stored(seg, DEFLATED_FRAMES, 1);

        boolean[] all = Arrays.copyOf(pixels[0], 2 * ROWS * COLUMNS);
        System.arraycopy(pixels[1], 0, all, ROWS * COLUMNS, ROWS * COLUMNS);
        assertThat(stored).isEqualTo(packed(all));
    }

    @Test
    void fractionsAndLabelsComeOutOfRunLengths() {
        byte[] first = new byte[ROWS * COLUMNS];
        byte[] second = new byte[ROWS * COLUMNS];
        new Random(4).nextBytes(first);
        Arrays.fill(second, (byte) 200);

        byte[] stored = stored(seg(8, literal(first), literal(second)), RLE, 8);

        assertThat(Arrays.copyOf(stored, 35)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(stored, 35, 70)).isEqualTo(second);
    }

    /** A frame that DCMTK compressed; the values are those of a formula. */
    @Test
    void fractionsComeOutOfJpegLs() throws IOException {
        byte[] frame;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/codec/jls-mixed-8.jls"))) {
            frame = in.readAllBytes();
        }
        Attributes seg = seg(8, frame);
        seg.setInt(Tag.Rows, VR.US, 47);
        seg.setInt(Tag.Columns, VR.US, 61);
        seg.setInt(Tag.NumberOfFrames, VR.IS, 1);

        byte[] eight = stored(seg, JPEG_LS, 8);

        // The formula has a block of the largest value and one of zeros.
        assertThat(eight).hasSize(47 * 61);
        assertThat(eight[15 * 61 + 25]).isEqualTo((byte) 255);
        assertThat(eight[35 * 61 + 50]).isZero();
    }

    @Test
    void sixteenBitLabelsAreLittleEndian() {
        byte[] labels = new byte[2 * ROWS * COLUMNS];
        labels[2] = 0x34;
        labels[3] = 0x12;
        Attributes seg = seg(16, deflated(labels), deflated(labels));

        byte[] stored = stored(seg, DEFLATED_FRAMES, 16);

        assertThat(Arrays.copyOf(stored, 70)).isEqualTo(labels);
        assertThat(Arrays.copyOfRange(stored, 70, 140)).isEqualTo(labels);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2.5, 1, 'NOT_DECODABLE(1.2.840.10008.1.2.5 RLE Lossless, one bit a pixel)'",
        "1.2.840.10008.1.2.4.90, 1, 'NOT_DECODABLE(1.2.840.10008.1.2.4.90 JPEG 2000 Lossless Only, one bit a pixel)'",
        "1.2.840.10008.1.2.4.81, 8, NOT_DECODABLE(1.2.840.10008.1.2.4.81 JPEG-LS Near-Lossless)",
        "1.2.840.10008.1.2.4.50, 8, NOT_DECODABLE(1.2.840.10008.1.2.4.50 JPEG Baseline P1)",
        "1.2.840.10008.1.2.4.201, 8, NOT_DECODABLE(1.2.840.10008.1.2.4.201 HTJ2K Lossless Only)",
        "1.2.840.10008.1.2.2, 8, NOT_DECODABLE(1.2.840.10008.1.2.2 Explicit VR Big Endian)",
        "1.2.3.4, 8, NOT_DECODABLE(1.2.3.4)"
    })
    void whatIsNotDecodedIsRefusedByName(String syntax, int bits, String reason) {
        assertThat(SegFrames.stored(new Datasets.Parsed(seg(bits, new byte[64], new byte[64]), syntax), 2, bits))
                .isEqualTo(new SegFrames.Result.Refused(Reason.parse(reason)));
    }

    @Test
    void aFrameThatEndsEarlyOrIsMissingIsNamed() {
        byte[] whole = deflated(packed(bits()[0]));
        byte[] longer = deflated(new byte[9]);
        for (Attributes seg : List.of(
                seg(1, whole, Arrays.copyOf(whole, 1)), seg(1, whole, longer), seg(1, whole), new Attributes())) {
            seg.setInt(Tag.Rows, VR.US, ROWS);
            seg.setInt(Tag.Columns, VR.US, COLUMNS);
            assertThat(SegFrames.stored(new Datasets.Parsed(seg, DEFLATED_FRAMES), 2, 1))
                    .isEqualTo(new SegFrames.Result.Refused(Reason.parse("INVALID_VALUE(roi.pixelData)")));
        }
    }

    @Test
    void fewBytesThatPromiseTooManyAreRefused() {
        Attributes seg = seg(16, new byte[64], new byte[64]);
        seg.setInt(Tag.Rows, VR.US, 65_535);
        seg.setInt(Tag.Columns, VR.US, 32_767);

        assertThat(SegFrames.stored(new Datasets.Parsed(seg, RLE), 2, 16))
                .isEqualTo(new SegFrames.Result.Refused(Reason.parse("BUDGET_EXCEEDED(memory)")));
    }

    private static byte[] stored(Attributes seg, String syntax, int bits) {
        SegFrames.Result result =
                SegFrames.stored(new Datasets.Parsed(seg, syntax), seg.getInt(Tag.NumberOfFrames, 0), bits);
        assertThat(result).isInstanceOf(SegFrames.Result.Stored.class);
        return ((SegFrames.Result.Stored) result).bytes().array();
    }

    private static Attributes seg(int bits, byte[]... frames) {
        Attributes seg = new Attributes();
        seg.setInt(Tag.Rows, VR.US, ROWS);
        seg.setInt(Tag.Columns, VR.US, COLUMNS);
        seg.setInt(Tag.NumberOfFrames, VR.IS, 2);
        seg.setInt(Tag.BitsAllocated, VR.US, bits);
        Fragments fragments = seg.newFragments(Tag.PixelData, VR.OB, frames.length + 1);
        fragments.add(new byte[0]);
        fragments.addAll(List.of(frames));
        return seg;
    }

    private static boolean[][] bits() {
        boolean[][] bits = new boolean[2][ROWS * COLUMNS];
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            bits[0][i] = i % 3 == 0;
            bits[1][i] = i % 5 < 2;
        }
        return bits;
    }

    /** From the lowest bit on (PS3.5 8.1.1), to an even number of bytes. */
    private static byte[] packed(boolean[] bits) {
        byte[] bytes = new byte[(bits.length + 7) / 8];
        for (int i = 0; i < bits.length; i++) {
            bytes[i / 8] = (byte) (bytes[i / 8] | (bits[i] ? 1 << i % 8 : 0));
        }
        return bytes;
    }

    private static byte[] deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater(9, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[1000];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }

    /** One segment of literal runs (PS3.5 annex G). */
    private static byte[] literal(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] header = new byte[64];
        header[0] = 1;
        header[4] = 64;
        out.writeBytes(header);
        out.write(bytes.length - 1);
        out.writeBytes(bytes);
        return out.toByteArray();
    }
}
