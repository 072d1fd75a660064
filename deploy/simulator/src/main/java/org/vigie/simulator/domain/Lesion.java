package org.vigie.simulator.domain;

/**
 * A spherical tumour of one diffusivity.
 *
 * @param label for display, for example {@code L1}
 * @param trackingUid the same in every study of the patient
 * @param column centre in voxels, zero-based; fractions allowed (so row, slice)
 * @param radius mm
 * @param adc mm²/s
 * @param s0 signal at b = 0
 */
public record Lesion(
        String label,
        String trackingUid,
        double column,
        double row,
        double slice,
        double radius,
        double adc,
        double s0) {

    public Lesion {
        if (radius <= 0 || adc < 0 || s0 < 0) {
            throw new IllegalArgumentException("Lesion " + label + ": radius, ADC and S0 must not be negative");
        }
    }

    public Lesion withAdc(double other) {
        return new Lesion(label, trackingUid, column, row, slice, radius, other, s0);
    }

    boolean contains(VoxelGrid grid, int c, int r, int s) {
        double x = (c - column) * grid.columnSpacing();
        double y = (r - row) * grid.rowSpacing();
        double z = (s - slice) * grid.sliceSpacing();
        return x * x + y * y + z * z <= radius * radius;
    }
}
