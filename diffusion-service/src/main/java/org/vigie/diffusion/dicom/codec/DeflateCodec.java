package org.vigie.diffusion.dicom.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Deflated Image Frame Compression (PS3.5 A.4.14): each frame's native bytes, little-endian, as one deflate stream
 * (RFC 1951) without header; one bit a pixel is packed from the lowest bit on and each frame begins with a new byte.
 */
final class DeflateCodec implements FrameCodec {
    @Override
    public int[] decode(byte[] data, FrameShape shape) throws CodecException {
        byte[] plain = inflate(data, (int) (((long) shape.pixels() * shape.bitsAllocated() + 7) / 8));
        int[] samples = new int[shape.pixels()];
        int bytesPerSample = shape.bitsAllocated() / 8;
        for (int i = 0; i < samples.length; i++) {
            if (bytesPerSample == 0) {
                samples[i] = plain[i >> 3] >> (i & 7) & 1;
            }
            for (int b = 0; b < bytesPerSample; b++) {
                samples[i] |= (plain[i * bytesPerSample + b] & 0xff) << (8 * b);
            }
        }
        return samples;
    }

    private static byte[] inflate(byte[] data, int length) throws CodecException {
        byte[] plain = new byte[length];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(data);
            int filled = 0;
            while (filled < length) {
                int more = inflater.inflate(plain, filled, length - filled);
                if (more == 0) {
                    throw CodecException.corrupt("deflated frame ends early");
                }
                filled += more;
            }
            // One byte may pad an odd frame; more is another picture than the header says.
            byte[] beyond = new byte[2];
            if (inflater.inflate(beyond) > length % 2) {
                throw CodecException.corrupt("deflated frame is longer than promised");
            }
        } catch (DataFormatException e) {
            throw CodecException.corrupt("deflated frame");
        }
        return plain;
    }
}
