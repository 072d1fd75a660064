package org.vigie.diffusion.domain;

/**
 * The last step of the segmented IVIM fit: D* in [0.005, 0.2] mm2/s that minimises
 * sum(averages·(S/S(0) - (1-f)·exp(-b·D) - f·exp(-b·D*))^2) with D and f fixed. The lowest of a logarithmic grid is
 * refined by bisection of the derivative, so that the answer is the global minimum and owes nothing to a starting value.
 */
final class PseudoDiffusion {
    private static final int GRID = 41;
    private static final double RELATIVE_TOLERANCE = 1e-10;
    private static final double RATIO = Math.pow(Ivim.D_STAR_MAX / Ivim.D_STAR_MIN, 1.0 / (GRID - 1));

    private final double[] b;
    /** What D and f leave to be explained. */
    private final double[] rest;

    private final double[] averages;
    private final double f;

    private PseudoDiffusion(double[] b, double[] rest, double[] averages, double f) {
        this.b = b;
        this.rest = rest;
        this.averages = averages;
        this.f = f;
    }

    /** mm2/s; without perfusion (f = 0) any value fits as well, and the lowest is given. */
    static double fit(double[] b, double[] s, double[] averages, double f, double d) {
        if (f == 0) {
            return Ivim.D_STAR_MIN;
        }
        double[] rest = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            rest[i] = s[i] / s[0] - (1 - f) * Math.exp(-b[i] * d);
        }
        return new PseudoDiffusion(b, rest, averages, f).minimum();
    }

    private double minimum() {
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < GRID; i++) {
            double cost = cost(grid(i));
            if (cost < lowest) {
                lowest = cost;
                best = i;
            }
        }
        boolean falls = slope(grid(best)) < 0;
        if (best == 0 && !falls) {
            return Ivim.D_STAR_MIN;
        }
        if (best == GRID - 1 && falls) {
            return Ivim.D_STAR_MAX;
        }
        return falls ? bisect(grid(best), grid(best + 1)) : bisect(grid(best - 1), grid(best));
    }

    /** Where the cost stops falling and begins to rise. */
    private double bisect(double from, double to) {
        double low = from;
        double high = to;
        while (high - low > RELATIVE_TOLERANCE * high) {
            double middle = (low + high) / 2;
            if (slope(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double grid(int i) {
        return Ivim.D_STAR_MIN * Math.pow(RATIO, i);
    }

    private double cost(double dStar) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            double residual = rest[i] - f * Math.exp(-b[i] * dStar);
            sum += averages[i] * residual * residual;
        }
        return sum;
    }

    /** Of the sign of the derivative of the cost by D*. */
    private double slope(double dStar) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            double fast = Math.exp(-b[i] * dStar);
            sum += averages[i] * (rest[i] - f * fast) * b[i] * fast;
        }
        return sum;
    }
}
