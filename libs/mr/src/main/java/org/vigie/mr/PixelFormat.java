package org.vigie.mr;

import java.util.OptionalDouble;

/**
 * How stored values become signal: signal = slope · stored + intercept.
 *
 * @param signed Pixel Representation is 1
 * @param slope empty where the header states none (then 1)
 * @param intercept empty where the header states none (then 0)
 */
public record PixelFormat(
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        int samplesPerPixel,
        OptionalDouble slope,
        OptionalDouble intercept) {

    /** The largest value that can be stored: a voxel that has it may be clipped. */
    public int maxStored() {
        return signed ? (1 << (bitsStored - 1)) - 1 : (int) ((1L << bitsStored) - 1);
    }
}
