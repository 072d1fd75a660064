package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every voxel with an optimum inside the physical range ends at it. The optimum is found here by another way: of
 * sum(w·(S - S0·exp(-b·ADC))^2) the amplitude is eliminated (Golub and Pereyra, 1973), and the derivative of what is left
 * is bisected in the lowest cell of a grid.
 */
class LeastSquaresConvergenceTest {
    private static final int VOXELS = 100_000;
    private static final long SEED = 20261122;
    private static final double LARGEST = 4e-3;
    private static final int CELLS = 48;

    @Test
    void anOrdinaryVoxelEndsAtItsMinimum() {
        double[] b = {0, 400, 800};
        double[] s = {1358, 1108, 906};
        double expected = minimum(b, s, new double[] {1, 1, 1});
        assertThat(expected).isCloseTo(5.0628e-4, Offset.offset(5e-9));
        assertEndsAt(b, s, new double[] {1, 1, 1}, expected);
    }

    @ParameterizedTest
    @CsvSource({"0 400 800,1 1 1", "0 100 600 800,1 3 3 6", "50 200 400 600 1000,2 1 4 4 8"})
    void everyVoxelOfWholeNumbersEndsAtItsMinimum(String bText, String averagesText) {
        double[] b = numbers(bText);
        double[] averages = numbers(averagesText);
        Random random = new Random(SEED);
        int interior = 0;
        for (int i = 0; i < VOXELS; i++) {
            double[] s = voxel(random, b);
            double expected = minimum(b, s, averages);
            if (!Double.isNaN(expected)) {
                interior++;
                assertEndsAt(b, s, averages, expected);
            }
        }
        assertThat(interior).as("voxels with seed %d", SEED).isGreaterThan(VOXELS * 9 / 10);
    }

    private static void assertEndsAt(double[] b, double[] s, double[] averages, double expected) {
        double adc = MonoExponential.fit(FitMethod.NLLS, b, s, averages).adcOrNaN();
        if (!(Math.abs(adc - expected) <= 1e-8 * Math.max(expected, 1e-4))) {
            assertThat(adc)
                    .as("b %s, S %s, averages %s", Arrays.toString(b), Arrays.toString(s), Arrays.toString(averages))
                    .isCloseTo(expected, Offset.offset(1e-8 * Math.max(expected, 1e-4)));
        }
    }

    /** A decay with noise of nothing to an eighth of it, rounded as a scanner stores it. */
    private static double[] voxel(Random random, double[] b) {
        double s0 = 20 + random.nextInt(4076);
        double adc = 1e-4 + random.nextDouble() * 3e-3;
        double noise = random.nextInt(4) * s0 / 24;
        return Arrays.stream(b)
                .map(x -> Math.hypot(
                        s0 * Math.exp(-x * adc) + noise * random.nextGaussian(), noise * random.nextGaussian()))
                .map(x -> Math.max(1, Math.rint(x)))
                .toArray();
    }

    /** NaN if the lowest cost lies at an end of (0, 4e-3) mm2/s, or if there is more than one minimum. */
    private static double minimum(double[] b, double[] s, double[] averages) {
        double low = Double.NaN;
        int minima = 0;
        double before = slope(b, s, averages, 0);
        for (int i = 1; i <= CELLS; i++) {
            double after = slope(b, s, averages, LARGEST * i / CELLS);
            if (before < 0 && after >= 0) {
                low = LARGEST * (i - 1) / CELLS;
                minima++;
            }
            before = after;
        }
        if (minima != 1) {
            return Double.NaN;
        }
        double high = low + LARGEST / CELLS;
        while (true) {
            double middle = (low + high) / 2;
            if (high - low <= 1e-12 * high || middle <= low || middle >= high) {
                return middle;
            }
            if (slope(b, s, averages, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /** Half the derivative by ADC of the cost at the best amplitude: S0·sum(w·b·r·exp(-b·ADC)). */
    private static double slope(double[] b, double[] s, double[] averages, double adc) {
        double se = 0;
        double ee = 0;
        for (int i = 0; i < b.length; i++) {
            double e = Math.exp(-b[i] * adc);
            se += averages[i] * s[i] * e;
            ee += averages[i] * e * e;
        }
        double s0 = se / ee;
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            double e = Math.exp(-b[i] * adc);
            sum += averages[i] * b[i] * (s[i] - s0 * e) * e;
        }
        return s0 * sum;
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
