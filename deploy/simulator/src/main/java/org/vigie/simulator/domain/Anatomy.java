package org.vigie.simulator.domain;

/** Two breasts before a chest wall, seen from the feet: row 0 is in front, the patient's left at high columns. */
final class Anatomy {
    private static final double WALL = 0.72;

    private Anatomy() {}

    static Tissue at(VoxelGrid grid, int column, int row, int slice, Tissue glandular) {
        double u = 2 * (column + 0.5) / grid.columns() - 1;
        double v = (row + 0.5) / grid.rows();
        double w = grid.slices() == 1 ? 0 : 2.0 * slice / (grid.slices() - 1) - 1;
        if (v >= WALL) {
            return v < 0.95 && Math.abs(u) < 0.92 ? Tissue.MUSCLE : Tissue.AIR;
        }
        double size = Math.sqrt(1 - 0.5 * w * w);
        double x = (Math.abs(u) - 0.48) / (0.42 * size);
        double y = (v - WALL) / (0.62 * size);
        double distance = x * x + y * y;
        if (distance > 1) {
            return Tissue.AIR;
        }
        return distance < 0.55 && v < 0.64 ? glandular : Tissue.FAT;
    }
}
