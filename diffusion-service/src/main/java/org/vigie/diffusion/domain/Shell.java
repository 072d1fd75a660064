package org.vigie.diffusion.domain;

import java.util.BitSet;

/**
 * All images of one b-value, combined: repeats by the arithmetic mean, directions by the geometric mean. A voxel in which
 * any direction is zero or less has the signal 0.
 */
public final class Shell {
    private final double b;
    private final int images;
    private final double averages;
    private final float[] signal;
    private final BitSet saturated;

    /**
     * @param b s/mm2, the mean where directions differ a little
     * @param images images behind each voxel
     * @param signal one value per voxel of the grid; taken over, not copied
     * @param saturated voxels with the largest value that can be stored in any image; taken over, not copied
     */
    public Shell(double b, int images, float[] signal, BitSet saturated) {
        this(b, images, images, signal, saturated);
    }

    /** @param averages measurements behind each voxel: the images, each as often as it was averaged (nAvg of the rules) */
    public Shell(double b, int images, double averages, float[] signal, BitSet saturated) {
        this.b = b;
        this.images = images;
        this.averages = averages;
        this.signal = signal;
        this.saturated = saturated;
    }

    public double b() {
        return b;
    }

    public int images() {
        return images;
    }

    public double averages() {
        return averages;
    }

    public float signal(int voxel) {
        return signal[voxel];
    }

    /** Writes the signals of {@code count} voxels from {@code first} on to the start of {@code into}. */
    public void read(int first, int count, float[] into) {
        System.arraycopy(signal, first, into, 0, count);
    }

    public int voxels() {
        return signal.length;
    }

    public boolean isSaturated(int voxel) {
        return saturated.get(voxel);
    }
}
