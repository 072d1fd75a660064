package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Voxels of one volume, by flat index, ascending. */
public final class Region {
    private final String name;
    private final int[] voxels;

    public Region(String name, IntStream voxels) {
        this.name = name;
        this.voxels = voxels.sorted().distinct().toArray();
    }

    static Region where(String name, Grid grid, IntPredicate belongs) {
        return new Region(name, IntStream.range(0, grid.voxels()).filter(belongs));
    }

    public String name() {
        return name;
    }

    public int size() {
        return voxels.length;
    }

    /** The {@code i}-th voxel. */
    public int voxel(int i) {
        return voxels[i];
    }

    public boolean contains(int voxel) {
        return Arrays.binarySearch(voxels, voxel) >= 0;
    }

    /** The slice with most voxels, the middle one of equals; 0 for an empty region. */
    public int largestSlice(Grid grid) {
        int[] counts = new int[grid.slices()];
        for (int voxel : voxels) {
            counts[grid.sliceOf(voxel)]++;
        }
        int most = Arrays.stream(counts).max().orElse(0);
        int[] slices = IntStream.range(0, counts.length)
                .filter(slice -> counts[slice] == most)
                .toArray();
        return most == 0 ? 0 : slices[slices.length / 2];
    }
}
