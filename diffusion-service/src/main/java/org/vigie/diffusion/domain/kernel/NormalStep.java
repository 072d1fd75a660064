package org.vigie.diffusion.domain.kernel;

/**
 * The Levenberg-Marquardt steps of a block of full IVIM fits, voxel by voxel in double precision over the sums the lanes
 * made. A parameter at its bound that would leave the range is held for that step.
 */
final class NormalStep {
    /** Twice in a row no parameter moved more, relative to its size (at least 0.1). */
    private static final double SMALL = 2e-4;

    private static final double MOST_DAMPING = 1e8;
    /**
     * Single precision cannot tell smaller differences of the cost: its own resolution, and that of the signals (near one),
     * which weighs the more the smaller the residuals are.
     */
    private static final double COST_RESOLUTION = 1e-5;

    private static final double SIGNAL_RESOLUTION = 1.2e-7;

    private static final int N = IvimScratch.PARAMETERS;
    private static final int[][] AT = {{0, 1, 2, 3}, {1, 4, 5, 6}, {2, 5, 7, 8}, {3, 6, 8, 9}};

    private final double[] low;
    private final double[] high;
    private final float[][] kept = new float[N][IvimScratch.STRIDE];
    private final float[][] normal = new float[IvimScratch.NORMALS][IvimScratch.STRIDE];
    private final float[] cost = new float[IvimScratch.STRIDE];
    private final double[] lambda = new double[IvimScratch.STRIDE];
    private final int[] small = new int[IvimScratch.STRIDE];
    private final double[][] matrix = new double[N][N];
    private final double[] gradient = new double[N];
    private double images;

    NormalStep(double[] low, double[] high) {
        this.low = low;
        this.high = high;
    }

    void start(IvimScratch block, int count) {
        images = 0;
        for (float average : block.averages) {
            images += average;
        }
        for (int i = 0; i < count; i++) {
            cost[i] = Float.POSITIVE_INFINITY;
            lambda[i] = 1e-3;
            small[i] = 0;
        }
    }

    /** Judges the trial and sets the next one; true if a voxel still moves. */
    boolean step(IvimScratch block, int count) {
        boolean moving = false;
        for (int i = 0; i < count; i++) {
            if (isSettled(i)) {
                continue;
            }
            if (block.trialCost[i] <= cost[i] + indistinct(cost[i])) {
                accept(block, i);
                lambda[i] = Math.max(lambda[i] / 10, 1e-9);
            } else {
                lambda[i] *= 10;
                small[i] = 0;
            }
            if (lambda[i] > MOST_DAMPING || Float.isNaN(block.trialCost[i])) {
                lambda[i] = Double.POSITIVE_INFINITY;
            }
            propose(block, i);
            moving |= !isSettled(i);
        }
        return moving;
    }

    private double indistinct(float ofCost) {
        return COST_RESOLUTION * ofCost + SIGNAL_RESOLUTION * Math.sqrt(ofCost * images);
    }

    /** Small twice, or given up. */
    private boolean isSettled(int i) {
        return small[i] >= 2 || lambda[i] == Double.POSITIVE_INFINITY;
    }

    boolean hasConverged(int i) {
        return small[i] >= 2;
    }

    float parameter(int parameter, int i) {
        return kept[parameter][i];
    }

    private void accept(IvimScratch block, int i) {
        for (int n = 0; n < N; n++) {
            kept[n][i] = block.trial[n][i];
        }
        for (int n = 0; n < IvimScratch.NORMALS; n++) {
            normal[n][i] = block.trialNormal[n][i];
        }
        cost[i] = block.trialCost[i];
    }

    private void propose(IvimScratch block, int i) {
        for (int row = 0; row < N; row++) {
            gradient[row] = normal[10 + row][i];
            boolean held =
                    (kept[row][i] <= low[row] && gradient[row] < 0) || (kept[row][i] >= high[row] && gradient[row] > 0);
            for (int column = 0; column < N; column++) {
                matrix[row][column] = normal[AT[row][column]][i];
            }
            matrix[row][row] = held ? Double.MAX_VALUE : matrix[row][row] * (1 + lambda[i]) + 1e-12;
        }
        solve(matrix, gradient);
        boolean tiny = true;
        for (int n = 0; n < N; n++) {
            double to = Math.clamp(kept[n][i] + gradient[n], low[n], high[n]);
            tiny &= Math.abs(to - kept[n][i]) <= SMALL * Math.max(Math.abs(kept[n][i]), 0.1);
            block.trial[n][i] = (float) to;
        }
        small[i] = tiny && lambda[i] <= 1 ? small[i] + 1 : 0;
    }

    /** Cholesky in place; {@code x} holds the right side and then the answer. */
    private static void solve(double[][] a, double[] x) {
        for (int j = 0; j < N; j++) {
            for (int k = 0; k < j; k++) {
                a[j][j] -= a[j][k] * a[j][k];
            }
            a[j][j] = Math.sqrt(a[j][j]);
            for (int i = j + 1; i < N; i++) {
                for (int k = 0; k < j; k++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
                a[i][j] /= a[j][j];
            }
        }
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= a[i][k] * x[k];
            }
            x[i] /= a[i][i];
        }
        for (int i = N - 1; i >= 0; i--) {
            for (int k = i + 1; k < N; k++) {
                x[i] -= a[k][i] * x[k];
            }
            x[i] /= a[i][i];
        }
    }
}
