package org.vigie.diffusion.dicom;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.dicom.codec.CodecException;
import org.vigie.diffusion.dicom.codec.FrameCodec;
import org.vigie.diffusion.dicom.codec.FrameShape;
import org.vigie.diffusion.dicom.codec.TransferSyntax;

/**
 * The pixel data of a segmentation as one little-endian array, whatever its transfer syntax: bits packed without gaps
 * between frames, or 8 or 16 bits a pixel. Compressions that may lose something are refused: a label has no neighbours.
 */
final class SegFrames {
    private SegFrames() {}

    sealed interface Result {
        /** It may be shorter or longer than promised. */
        record Stored(ByteBuffer bytes) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    static Result stored(Datasets.Parsed parsed, int frames, int bits) {
        Attributes seg = parsed.dataset();
        String name = TransferSyntax.describe(parsed.transferSyntax());
        Optional<TransferSyntax> syntax = TransferSyntax.of(parsed.transferSyntax())
                .filter(s -> s.loss() == TransferSyntax.Loss.NONE && s != TransferSyntax.EXPLICIT_BIG_ENDIAN);
        if (syntax.isEmpty()) {
            return refused(ReasonCode.NOT_DECODABLE, name);
        }
        if (syntax.get().isNative()) {
            return new Result.Stored(
                    ByteBuffer.wrap(seg.getValue(Tag.PixelData) instanceof byte[] bytes ? bytes : new byte[0]));
        }
        Optional<FrameCodec> codec = syntax.get().codec();
        if (codec.isEmpty()) {
            return refused(ReasonCode.NOT_DECODABLE, name);
        }
        if (bits == 1 && !syntax.get().holdsSingleBits()) {
            return refused(ReasonCode.NOT_DECODABLE, name + ", one bit a pixel");
        }
        try {
            return decoded(seg, codec.get(), frames, bits);
        } catch (CodecException e) {
            return e.kind() == CodecException.Kind.CORRUPT
                    ? refused(ReasonCode.INVALID_VALUE, "roi.pixelData")
                    : refused(ReasonCode.NOT_DECODABLE, name + ", " + e.getMessage());
        }
    }

    private static Result decoded(Attributes seg, FrameCodec codec, int frames, int bits) throws CodecException {
        FrameShape shape = new FrameShape(seg.getInt(Tag.Rows, 0), seg.getInt(Tag.Columns, 0), bits, bits);
        OptionalInt length = length(shape, frames);
        if (length.isEmpty()) {
            return refused(ReasonCode.BUDGET_EXCEEDED, "memory");
        }
        Optional<List<byte[]>> parts = frames > 0 && seg.getValue(Tag.PixelData) instanceof Fragments fragments
                ? EncapsulatedFrames.of(fragments, frames)
                : Optional.empty();
        if (parts.isEmpty()) {
            return refused(ReasonCode.INVALID_VALUE, "roi.pixelData");
        }
        byte[] bytes = new byte[length.getAsInt()];
        int pixels = shape.pixels();
        for (int frame = 0; frame < frames; frame++) {
            int[] values = codec.decode(parts.get().get(frame), shape);
            for (int i = 0; i < pixels; i++) {
                put(bytes, bits, (long) frame * pixels + i, values[i]);
            }
        }
        return new Result.Stored(ByteBuffer.wrap(bytes));
    }

    /** Few bytes can promise many: a quarter of the heap at most. */
    private static OptionalInt length(FrameShape shape, int frames) {
        long length = ((long) shape.rows() * shape.columns() * frames * shape.bitsAllocated() + 7) / 8;
        return length <= Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4)
                ? OptionalInt.of((int) length)
                : OptionalInt.empty();
    }

    private static void put(byte[] bytes, int bits, long index, int value) {
        switch (bits) {
            case 1 -> bytes[(int) (index >> 3)] = (byte) (bytes[(int) (index >> 3)] | (value & 1) << (index & 7));
            case 8 -> bytes[(int) index] = (byte) value;
            default -> {
                bytes[(int) (2 * index)] = (byte) value;
                bytes[(int) (2 * index + 1)] = (byte) (value >> 8);
            }
        }
    }

    private static Result refused(ReasonCode code, String argument) {
        return new Result.Refused(Reason.of(code, argument));
    }
}
