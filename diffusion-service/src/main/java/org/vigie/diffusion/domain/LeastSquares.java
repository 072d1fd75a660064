package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Minimises sum(w·(y - curve(x; p))^2) within bounds by Levenberg-Marquardt: damped normal equations over the parameters
 * that are free to move, steps cut at the bounds (Marquardt, J SIAM 1963; Nocedal and Wright, Numerical Optimization,
 * ch. 10 and 16), damping by gain (Nielsen, IMM-REP-1999-05). It ends where every parameter moves by at most 1e-10 of itself, or where the cost can fall by no more
 * than double precision resolves; after 100 iterations there is no result.
 */
final class LeastSquares {
    static final int MAX_ITERATIONS = 100;
    static final double RELATIVE_TOLERANCE = 1e-10;

    private static final double FIRST_DAMPING = 0.1;
    private static final double LEAST_DAMPING = 1e-9;
    /** Of the cost: a smaller fall moves a parameter by less than 1e-6 of its standard error. */
    private static final double COST_TOLERANCE = 1e-12;
    /** Costs that differ by less are equal in double precision. */
    private static final double COST_NOISE = 1e-12;
    /** Of the sum of squares of the data: what rounding alone leaves of an exact fit. */
    private static final double EXACT = 1e-30;

    private final Curve curve;
    private final double[] lower;
    private final double[] upper;
    private final double[] scale;

    /**
     * @param lower smallest allowed value per parameter
     * @param upper largest allowed value per parameter
     * @param scale per parameter the size below which a change is measured against it, not against the parameter
     */
    LeastSquares(Curve curve, double[] lower, double[] upper, double[] scale) {
        this.curve = curve;
        this.lower = lower;
        this.upper = upper;
        this.scale = scale;
    }

    /** A curve and its derivatives by the parameters. */
    interface Curve {
        /** The value at {@code x}; the derivatives go to {@code gradient}, one per parameter. */
        double at(double x, double[] p, double[] gradient);
    }

    /** The parameters at the minimum, empty if none was reached. The arrays are read only; {@code start} is moved into the bounds. */
    Optional<double[]> minimise(double[] x, double[] y, double[] weights, double[] start) {
        int n = start.length;
        double[] p = start.clone();
        for (int i = 0; i < n; i++) {
            p[i] = Math.clamp(p[i], lower[i], upper[i]);
        }
        NormalEquations at = new NormalEquations(n);
        NormalEquations next = new NormalEquations(n);
        at.evaluate(x, y, weights, p);
        double exact = EXACT * sumOfSquares(y, weights);
        double damping = FIRST_DAMPING;
        double growth = 2;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            if (!Double.isFinite(at.cost)) {
                return Optional.empty();
            }
            double[] step = at.step(p, damping);
            double[] moved = new double[n];
            boolean small = true;
            for (int i = 0; i < n; i++) {
                moved[i] = Math.clamp(p[i] + step[i], lower[i], upper[i]);
                small &= Math.abs(moved[i] - p[i]) <= RELATIVE_TOLERANCE * Math.max(Math.abs(p[i]), scale[i]);
            }
            double fall = at.predictedFall(p, moved);
            next.evaluate(x, y, weights, moved);
            double gain = fall > 0 ? (at.cost - next.cost) / fall : 0;
            boolean flat = fall <= Math.max(COST_TOLERANCE * at.cost, exact);
            boolean undamped = damping <= 1;
            if (next.cost <= at.cost * (1 + COST_NOISE)) {
                p = moved;
                NormalEquations spare = at;
                at = next;
                next = spare;
                double miss = 2 * gain - 1;
                damping = Math.clamp(damping * (1 - miss * miss * miss), damping / 10, damping * 2);
                damping = Math.max(damping, LEAST_DAMPING);
                growth = 2;
            } else {
                damping *= growth;
                growth *= 2;
            }
            // A strongly damped step is short without being near the minimum.
            if ((small || flat) && undamped) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }

    /** The weighted sum of squares at {@code p}. */
    double cost(double[] x, double[] y, double[] weights, double[] p) {
        double[] ignored = new double[p.length];
        double cost = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = y[i] - curve.at(x[i], p, ignored);
            cost += weights[i] * residual * residual;
        }
        return cost;
    }

    private static double sumOfSquares(double[] y, double[] weights) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += weights[i] * y[i] * y[i];
        }
        return sum;
    }

    /** Curvature J'WJ, descent J'Wr and cost r'Wr at one point. */
    private final class NormalEquations {
        private final double[][] curvature;
        private final double[] descent;
        private final double[] gradient;
        private double cost;

        NormalEquations(int n) {
            curvature = new double[n][n];
            descent = new double[n];
            gradient = new double[n];
        }

        void evaluate(double[] x, double[] y, double[] weights, double[] p) {
            int n = p.length;
            cost = 0;
            Arrays.fill(descent, 0);
            for (double[] row : curvature) {
                Arrays.fill(row, 0);
            }
            for (int k = 0; k < x.length; k++) {
                double residual = y[k] - curve.at(x[k], p, gradient);
                cost += weights[k] * residual * residual;
                for (int i = 0; i < n; i++) {
                    descent[i] += weights[k] * gradient[i] * residual;
                    for (int j = 0; j <= i; j++) {
                        curvature[i][j] += weights[k] * gradient[i] * gradient[j];
                    }
                }
            }
        }

        /** Zero for a parameter that does not matter here, or that only a bound keeps from leaving. */
        double[] step(double[] p, double damping) {
            int n = p.length;
            double[] step = new double[n];
            int[] free = IntStream.range(0, n)
                    .filter(i -> curvature[i][i] > 0)
                    .filter(i -> !(p[i] <= lower[i] && descent[i] < 0) && !(p[i] >= upper[i] && descent[i] > 0))
                    .toArray();
            double[][] l = new double[free.length][free.length];
            double[] z = new double[free.length];
            for (int i = 0; i < free.length; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = curvature[free[i]][free[j]] * (i == j ? 1 + damping : 1);
                    for (int k = 0; k < j; k++) {
                        sum -= l[i][k] * l[j][k];
                    }
                    l[i][j] = i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / l[j][j];
                }
                double sum = descent[free[i]];
                for (int k = 0; k < i; k++) {
                    sum -= l[i][k] * z[k];
                }
                z[i] = sum / l[i][i];
            }
            for (int i = free.length - 1; i >= 0; i--) {
                double sum = z[i];
                for (int k = i + 1; k < free.length; k++) {
                    sum -= l[k][i] * step[free[k]];
                }
                step[free[i]] = sum / l[i][i];
            }
            return step;
        }

        /** By how much the cost falls if the curve is straight: 2·d'g - d'Hd. */
        double predictedFall(double[] p, double[] moved) {
            double fall = 0;
            for (int i = 0; i < p.length; i++) {
                double di = moved[i] - p[i];
                fall += 2 * di * descent[i] - di * di * curvature[i][i];
                for (int j = 0; j < i; j++) {
                    fall -= 2 * di * (moved[j] - p[j]) * curvature[i][j];
                }
            }
            return fall;
        }
    }
}
