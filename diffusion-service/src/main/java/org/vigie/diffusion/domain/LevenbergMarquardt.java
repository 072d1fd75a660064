package org.vigie.diffusion.domain;

import java.util.Arrays;
import org.vigie.diffusion.domain.Fit.Fitted;
import org.vigie.diffusion.domain.Fit.NotConverged;

/**
 * Minimises sum(averages·(S - S0·exp(-b·ADC))^2) by damped Newton steps (Marquardt, J SIAM 1963; Nocedal and Wright,
 * Numerical Optimization, ch. 10); b and ADC are scaled by 1000 so that both parameters are near one. It ends where both
 * parameters move by at most 1e-10 of themselves; after 100 steps there is no result.
 */
final class LevenbergMarquardt {
    static final int MAX_ITERATIONS = 100;
    static final double RELATIVE_TOLERANCE = 1e-10;

    private static final double B_SCALE = 1e-3;
    /** Below this (1e-3 mm2/s) a diffusivity is measured against it, not against itself: zero is a possible answer. */
    private static final double SMALLEST_SCALE = 1e-3;
    /** Relative rounding of a cost that is a sum of squares of about the size of the data. */
    private static final double SUM_ROUNDING = 1e-12;
    /** Rounding of a residual whose data are near one: a few units in the last place. */
    private static final double RESIDUAL_ROUNDING = 1e-15;

    private static final double LEAST_LAMBDA = 1e-9;
    /** Of the determinant against that of independent parameters: less is rounding. */
    private static final double LEAST_CURVATURE = 1e-12;

    private LevenbergMarquardt() {}

    static Fit fit(double[] b, double[] s, double[] averages, Fitted start) {
        double scale = start.s0();
        if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(start.adc())) {
            return new NotConverged();
        }
        double amplitude = 1;
        double diffusivity = start.adc() / B_SCALE;
        double cost = cost(b, s, averages, scale, amplitude, diffusivity);
        double images = Arrays.stream(averages).sum();
        double lambda = 1e-6;
        double growth = 2;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            double aa = 0;
            double ad = 0;
            double dd = 0;
            double ga = 0;
            double gd = 0;
            double bentAd = 0;
            double bentDd = 0;
            for (int i = 0; i < b.length; i++) {
                double x = b[i] * B_SCALE;
                double e = Math.exp(-x * diffusivity);
                double byAmplitude = e;
                double byDiffusivity = -amplitude * x * e;
                double residual = s[i] / scale - amplitude * e;
                aa += averages[i] * byAmplitude * byAmplitude;
                ad += averages[i] * byAmplitude * byDiffusivity;
                dd += averages[i] * byDiffusivity * byDiffusivity;
                ga += averages[i] * byAmplitude * residual;
                gd += averages[i] * byDiffusivity * residual;
                bentAd += averages[i] * residual * x * e;
                bentDd -= averages[i] * residual * x * x * amplitude * e;
            }
            // The whole second derivative where it curves upwards: without the part of the residuals (Gauss-Newton) a
            // voxel
            // far from its curve comes nearer by a fifth per step and is not there after a hundred.
            boolean upwards =
                    dd + bentDd > 0 && aa * (dd + bentDd) - (ad + bentAd) * (ad + bentAd) > LEAST_CURVATURE * aa * dd;
            if (upwards) {
                ad += bentAd;
                dd += bentDd;
            }
            double da = aa * (1 + lambda);
            double ddDamped = dd * (1 + lambda);
            double determinant = da * ddDamped - ad * ad;
            double stepA = (ga * ddDamped - gd * ad) / determinant;
            double stepD = (gd * da - ga * ad) / determinant;
            if (!Double.isFinite(stepA) || !Double.isFinite(stepD)) {
                return new NotConverged();
            }
            double next = cost(b, s, averages, scale, amplitude + stepA, diffusivity + stepD);
            double fall =
                    2 * (stepA * ga + stepD * gd) - stepA * stepA * aa - 2 * stepA * stepD * ad - stepD * stepD * dd;
            boolean undamped = lambda <= 1;
            boolean accepted = next <= cost + rounding(cost, images);
            if (accepted) {
                // Damping by gain (Nielsen, IMM-REP-1999-05): without it steps overshoot to and fro in a curved valley.
                double miss = fall > 0 ? 2 * (cost - next) / fall - 1 : -1;
                lambda = Math.max(Math.clamp(lambda * (1 - miss * miss * miss), lambda / 10, lambda * 2), LEAST_LAMBDA);
                amplitude += stepA;
                diffusivity += stepD;
                cost = next;
                growth = 2;
            } else {
                lambda *= growth;
                growth *= 2;
            }
            // A damped step is short without being near the minimum; a point that does not curve upwards is none.
            if (upwards
                    && undamped
                    && Math.abs(stepA) <= RELATIVE_TOLERANCE * Math.abs(amplitude)
                    && Math.abs(stepD) <= RELATIVE_TOLERANCE * Math.max(Math.abs(diffusivity), SMALLEST_SCALE)) {
                return new Fitted(diffusivity * B_SCALE, amplitude * scale);
            }
        }
        return new NotConverged();
    }

    /**
     * Costs that differ by no more are equal in double precision. Each residual r is known to e, the cost therefore to
     * sum(w·(2·|r|·e + e^2)), at most 2·e·sqrt(cost·sum(w)) + e^2·sum(w) (Cauchy-Schwarz). A step that changes the cost by
     * less is taken, however the last digits fall: near the minimum they fall at random, and a step refused for them is
     * damped until it is too short to tell whether the minimum is reached.
     */
    private static double rounding(double cost, double images) {
        return SUM_ROUNDING * cost
                + 2 * RESIDUAL_ROUNDING * Math.sqrt(cost * images)
                + RESIDUAL_ROUNDING * RESIDUAL_ROUNDING * images;
    }

    private static double cost(double[] b, double[] s, double[] averages, double scale, double a, double d) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            double residual = s[i] / scale - a * Math.exp(-b[i] * B_SCALE * d);
            sum += averages[i] * residual * residual;
        }
        return sum;
    }
}
