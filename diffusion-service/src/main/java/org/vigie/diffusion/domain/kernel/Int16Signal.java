package org.vigie.diffusion.domain.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Stored pixels of 16 bits in the byte order of this machine; signal = slope·stored + intercept.
 *
 * @param pixels 2 bytes per voxel
 * @param signed two's complement, else 0 to 65535
 */
public record Int16Signal(Arithmetic arithmetic, MemorySegment pixels, boolean signed, float slope, float intercept)
        implements SignalSource {

    @Override
    public void read(int first, int count, float[] into) {
        arithmetic.widen(pixels, (long) Short.BYTES * first, signed, slope, intercept, into, count);
    }
}
