package org.vigie.diffusion.dicom;

import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/**
 * Voxel (column, row) of a slice in the pixels of another plane, and its height above that plane in mm:
 * p(c, r) = p00 + c·dc + r·dr, each a vector of (column, row, height).
 */
record PlaneMap(Vector3 origin, Vector3 perColumn, Vector3 perRow, int columns, int rows) {

    static PlaneMap of(SliceGeometry slice, SliceGeometry plane) {
        return new PlaneMap(
                in(plane, slice.position().minus(plane.position())),
                in(plane, slice.rowDirection().times(slice.columnSpacing())),
                in(plane, slice.columnDirection().times(slice.rowSpacing())),
                slice.columns(),
                slice.rows());
    }

    private static Vector3 in(SliceGeometry plane, Vector3 v) {
        return new Vector3(
                v.dot(plane.rowDirection()) / plane.columnSpacing(),
                v.dot(plane.columnDirection()) / plane.rowSpacing(),
                v.dot(plane.normal()));
    }

    double column(int column, int row) {
        return origin.x() + column * perColumn.x() + row * perRow.x();
    }

    double row(int column, int row) {
        return origin.y() + column * perColumn.y() + row * perRow.y();
    }

    double height(int column, int row) {
        return origin.z() + column * perColumn.z() + row * perRow.z();
    }

    /**
     * True if every voxel's centre is a pixel's, within {@code pixels} and {@code mm} of height; rows may be turned or run
     * the other way. What is linear is right everywhere if it is right at the corners and the steps are whole.
     */
    boolean isSameRaster(double pixels, double mm) {
        boolean straight = isUnit(perColumn.x(), perColumn.y(), columns, pixels)
                && isUnit(perRow.x(), perRow.y(), rows, pixels)
                && Math.abs(Math.round(perColumn.x()) * Math.round(perRow.y())
                                - Math.round(perColumn.y()) * Math.round(perRow.x()))
                        == 1;
        return straight
                && isOnPixel(0, 0, pixels, mm)
                && isOnPixel(columns - 1, rows - 1, pixels, mm)
                && isOnPixel(columns - 1, 0, pixels, mm)
                && isOnPixel(0, rows - 1, pixels, mm);
    }

    private static boolean isUnit(double x, double y, int extent, double pixels) {
        double slack = pixels / Math.max(1, extent - 1);
        return Math.abs(x - Math.round(x)) <= slack
                && Math.abs(y - Math.round(y)) <= slack
                && Math.abs(Math.round(x)) + Math.abs(Math.round(y)) == 1;
    }

    private boolean isOnPixel(int column, int row, double pixels, double mm) {
        double x = column(column, row);
        double y = row(column, row);
        return Math.abs(x - Math.round(x)) <= pixels
                && Math.abs(y - Math.round(y)) <= pixels
                && Math.abs(height(column, row)) <= mm;
    }

    /** True if a voxel of the slice may lie within so many mm of the plane. */
    boolean reaches(int sliceColumns, int sliceRows, double mm) {
        double a = height(0, 0);
        double b = height(sliceColumns - 1, 0);
        double c = height(0, sliceRows - 1);
        double d = height(sliceColumns - 1, sliceRows - 1);
        return Math.min(Math.min(a, b), Math.min(c, d)) < mm && Math.max(Math.max(a, b), Math.max(c, d)) >= -mm;
    }
}
