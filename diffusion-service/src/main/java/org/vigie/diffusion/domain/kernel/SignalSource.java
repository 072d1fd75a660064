package org.vigie.diffusion.domain.kernel;

/** The signal of one b-value, voxel by voxel in the order of the map; read by several threads at once. */
@FunctionalInterface
public interface SignalSource {

    /** Writes the signals of {@code count} voxels from {@code first} on to the start of {@code into}. */
    void read(int first, int count, float[] into);
}
