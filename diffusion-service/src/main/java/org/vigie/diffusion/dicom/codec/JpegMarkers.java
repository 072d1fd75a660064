package org.vigie.diffusion.dicom.codec;

/** Walks the marker segments of a JPEG or JPEG-LS stream. */
final class JpegMarkers {
    static final int SOI = 0xD8;
    static final int EOI = 0xD9;
    static final int SOS = 0xDA;
    static final int DHT = 0xC4;
    static final int DRI = 0xDD;
    static final int SOF_LOSSLESS = 0xC3;
    static final int SOF_LS = 0xF7;
    static final int LSE = 0xF8;

    private final byte[] data;
    private int position;
    private int marker;
    private int segmentStart;
    private int segmentEnd;

    JpegMarkers(byte[] data) throws CodecException {
        this.data = data;
        if (data.length < 4 || (data[0] & 0xff) != 0xff || (data[1] & 0xff) != SOI) {
            throw CodecException.corrupt("no start of image");
        }
        this.position = 2;
    }

    /** To the next segment; its marker code. */
    int next() throws CodecException {
        while (position < data.length && (data[position] & 0xff) != 0xff) {
            position++;
        }
        while (position < data.length && (data[position] & 0xff) == 0xff) {
            position++;
        }
        if (position >= data.length) {
            throw CodecException.corrupt("stream ends early");
        }
        marker = data[position++] & 0xff;
        if (marker == EOI || marker == SOI || (marker >= 0xD0 && marker <= 0xD7)) {
            segmentStart = position;
            segmentEnd = position;
            return marker;
        }
        if (position + 2 > data.length) {
            throw CodecException.corrupt("stream ends early");
        }
        int length = ((data[position] & 0xff) << 8) | (data[position + 1] & 0xff);
        if (length < 2 || position + length > data.length) {
            throw CodecException.corrupt("segment ends early");
        }
        segmentStart = position + 2;
        segmentEnd = position + length;
        position = segmentEnd;
        return marker;
    }

    int length() {
        return segmentEnd - segmentStart;
    }

    int u8(int at) throws CodecException {
        int index = segmentStart + at;
        if (index >= segmentEnd) {
            throw CodecException.corrupt("segment ends early");
        }
        return data[index] & 0xff;
    }

    int u16(int at) throws CodecException {
        return (u8(at) << 8) | u8(at + 1);
    }

    /** First byte after the segment. */
    int end() {
        return segmentEnd;
    }

    /** The frame header's precision, after checking that the frame is what the data set says. */
    int precision(FrameShape shape) throws CodecException {
        int precision = u8(0);
        if (u16(1) != shape.rows() || u16(3) != shape.columns()) {
            throw CodecException.corrupt("the frame has another matrix than the header");
        }
        if (u8(5) != 1) {
            throw CodecException.unsupported("several components");
        }
        if (precision < 2 || precision > 16 || precision > shape.bitsAllocated()) {
            throw CodecException.corrupt("precision");
        }
        return precision;
    }
}
