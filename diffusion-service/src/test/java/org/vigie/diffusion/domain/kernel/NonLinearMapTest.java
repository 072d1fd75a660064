package org.vigie.diffusion.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;

/** The non-linear map against a minimum found by bracketing, which shares nothing with the fits. */
class NonLinearMapTest {
    private static final int VOXELS = 20_001;
    private static final long SEED = 20261123;

    @Test
    void findsTheMinimumOfTheSquares() {
        for (double[] b : MapFixture.B_LISTS) {
            for (double noise : new double[] {0, 0.02, 0.05}) {
                DiffusionVolume volume = MapFixture.volume(b, VOXELS, noise, SEED);
                AdcMap map = AdcMap.of(volume, MapFixture.all(b), FitMethod.NLLS);
                int far = 0;
                for (int i = 0; i < VOXELS; i++) {
                    double expected =
                            minimum(b, MapFixture.signals(volume, i), MapFixture.averages(volume), map.mm2PerSec(i));
                    if (!(Math.abs(map.mm2PerSec(i) - expected) <= MapFixture.allowed(expected))) {
                        far++;
                    }
                }
                assertThat(far)
                        .as("%d b from %s, noise %s, seed %d, redone %d", b.length, b[0], noise, SEED, map.redone())
                        .isLessThanOrEqualTo(VOXELS / 1000);
            }
        }
    }

    /** The zero of the derivative in a small bracket around {@code guess}, by bisection; NaN if there is none. */
    private static double minimum(double[] b, double[] s, double[] averages, double guess) {
        double low = guess - 2e-5;
        double high = guess + 2e-5;
        if (!(slope(b, s, averages, low) < 0 && slope(b, s, averages, high) > 0)) {
            return Double.NaN;
        }
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (slope(b, s, averages, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** d/dADC of the sum of squares with the best amplitude for that ADC, up to a positive factor. */
    private static double slope(double[] b, double[] s, double[] averages, double adc) {
        double se = 0;
        double ee = 0;
        for (int k = 0; k < b.length; k++) {
            double e = Math.exp(-(b[k] - b[0]) * adc);
            se += averages[k] * s[k] * e;
            ee += averages[k] * e * e;
        }
        double amplitude = se / ee;
        double sum = 0;
        for (int k = 0; k < b.length; k++) {
            double e = Math.exp(-(b[k] - b[0]) * adc);
            sum += averages[k] * (b[k] - b[0]) * e * (s[k] - amplitude * e);
        }
        return sum;
    }
}
