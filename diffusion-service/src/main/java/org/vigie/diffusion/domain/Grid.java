package org.vigie.diffusion.domain;

/**
 * The raster of a volume; voxel (column, row, slice) has the flat index (slice·rows + row)·columns + column.
 *
 * @param rowSpacingMm distance between rows
 * @param columnSpacingMm distance between columns
 */
public record Grid(int columns, int rows, int slices, double rowSpacingMm, double columnSpacingMm) {

    public int voxels() {
        return Math.multiplyExact(Math.multiplyExact(columns, rows), slices);
    }

    public int voxelsPerSlice() {
        return rows * columns;
    }

    public int index(int column, int row, int slice) {
        return (slice * rows + row) * columns + column;
    }

    public boolean contains(int column, int row, int slice) {
        return column >= 0 && row >= 0 && slice >= 0 && column < columns && row < rows && slice < slices;
    }

    public int sliceOf(int voxel) {
        return voxel / voxelsPerSlice();
    }
}
