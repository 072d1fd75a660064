package org.vigie.mr;

import java.util.OptionalDouble;

/**
 * How stored values become signal: signal = slope · stored + intercept.
 *
 * @param signed Pixel Representation is 1
 * @param slope empty where the header states none (then 1); NaN where what it states is no number
 * @param intercept empty where the header states none (then 0); NaN where what it states is no number
 * @param scaleSlope the manufacturer's own scale, where stated (Philips (2005,xx0E)): signal / (slope · scaleSlope) is
 *     comparable between images whose slope or scale differ, the signal is not
 * @param lossy the image has gone through lossy compression, now or before
 */
public record PixelFormat(
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        int samplesPerPixel,
        OptionalDouble slope,
        OptionalDouble intercept,
        OptionalDouble scaleSlope,
        boolean lossy) {

    /** Without a manufacturer's scale or lossy compression. */
    public PixelFormat(
            int bitsAllocated,
            int bitsStored,
            int highBit,
            boolean signed,
            int samplesPerPixel,
            OptionalDouble slope,
            OptionalDouble intercept) {
        this(
                bitsAllocated,
                bitsStored,
                highBit,
                signed,
                samplesPerPixel,
                slope,
                intercept,
                OptionalDouble.empty(),
                false);
    }

    public PixelFormat asLossy() {
        return new PixelFormat(
                bitsAllocated, bitsStored, highBit, signed, samplesPerPixel, slope, intercept, scaleSlope, true);
    }

    /** The largest value that can be stored: a voxel that has it may be clipped. */
    public int maxStored() {
        return signed ? (1 << (bitsStored - 1)) - 1 : (int) ((1L << bitsStored) - 1);
    }
}
