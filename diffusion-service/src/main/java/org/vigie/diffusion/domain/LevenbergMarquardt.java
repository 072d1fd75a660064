package org.vigie.diffusion.domain;

import org.vigie.diffusion.domain.Fit.Fitted;
import org.vigie.diffusion.domain.Fit.NotConverged;

/** Minimises sum(averages·(S - S0·exp(-b·ADC))^2); b and ADC are scaled by 1000 so that both parameters are near one. */
final class LevenbergMarquardt {
    static final int MAX_ITERATIONS = 100;
    static final double RELATIVE_TOLERANCE = 1e-10;

    private static final double B_SCALE = 1e-3;
    /** Below this (1e-3 mm2/s) a diffusivity is measured against it, not against itself: zero is a possible answer. */
    private static final double SMALLEST_SCALE = 1e-3;
    /** Costs that differ by less are equal in double precision. */
    private static final double COST_NOISE = 1e-12;

    private static final double LEAST_LAMBDA = 1e-9;

    private LevenbergMarquardt() {}

    static Fit fit(double[] b, double[] s, double[] averages, Fitted start) {
        double scale = start.s0();
        if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(start.adc())) {
            return new NotConverged();
        }
        double amplitude = 1;
        double diffusivity = start.adc() / B_SCALE;
        double cost = cost(b, s, averages, scale, amplitude, diffusivity);
        double lambda = 1e-6;
        double growth = 2;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            double aa = 0;
            double ad = 0;
            double dd = 0;
            double ga = 0;
            double gd = 0;
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
            boolean accepted = next <= cost * (1 + COST_NOISE);
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
            // A damped step is short without being near the minimum.
            if (undamped
                    && Math.abs(stepA) <= RELATIVE_TOLERANCE * Math.abs(amplitude)
                    && Math.abs(stepD) <= RELATIVE_TOLERANCE * Math.max(Math.abs(diffusivity), SMALLEST_SCALE)) {
                return new Fitted(diffusivity * B_SCALE, amplitude * scale);
            }
        }
        return new NotConverged();
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
