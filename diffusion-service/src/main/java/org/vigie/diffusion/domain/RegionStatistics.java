package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;

/** Statistics of clinical rules 1.5. */
public final class RegionStatistics {
    private RegionStatistics() {}

    /** Empty for no values; SD needs two, skewness and kurtosis need a spread. All values must be finite. */
    public static Optional<Statistics> of(double[] values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double mean = Arrays.stream(sorted).sum() / n;
        double m2 = moment(sorted, mean, 2);
        boolean spread = m2 > 0;
        return Optional.of(new Statistics(
                mean,
                percentile(sorted, 50),
                n > 1 ? (@Nullable Double) Math.sqrt(m2 * n / (n - 1)) : null,
                sorted[0],
                sorted[n - 1],
                percentile(sorted, 5),
                percentile(sorted, 10),
                percentile(sorted, 15),
                percentile(sorted, 25),
                percentile(sorted, 75),
                percentile(sorted, 90),
                percentile(sorted, 95),
                spread ? (@Nullable Double) (moment(sorted, mean, 3) / Math.pow(m2, 1.5)) : null,
                spread ? (@Nullable Double) (moment(sorted, mean, 4) / (m2 * m2) - 3) : null));
    }

    /** Linear interpolation at h = (N-1)·p. */
    static double percentile(double[] sorted, double percent) {
        double h = (sorted.length - 1) * percent / 100;
        int below = (int) Math.floor(h);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
    }

    /** Population moment about the mean. */
    static double moment(double[] values, double mean, int order) {
        double sum = 0;
        for (double v : values) {
            double d = v - mean;
            double power = d * d;
            for (int i = 2; i < order; i++) {
                power *= d;
            }
            sum += power;
        }
        return sum / values.length;
    }
}
