package org.vigie.diffusion.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.MrFrame;
import org.vigie.mr.PixelFormat;

/** Native pixel data, little or big endian, to signal = slope·stored + intercept. Everything else is refused by name. */
final class PixelDecoder {
    private static final Set<String> NATIVE =
            Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99");

    private final ByteBuffer pixels;
    private final int storedRows;
    private final int storedColumns;

    private PixelDecoder(ByteBuffer pixels, int storedRows, int storedColumns) {
        this.pixels = pixels;
        this.storedRows = storedRows;
        this.storedColumns = storedColumns;
    }

    /** One frame's signal and the pixels that hold the largest value that can be stored. */
    static final class Decoded {
        final float[] signal;
        final BitSet saturated;

        private Decoded(float[] signal, BitSet saturated) {
            this.signal = signal;
            this.saturated = saturated;
        }
    }

    sealed interface Opened {
        record Ready(PixelDecoder decoder) implements Opened {}

        record Refused(Reason reason) implements Opened {}
    }

    /** @param frames that the header promises */
    static Opened open(Datasets.Parsed parsed, int frames, PixelFormat format) {
        if (!NATIVE.contains(parsed.transferSyntax())) {
            return new Opened.Refused(Reason.of(ReasonCode.NOT_DECODABLE, parsed.transferSyntax()));
        }
        Attributes dataset = parsed.dataset();
        if (format.samplesPerPixel() != 1
                || (format.bitsAllocated() != 8 && format.bitsAllocated() != 16 && format.bitsAllocated() != 32)
                || format.bitsStored() < 1
                || format.bitsStored() > format.bitsAllocated()
                || format.highBit() < format.bitsStored() - 1
                || format.highBit() >= format.bitsAllocated()) {
            return new Opened.Refused(Reason.of(ReasonCode.NOT_DECODABLE, "pixelFormat"));
        }
        Optional<byte[]> bytes = bytes(dataset);
        int rows = dataset.getInt(Tag.Rows, 0);
        int columns = dataset.getInt(Tag.Columns, 0);
        long promised = (long) rows * columns * frames * (format.bitsAllocated() / 8);
        if (bytes.isEmpty() || promised <= 0 || bytes.get().length < promised) {
            return new Opened.Refused(Reason.of(ReasonCode.INVALID_VALUE, "pixelData"));
        }
        ByteOrder order = dataset.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new Opened.Ready(new PixelDecoder(ByteBuffer.wrap(bytes.get()).order(order), rows, columns));
    }

    private static Optional<byte[]> bytes(Attributes dataset) {
        return dataset.getValue(Tag.PixelData) instanceof byte[] bytes ? Optional.of(bytes) : Optional.empty();
    }

    Decoded decode(MrFrame frame) {
        PixelFormat format = frame.pixels();
        int rows = frame.geometry().rows();
        int columns = frame.geometry().columns();
        MosaicTile tile = frame.tile().orElse(new MosaicTile(0, 0));
        int first = frame.tile().isPresent() ? 0 : frame.frameIndex() * storedRows * storedColumns;
        float[] signal = new float[rows * columns];
        BitSet saturated = new BitSet();
        double slope = format.slope().orElse(1);
        double intercept = format.intercept().orElse(0);
        for (int row = 0; row < rows; row++) {
            int from = first + (tile.firstRow() + row) * storedColumns + tile.firstColumn();
            for (int column = 0; column < columns; column++) {
                int stored = stored(format, from + column);
                int to = row * columns + column;
                signal[to] = (float) (slope * stored + intercept);
                if (stored == format.maxStored()) {
                    saturated.set(to);
                }
            }
        }
        return new Decoded(signal, saturated);
    }

    private int stored(PixelFormat format, int index) {
        int raw = switch (format.bitsAllocated()) {
            case 8 -> pixels.get(index) & 0xff;
            case 16 -> pixels.getShort(2 * index) & 0xffff;
            default -> pixels.getInt(4 * index);
        };
        int left = Integer.SIZE - 1 - format.highBit();
        int right = Integer.SIZE - format.bitsStored();
        // To the left end and back: cuts what stands beside the stored bits and extends the sign.
        return format.signed() ? raw << left >> right : raw << left >>> right;
    }
}
