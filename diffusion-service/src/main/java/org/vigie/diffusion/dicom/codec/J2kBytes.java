package org.vigie.diffusion.dicom.codec;

import java.util.Arrays;

/** Big-endian reading of a part of an array; what is beyond its end is an error of the stream. */
final class J2kBytes {
    private final byte[] data;
    private final int end;
    private int position;

    J2kBytes(byte[] data, int from, int end) {
        this.data = data;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    int end() {
        return end;
    }

    int remaining() {
        return end - position;
    }

    int u8() throws CodecException {
        if (position >= end) {
            throw CodecException.corrupt("stream ends early");
        }
        return data[position++] & 0xff;
    }

    int u16() throws CodecException {
        return (u8() << 8) | u8();
    }

    long u32() throws CodecException {
        return ((long) u16() << 16) | u16();
    }

    /** What stands behind a two-byte length that counts itself. */
    J2kBytes segment() throws CodecException {
        int length = u16();
        if (length < 2 || length - 2 > remaining()) {
            throw CodecException.corrupt("segment ends early");
        }
        J2kBytes segment = new J2kBytes(data, position, position + length - 2);
        position += length - 2;
        return segment;
    }

    byte[] take(int count) throws CodecException {
        if (count < 0 || count > remaining()) {
            throw CodecException.corrupt("stream ends early");
        }
        position += count;
        return Arrays.copyOfRange(data, position - count, position);
    }

    /** True, and past it, if the two bytes of a marker come next. */
    boolean skips(int marker, int length) {
        boolean there = remaining() >= 2
                && (data[position] & 0xff) == marker >> 8
                && (data[position + 1] & 0xff) == (marker & 0xff);
        if (there) {
            position = Math.min(end, position + length);
        }
        return there;
    }
}
