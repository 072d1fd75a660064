package org.vigie.diffusion.raster;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** Values on slices in space; value (column, row, slice) at (slice·rows + row)·columns + column. */
public final class RasterVolume {
    private final List<SliceGeometry> slices;
    private final double[] values;

    private RasterVolume(List<SliceGeometry> slices, double[] values) {
        this.slices = slices;
        this.values = values;
    }

    /**
     * From values in the order of the file, first index fastest, and an affine to the DICOM patient system, mm. Slices that
     * run against their normal are turned round, so that they ascend.
     *
     * @param steps of one column, row and slice
     * @throws IllegalArgumentException if the steps are no raster
     */
    static RasterVolume of(int columns, int rows, int slices, Vector3 origin, List<Vector3> steps, double[] values) {
        Vector3 column = steps.get(0);
        Vector3 row = steps.get(1);
        Vector3 normal = column.cross(row);
        boolean ascending = steps.get(2).dot(normal) >= 0;
        List<SliceGeometry> places = IntStream.range(0, slices)
                .mapToObj(s -> origin.plus(steps.get(2).times(ascending ? s : slices - 1 - s)))
                .map(position -> new SliceGeometry(
                        position,
                        column.times(1 / column.length()),
                        row.times(1 / row.length()),
                        row.length(),
                        column.length(),
                        rows,
                        columns,
                        OptionalDouble.of(steps.get(2).length()),
                        Optional.empty()))
                .toList();
        if (ascending) {
            return new RasterVolume(places, values);
        }
        int size = rows * columns;
        double[] turned = new double[values.length];
        for (int s = 0; s < slices; s++) {
            System.arraycopy(values, s * size, turned, (slices - 1 - s) * size, size);
        }
        return new RasterVolume(places, turned);
    }

    /** Ascending along the normal. */
    public List<SliceGeometry> slices() {
        return slices;
    }

    public int voxels() {
        return values.length;
    }

    public double value(int voxel) {
        return values[voxel];
    }
}
