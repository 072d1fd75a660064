package org.vigie.diffusion.dicom.codec;

/** The reference grid, its tiles and the one component (ISO/IEC 15444-1 A.5.1, annex B). */
record J2kImage(
        int x0,
        int y0,
        int x1,
        int y1,
        int tileX0,
        int tileY0,
        int tileWidth,
        int tileHeight,
        int precision,
        boolean signed) {

    static J2kImage read(J2kBytes siz, FrameShape shape) throws CodecException {
        siz.u16();
        long[] v = new long[8];
        for (int i = 0; i < v.length; i++) {
            v[i] = siz.u32();
        }
        if (siz.u16() != 1) {
            throw CodecException.unsupported("several components");
        }
        int depth = siz.u8();
        if (siz.u16() != 0x0101) {
            throw CodecException.unsupported("subsampling");
        }
        if (v[0] - v[2] != shape.columns() || v[1] - v[3] != shape.rows()) {
            throw CodecException.corrupt("the frame has another matrix than the header");
        }
        int precision = (depth & 0x7f) + 1;
        if (precision > 16 || precision > shape.bitsAllocated()) {
            throw CodecException.corrupt("precision");
        }
        if (v[0] > 1 << 28 || v[1] > 1 << 28 || v[4] < 1 || v[5] < 1 || v[6] > v[2] || v[7] > v[3]) {
            throw CodecException.corrupt("image size");
        }
        return new J2kImage(
                (int) v[2],
                (int) v[3],
                (int) v[0],
                (int) v[1],
                (int) v[6],
                (int) v[7],
                (int) Math.min(v[4], 1 << 29),
                (int) Math.min(v[5], 1 << 29),
                precision,
                (depth & 0x80) != 0);
    }

    int tilesAcross() {
        return Math.ceilDiv(x1 - tileX0, tileWidth);
    }

    int tiles() {
        return Math.multiplyExact(tilesAcross(), Math.ceilDiv(y1 - tileY0, tileHeight));
    }
}
