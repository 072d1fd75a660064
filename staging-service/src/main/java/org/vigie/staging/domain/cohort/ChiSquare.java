package org.vigie.staging.domain.cohort;

/** The chi-square distribution. */
final class ChiSquare {
    private ChiSquare() {}

    /**
     * P(X > x), exact by recurrence on the degrees of freedom (Abramowitz and Stegun 26.4.4 and 26.4.5): Q(x, k + 2) =
     * Q(x, k) + (x/2)^(k/2) e^(-x/2) / Gamma(k/2 + 1), from Q(x, 2) = e^(-x/2) and Q(x, 1) = erfc(sqrt(x/2)).
     *
     * @param x at least 0
     * @param degreesOfFreedom at least 1
     */
    static double above(double x, int degreesOfFreedom) {
        double half = x / 2;
        boolean odd = degreesOfFreedom % 2 == 1;
        double q = odd ? erfc(Math.sqrt(half)) : Math.exp(-half);
        // The term for k = 1 is sqrt(x/2) e^(-x/2) / Gamma(3/2), Gamma(3/2) = sqrt(pi)/2.
        double term = odd ? 2 * Math.sqrt(half / Math.PI) * Math.exp(-half) : half * Math.exp(-half);
        for (int k = odd ? 1 : 2; k < degreesOfFreedom; k += 2) {
            q += term;
            term *= half / (k / 2.0 + 1);
        }
        return Math.min(1, q);
    }

    /** Complementary error function for z >= 0: series below 2, continued fraction above; relative error below 1e-13. */
    static double erfc(double z) {
        if (z < 2) {
            double term = z;
            double sum = z;
            for (int n = 1; Math.abs(term) > 1e-18; n++) {
                term *= 2 * z * z / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
        }
        double fraction = 0;
        for (int n = 200; n > 0; n--) {
            fraction = n / 2.0 / (z + fraction);
        }
        return Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction);
    }
}
