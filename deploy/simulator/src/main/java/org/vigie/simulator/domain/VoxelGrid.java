package org.vigie.simulator.domain;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Parallel slices in the patient, ascending along the slice normal (row direction × column direction).
 *
 * @param columnSpacing distance between columns, mm
 * @param rowSpacing distance between rows, mm
 * @param sliceThickness mm
 * @param sliceSpacing distance between slice centres, mm
 * @param rowDirection unit vector of increasing column index
 * @param columnDirection unit vector of increasing row index
 * @param origins centre of each slice's first pixel, mm
 */
public record VoxelGrid(
        int columns,
        int rows,
        double columnSpacing,
        double rowSpacing,
        double sliceThickness,
        double sliceSpacing,
        Point rowDirection,
        Point columnDirection,
        List<Point> origins) {

    public VoxelGrid {
        origins = List.copyOf(origins);
        if (columns <= 0 || rows <= 0 || origins.isEmpty()) {
            throw new IllegalArgumentException("VoxelGrid: no voxel in " + columns + "x" + rows + "x" + origins.size());
        }
    }

    /** Transverse slices centred on the patient's origin. */
    public static VoxelGrid axial(
            int columns, int rows, int slices, double pixelSpacing, double sliceThickness, double sliceSpacing) {
        double x = -0.5 * (columns - 1) * pixelSpacing;
        double y = -0.5 * (rows - 1) * pixelSpacing;
        double z = -0.5 * (slices - 1) * sliceSpacing;
        return new VoxelGrid(
                columns,
                rows,
                pixelSpacing,
                pixelSpacing,
                sliceThickness,
                sliceSpacing,
                new Point(1, 0, 0),
                new Point(0, 1, 0),
                IntStream.range(0, slices)
                        .mapToObj(s -> new Point(x, y, z + s * sliceSpacing))
                        .toList());
    }

    public int slices() {
        return origins.size();
    }

    public int voxels() {
        return columns * rows * slices();
    }

    public boolean contains(int column, int row, int slice) {
        return column >= 0 && column < columns && row >= 0 && row < rows && slice >= 0 && slice < slices();
    }

    /** The same grid moved by a distance along the slice normal, mm. */
    public VoxelGrid movedAlongNormal(double distance) {
        Point step = rowDirection.cross(columnDirection).times(distance);
        return new VoxelGrid(
                columns,
                rows,
                columnSpacing,
                rowSpacing,
                sliceThickness,
                sliceSpacing,
                rowDirection,
                columnDirection,
                origins.stream().map(o -> o.plus(step)).toList());
    }
}
