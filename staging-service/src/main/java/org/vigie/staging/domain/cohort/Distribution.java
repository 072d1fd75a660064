package org.vigie.staging.domain.cohort;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a column of numbers looks like.
 *
 * @param sd with n - 1; {@code null} for a single value
 * @param median mean of the two middle values where n is even
 */
public record Distribution(
        int n, double mean, double median, @Nullable Double sd, double min, double max) {

    /** @throws IllegalArgumentException if there is no value or one that is not finite */
    public static Distribution of(double[] values) {
        if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("distribution of no values, or of values that are not finite");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double mean = Arrays.stream(sorted).sum() / n;
        double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Distribution(
                n, mean, median, n == 1 ? null : Math.sqrt(squares / (n - 1)), sorted[0], sorted[n - 1]);
    }
}
