package org.vigie.diffusion.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.dicom.codec.CodecException;
import org.vigie.diffusion.dicom.codec.FrameCodec;
import org.vigie.diffusion.dicom.codec.FrameShape;
import org.vigie.diffusion.dicom.codec.TransferSyntax;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.MrFrame;
import org.vigie.mr.PixelFormat;

/**
 * Pixel data, native or compressed, to signal = slope·stored + intercept. What cannot be decoded is refused by the name of
 * its transfer syntax.
 */
final class PixelDecoder {
    /** Scanners that store more bits may clip at twelve all the same. */
    private static final int TWELVE_BITS = 4095;

    private final Stored stored;
    private final int storedColumns;

    private PixelDecoder(Stored stored, int storedColumns) {
        this.stored = stored;
        this.storedColumns = storedColumns;
    }

    /** Raw stored values; the bits beside the stored ones are whatever they are. */
    @FunctionalInterface
    private interface Stored {
        int at(int frame, int pixel);
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

    /** @param needed frames that will be asked for, from the first on */
    static Opened open(Datasets.Parsed parsed, int needed, PixelFormat format) {
        Attributes dataset = parsed.dataset();
        Optional<TransferSyntax> syntax = TransferSyntax.of(parsed.transferSyntax());
        boolean decodable =
                syntax.filter(s -> s.isNative() || s.codec().isPresent()).isPresent();
        if (!decodable) {
            return refused(ReasonCode.NOT_DECODABLE, TransferSyntax.describe(parsed.transferSyntax()));
        }
        if (!isSupported(format)) {
            return refused(ReasonCode.NOT_DECODABLE, "pixelFormat");
        }
        if (!isUsable(format)) {
            return refused(ReasonCode.INVALID_VALUE, "rescaleSlope");
        }
        int rows = dataset.getInt(Tag.Rows, 0);
        int columns = dataset.getInt(Tag.Columns, 0);
        long promised = (long) rows * columns * needed * (format.bitsAllocated() / 8);
        if (promised <= 0 || promised > Integer.MAX_VALUE) {
            return refused(ReasonCode.INVALID_VALUE, "pixelData");
        }
        try {
            Optional<Stored> stored = syntax.get().codec().isPresent()
                    ? compressed(dataset, syntax.get().codec().get(), rows, columns, needed, format)
                    : uncompressed(dataset, rows * columns, promised, format.bitsAllocated());
            return stored.isPresent()
                    ? new Opened.Ready(new PixelDecoder(stored.get(), columns))
                    : refused(ReasonCode.INVALID_VALUE, "pixelData");
        } catch (CodecException e) {
            return switch (e.kind()) {
                case CORRUPT -> refused(ReasonCode.INVALID_VALUE, "pixelData");
                case UNSUPPORTED ->
                    refused(
                            ReasonCode.NOT_DECODABLE,
                            TransferSyntax.describe(parsed.transferSyntax()) + ", " + e.getMessage());
            };
        }
    }

    private static boolean isSupported(PixelFormat format) {
        return format.samplesPerPixel() == 1
                && (format.bitsAllocated() == 8 || format.bitsAllocated() == 16 || format.bitsAllocated() == 32)
                && format.bitsStored() >= 1
                && format.bitsStored() <= format.bitsAllocated()
                && format.highBit() >= format.bitsStored() - 1
                && format.highBit() < format.bitsAllocated();
    }

    /** A slope or intercept that is there and no number must not pass for 1 or 0. */
    private static boolean isUsable(PixelFormat format) {
        double slope = format.slope().orElse(1);
        return slope > 0
                && Double.isFinite(slope)
                && Double.isFinite(format.intercept().orElse(0));
    }

    private static Optional<Stored> uncompressed(Attributes dataset, int pixels, long promised, int bitsAllocated) {
        if (!(dataset.getValue(Tag.PixelData) instanceof byte[] bytes) || bytes.length < promised) {
            return Optional.empty();
        }
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(dataset.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return Optional.of(
                switch (bitsAllocated) {
                    case 8 -> (frame, pixel) -> buffer.get(frame * pixels + pixel);
                    case 16 -> (frame, pixel) -> buffer.getShort(2 * (frame * pixels + pixel));
                    default -> (frame, pixel) -> buffer.getInt(4 * (frame * pixels + pixel));
                });
    }

    /** All frames at once, so that what is wrong with one is known before the first is used. */
    private static Optional<Stored> compressed(
            Attributes dataset, FrameCodec codec, int rows, int columns, int needed, PixelFormat format)
            throws CodecException {
        int stated = Math.max(1, dataset.getInt(Tag.NumberOfFrames, 1));
        Optional<List<byte[]>> frames = dataset.getValue(Tag.PixelData) instanceof Fragments fragments
                ? EncapsulatedFrames.of(fragments, stated)
                : Optional.empty();
        if (frames.isEmpty() || frames.get().size() < needed) {
            return Optional.empty();
        }
        FrameShape shape = new FrameShape(rows, columns, format.bitsAllocated(), format.bitsStored());
        List<int[]> decoded = new ArrayList<>();
        for (byte[] frame : frames.get().subList(0, needed)) {
            decoded.add(codec.decode(frame, shape));
        }
        return Optional.of((frame, pixel) -> decoded.get(frame)[pixel]);
    }

    Decoded decode(MrFrame frame) {
        PixelFormat format = frame.pixels();
        int rows = frame.geometry().rows();
        int columns = frame.geometry().columns();
        MosaicTile tile = frame.tile().orElse(new MosaicTile(0, 0));
        int index = frame.tile().isPresent() ? 0 : frame.frameIndex();
        float[] signal = new float[rows * columns];
        BitSet saturated = new BitSet();
        BitSet atTwelveBits = new BitSet();
        int largest = Integer.MIN_VALUE;
        double slope = format.slope().orElse(1);
        double intercept = format.intercept().orElse(0);
        int left = Integer.SIZE - 1 - format.highBit();
        int right = Integer.SIZE - format.bitsStored();
        for (int row = 0; row < rows; row++) {
            int from = (tile.firstRow() + row) * storedColumns + tile.firstColumn();
            for (int column = 0; column < columns; column++) {
                // To the left end and back: cuts what stands beside the stored bits and extends the sign.
                int shifted = stored.at(index, from + column) << left;
                int value = format.signed() ? shifted >> right : shifted >>> right;
                int to = row * columns + column;
                signal[to] = (float) (slope * value + intercept);
                largest = Math.max(largest, value);
                if (value == format.maxStored()) {
                    saturated.set(to);
                } else if (value == TWELVE_BITS) {
                    atTwelveBits.set(to);
                }
            }
        }
        if (largest == TWELVE_BITS && atTwelveBits.cardinality() > 1) {
            saturated.or(atTwelveBits);
        }
        return new Decoded(signal, saturated);
    }

    private static Opened refused(ReasonCode code, String argument) {
        return new Opened.Refused(Reason.of(code, argument));
    }
}
