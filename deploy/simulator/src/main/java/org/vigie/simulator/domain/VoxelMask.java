package org.vigie.simulator.domain;

import java.util.BitSet;

/** Voxels of a grid, one bit each; immutable. */
public final class VoxelMask {
    private final VoxelGrid grid;
    private final BitSet bits;

    private VoxelMask(VoxelGrid grid, BitSet bits) {
        this.grid = grid;
        this.bits = bits;
    }

    public static VoxelMask empty(VoxelGrid grid) {
        return new VoxelMask(grid, new BitSet());
    }

    /** @throws IllegalArgumentException if a voxel of the box lies outside the grid */
    public static VoxelMask of(VoxelGrid grid, Box box) {
        int half = box.edge() / 2;
        if (!grid.contains(box.column() - half, box.row() - half, box.slice() - half)
                || !grid.contains(box.column() + half, box.row() + half, box.slice() + half)) {
            throw new IllegalArgumentException(box + " is not inside the volume of " + grid.columns() + " columns, "
                    + grid.rows() + " rows, " + grid.slices() + " slices");
        }
        BitSet bits = new BitSet();
        for (int s = box.slice() - half; s <= box.slice() + half; s++) {
            for (int r = box.row() - half; r <= box.row() + half; r++) {
                int first = index(grid, box.column() - half, r, s);
                bits.set(first, first + box.edge());
            }
        }
        return new VoxelMask(grid, bits);
    }

    /** Voxels whose centre is inside the lesion. */
    public static VoxelMask of(VoxelGrid grid, Lesion lesion) {
        BitSet bits = new BitSet();
        for (int s = 0; s < grid.slices(); s++) {
            for (int r = 0; r < grid.rows(); r++) {
                for (int c = 0; c < grid.columns(); c++) {
                    if (lesion.contains(grid, c, r, s)) {
                        bits.set(index(grid, c, r, s));
                    }
                }
            }
        }
        return new VoxelMask(grid, bits);
    }

    public VoxelGrid grid() {
        return grid;
    }

    public int count() {
        return bits.cardinality();
    }

    public boolean contains(int column, int row, int slice) {
        return bits.get(index(grid, column, row, slice));
    }

    /** The bits of one slice, row by row. */
    public BitSet slice(int slice) {
        int first = index(grid, 0, 0, slice);
        return bits.get(first, first + grid.columns() * grid.rows());
    }

    private static int index(VoxelGrid grid, int column, int row, int slice) {
        return (slice * grid.rows() + row) * grid.columns() + column;
    }
}
