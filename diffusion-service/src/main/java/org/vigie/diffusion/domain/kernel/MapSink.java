package org.vigie.diffusion.domain.kernel;

/** Where a map goes, block by block; called by several threads at once, each voxel exactly once. */
@FunctionalInterface
public interface MapSink {

    /** Takes the first {@code count} of {@code values}, those of the voxels from {@code first} on. */
    void write(int first, int count, float[] values);

    /** Into an array of one float per voxel. */
    static MapSink into(float[] map) {
        return (first, count, values) -> System.arraycopy(values, 0, map, first, count);
    }

    /** For what nobody asked for. */
    static MapSink nowhere() {
        return (first, count, values) -> {};
    }
}
