package org.vigie.diffusion.domain;

import org.jspecify.annotations.Nullable;

/**
 * A proxy of the Nyquist ghost of echo-planar imaging: (mean signal in the air half a field of view beside the object -
 * mean of the other air) over the mean of the object, for the worse of the two axes. The object is what exceeds 20 % of
 * the slice's largest signal.
 */
final class GhostRatio {
    private static final double OBJECT = 0.20;
    private static final int FEWEST = 50;

    private GhostRatio() {}

    /** Absent where object and its ghosts leave no air to compare with. */
    static @Nullable Double of(Grid grid, Shell shell, int slice) {
        int n = grid.voxelsPerSlice();
        int from = slice * n;
        float largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, shell.signal(from + i));
        }
        Double worst = null;
        for (boolean alongRows : new boolean[] {false, true}) {
            double[] sums = new double[3];
            int[] counts = new int[3];
            for (int i = 0; i < n; i++) {
                int kind = kind(grid, shell, from, i, OBJECT * largest, alongRows);
                sums[kind] += shell.signal(from + i);
                counts[kind]++;
            }
            if (counts[0] >= FEWEST && counts[1] >= FEWEST && counts[2] >= FEWEST) {
                double object = sums[0] / counts[0];
                double ratio = (sums[1] / counts[1] - sums[2] / counts[2]) / object;
                worst = worst == null ? ratio : Math.max(worst, ratio);
            }
        }
        return worst == null ? null : (@Nullable Double) Math.max(worst, 0);
    }

    /** 0 object, 1 where its ghost would be, 2 other air. */
    private static int kind(Grid grid, Shell shell, int from, int i, double limit, boolean alongRows) {
        if (shell.signal(from + i) > limit) {
            return 0;
        }
        int column = i % grid.columns();
        int row = i / grid.columns();
        int otherColumn = alongRows ? (column + grid.columns() / 2) % grid.columns() : column;
        int otherRow = alongRows ? row : (row + grid.rows() / 2) % grid.rows();
        return shell.signal(from + otherRow * grid.columns() + otherColumn) > limit ? 1 : 2;
    }
}
