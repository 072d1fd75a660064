package org.vigie.diffusion.domain;

import org.vigie.diffusion.domain.Fit.Fitted;

/**
 * S(b) = S0·exp(-b·ADC), in double precision; the arrays are read only. b in s/mm2 ascending, all signals above zero, at
 * least two distinct b-values: callers see to that (see {@link VoxelStatus}).
 */
public final class MonoExponential {
    private MonoExponential() {}

    /** Fits with {@code averages} images behind each sample. */
    public static Fit fit(FitMethod method, double[] b, double[] s, double[] averages) {
        return switch (method) {
            case TWO_POINT -> twoPoint(b[0], s[0], b[b.length - 1], s[s.length - 1]);
            case OLS -> ols(b, s);
            case WLS -> wls(b, s, averages);
            case NLLS -> LevenbergMarquardt.fit(b, s, averages, wls(b, s, averages));
        };
    }

    /** ADC = ln(S1/S2)/(b2 - b1). */
    static Fitted twoPoint(double b1, double s1, double b2, double s2) {
        double adc = Math.log(s1 / s2) / (b2 - b1);
        return new Fitted(adc, s1 * Math.exp(b1 * adc));
    }

    /** ADC = -sum((b - mean b)(ln S - mean ln S)) / sum((b - mean b)^2). */
    public static Fitted ols(double[] b, double[] s) {
        double[] weights = new double[b.length];
        java.util.Arrays.fill(weights, 1);
        return weighted(b, s, weights);
    }

    /** The same with weighted means and w = averages·S^2, since the variance of ln S is about sigma^2/S^2. */
    static Fitted wls(double[] b, double[] s, double[] averages) {
        double largest = 0;
        for (double v : s) {
            largest = Math.max(largest, v);
        }
        double[] weights = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            double relative = s[i] / largest;
            weights[i] = averages[i] * relative * relative;
        }
        return weighted(b, s, weights);
    }

    private static Fitted weighted(double[] b, double[] s, double[] w) {
        double sumW = 0;
        double sumB = 0;
        double sumL = 0;
        for (int i = 0; i < b.length; i++) {
            sumW += w[i];
            sumB += w[i] * b[i];
            sumL += w[i] * Math.log(s[i]);
        }
        double meanB = sumB / sumW;
        double meanL = sumL / sumW;
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < b.length; i++) {
            double db = b[i] - meanB;
            covariance += w[i] * db * (Math.log(s[i]) - meanL);
            variance += w[i] * db * db;
        }
        double adc = -covariance / variance;
        return new Fitted(adc, Math.exp(meanL + adc * meanB));
    }
}
