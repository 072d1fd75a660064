package org.vigie.diffusion.dicom.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Coding style and quantisation of a tile (ISO/IEC 15444-1 A.6).
 *
 * @param precincts per resolution, the lowest first: exponent of the width, and of the height shifted by 4
 * @param quantisation 0 none, 1 derived, 2 expounded
 * @param steps exponent and mantissa of each subband, as stored
 */
record J2kCoding(
        boolean styled,
        boolean quantised,
        int progression,
        int layers,
        int levels,
        int blockWidth,
        int blockHeight,
        int blockStyle,
        boolean reversible,
        boolean sop,
        boolean eph,
        List<Integer> precincts,
        int quantisation,
        int guardBits,
        List<Integer> steps) {
    J2kCoding {
        precincts = List.copyOf(precincts);
        steps = List.copyOf(steps);
    }

    static final J2kCoding NONE =
            new J2kCoding(false, false, 0, 0, 0, 0, 0, 0, false, false, false, List.of(), 0, 0, List.of());
    private static final int MOST_LEVELS = 32;

    J2kCoding withStyle(J2kBytes in) throws CodecException {
        int style = in.u8();
        int order = in.u8();
        int count = in.u16();
        in.u8();
        int depth = in.u8();
        int width = (in.u8() & 0x0f) + 2;
        int height = (in.u8() & 0x0f) + 2;
        int blocks = in.u8();
        int transform = in.u8();
        if (order > 4 || count < 1 || depth > MOST_LEVELS || width > 10 || height > 10 || width + height > 12) {
            throw CodecException.corrupt("coding style");
        }
        if (transform > 1 || (blocks & 0xc0) != 0) {
            throw CodecException.unsupported("transform or block coder");
        }
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i <= depth; i++) {
            int size = (style & 1) == 0 ? 0xff : in.u8();
            if (i > 0 && ((size & 0x0f) == 0 || size >> 4 == 0)) {
                throw CodecException.corrupt("precinct size");
            }
            sizes.add(size);
        }
        return new J2kCoding(
                true,
                quantised,
                order,
                count,
                depth,
                width,
                height,
                blocks,
                transform == 1,
                (style & 2) != 0,
                (style & 4) != 0,
                sizes,
                quantisation,
                guardBits,
                steps);
    }

    J2kCoding withQuantisation(J2kBytes in) throws CodecException {
        int style = in.u8();
        int kind = style & 0x1f;
        if (kind > 2) {
            throw CodecException.corrupt("quantisation");
        }
        List<Integer> read = new ArrayList<>();
        while (in.remaining() >= (kind == 0 ? 1 : 2)) {
            read.add(kind == 0 ? (in.u8() >> 3) << 11 : in.u16());
        }
        return new J2kCoding(
                styled,
                true,
                progression,
                layers,
                levels,
                blockWidth,
                blockHeight,
                blockStyle,
                reversible,
                sop,
                eph,
                precincts,
                kind,
                style >> 5,
                read);
    }

    /** @param band 0 for LL, then HL, LH, HH of each resolution */
    int exponent(int band) throws CodecException {
        if (quantisation == 1) {
            int resolution = band == 0 ? 0 : (band - 1) / 3;
            return (step(0) >> 11) - resolution;
        }
        return step(band) >> 11;
    }

    int mantissa(int band) throws CodecException {
        return step(quantisation == 1 ? 0 : band) & 0x7ff;
    }

    private int step(int band) throws CodecException {
        if (band >= steps.size()) {
            throw CodecException.corrupt("quantisation ends early");
        }
        return steps.get(band);
    }
}
