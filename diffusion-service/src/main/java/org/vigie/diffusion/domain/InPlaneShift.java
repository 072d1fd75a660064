package org.vigie.diffusion.domain;

import org.jspecify.annotations.Nullable;

/**
 * By how many voxels two images of one slice are apart around a region: the whole-voxel shift, at most four each way, at
 * which the edges (gradient magnitudes) of the two correlate best. Edges stay where contrast changes with b.
 */
final class InPlaneShift {
    private static final int FARTHEST = 4;
    private static final int MARGIN = 8;
    private static final double WEAKEST = 0.5;

    private InPlaneShift() {}

    /** Absent where the two images have no edges in common. */
    static @Nullable Double between(Grid grid, Region region, int slice, Shell first, Shell second) {
        int[] box = box(grid, region, slice);
        double[][] a = edges(grid, first, slice);
        double[][] b = edges(grid, second, slice);
        double best = WEAKEST;
        Double shift = null;
        for (int dy = -FARTHEST; dy <= FARTHEST; dy++) {
            for (int dx = -FARTHEST; dx <= FARTHEST; dx++) {
                double correlation = correlation(a, b, box, dx, dy);
                double distance = Math.sqrt((double) dx * dx + dy * dy);
                if (correlation > best + 1e-12) {
                    best = correlation;
                    shift = distance;
                }
            }
        }
        return shift;
    }

    /** Columns and rows of the region in the slice with a margin, as far as every shift stays inside. */
    private static int[] box(Grid grid, Region region, int slice) {
        int[] box = {grid.columns(), grid.rows(), -1, -1};
        for (int i = 0; i < region.size(); i++) {
            int voxel = region.voxel(i);
            if (grid.sliceOf(voxel) == slice) {
                int column = voxel % grid.columns();
                int row = voxel / grid.columns() % grid.rows();
                box[0] = Math.min(box[0], column);
                box[1] = Math.min(box[1], row);
                box[2] = Math.max(box[2], column);
                box[3] = Math.max(box[3], row);
            }
        }
        int inside = FARTHEST + 1;
        return new int[] {
            Math.max(box[0] - MARGIN, inside),
            Math.max(box[1] - MARGIN, inside),
            Math.min(box[2] + MARGIN, grid.columns() - 1 - inside),
            Math.min(box[3] + MARGIN, grid.rows() - 1 - inside)
        };
    }

    private static double[][] edges(Grid grid, Shell shell, int slice) {
        double[][] edges = new double[grid.rows()][grid.columns()];
        for (int row = 1; row < grid.rows() - 1; row++) {
            for (int column = 1; column < grid.columns() - 1; column++) {
                double x = shell.signal(grid.index(column + 1, row, slice))
                        - shell.signal(grid.index(column - 1, row, slice));
                double y = shell.signal(grid.index(column, row + 1, slice))
                        - shell.signal(grid.index(column, row - 1, slice));
                edges[row][column] = Math.sqrt(x * x + y * y);
            }
        }
        return edges;
    }

    private static double correlation(double[][] a, double[][] b, int[] box, int dx, int dy) {
        double n = 0;
        double sa = 0;
        double sb = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int row = box[1]; row <= box[3]; row++) {
            for (int column = box[0]; column <= box[2]; column++) {
                double u = a[row][column];
                double v = b[row + dy][column + dx];
                n++;
                sa += u;
                sb += v;
                aa += u * u;
                bb += v * v;
                ab += u * v;
            }
        }
        double va = aa - sa * sa / n;
        double vb = bb - sb * sb / n;
        return va > 0 && vb > 0 ? (ab - sa * sb / n) / Math.sqrt(va * vb) : 0;
    }
}
