package org.vigie.diffusion.dicom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RLE Lossless (PS3.5 annex G): one PackBits segment per byte of a sample, the most significant first. */
final class RleCodec implements FrameCodec {
    private static final int HEADER = 64;
    private static final int MOST_SEGMENTS = 15;

    @Override
    public int[] decode(byte[] data, FrameShape shape) throws CodecException {
        int bytesPerSample = shape.bitsAllocated() / 8;
        if (data.length < HEADER) {
            throw CodecException.corrupt("RLE header");
        }
        ByteBuffer header = ByteBuffer.wrap(data, 0, HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int segments = header.getInt();
        if (segments != bytesPerSample || segments > MOST_SEGMENTS) {
            throw CodecException.corrupt("RLE segments");
        }
        int[] samples = new int[shape.pixels()];
        for (int segment = 0; segment < segments; segment++) {
            int from = header.getInt(4 + 4 * segment);
            int to = segment + 1 < segments ? header.getInt(8 + 4 * segment) : data.length;
            if (from < HEADER || to < from || to > data.length) {
                throw CodecException.corrupt("RLE offset");
            }
            unpack(data, from, to, samples, 8 * (bytesPerSample - 1 - segment));
        }
        return samples;
    }

    private static void unpack(byte[] data, int from, int to, int[] samples, int shift) throws CodecException {
        int in = from;
        int out = 0;
        while (out < samples.length) {
            if (in >= to) {
                throw CodecException.corrupt("RLE segment ends early");
            }
            int control = data[in++];
            if (control >= 0) {
                int count = Math.min(control + 1, samples.length - out);
                if (in + count > to) {
                    throw CodecException.corrupt("RLE segment ends early");
                }
                for (int i = 0; i < count; i++) {
                    samples[out++] |= (data[in + i] & 0xff) << shift;
                }
                in += control + 1;
            } else if (control != -128) {
                if (in >= to) {
                    throw CodecException.corrupt("RLE segment ends early");
                }
                int value = (data[in++] & 0xff) << shift;
                int end = Math.min(out + 1 - control, samples.length);
                while (out < end) {
                    samples[out++] |= value;
                }
            }
        }
    }
}
