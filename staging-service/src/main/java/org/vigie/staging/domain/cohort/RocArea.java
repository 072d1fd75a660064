package org.vigie.staging.domain.cohort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Area under the ROC curve as the Mann-Whitney probability that a case scores higher than a control, ties counted one
 * half, with the standard error of DeLong, DeLong and Clarke-Pearson (Biometrics 1988), computed from midranks in n log
 * n (Sun and Xu, IEEE Signal Process Lett 2014).
 *
 * @param area 0 to 1
 * @param standardError {@code null} where a group has fewer than two members
 * @param ci95 area +- 1.96 SE cut to 0..1; {@code null} with the standard error
 */
public record RocArea(
        double area,
        int cases,
        int controls,
        @Nullable Double standardError,
        @Nullable Interval ci95) {

    /**
     * @param cases scores of those who had the outcome
     * @param controls scores of those who did not
     * @throws IllegalArgumentException if a group is empty or a score is not finite
     */
    public static RocArea of(double[] cases, double[] controls) {
        if (cases.length == 0 || controls.length == 0) {
            throw new IllegalArgumentException("an ROC area needs cases and controls");
        }
        double[] all = IntStream.range(0, cases.length + controls.length)
                .mapToDouble(i -> i < cases.length ? cases[i] : controls[i - cases.length])
                .toArray();
        double[] among = midranks(all);
        double[] amongCases = midranks(cases);
        double[] amongControls = midranks(controls);
        double[] perCase = IntStream.range(0, cases.length)
                .mapToDouble(i -> (among[i] - amongCases[i]) / controls.length)
                .toArray();
        double[] perControl = IntStream.range(0, controls.length)
                .mapToDouble(j -> 1 - (among[cases.length + j] - amongControls[j]) / cases.length)
                .toArray();
        double area = Arrays.stream(perCase).sum() / cases.length;
        if (cases.length < 2 || controls.length < 2) {
            return new RocArea(area, cases.length, controls.length, null, null);
        }
        double se = Math.sqrt(variance(perCase) / cases.length + variance(perControl) / controls.length);
        Interval ci = new Interval(Math.max(0, area - Rate.Z_95 * se), Math.min(1, area + Rate.Z_95 * se));
        return new RocArea(area, cases.length, controls.length, se, ci);
    }

    /** Rank of each value from 1, equal values sharing the mean of their ranks. */
    static double[] midranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> finite(values[i])));
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int k = from; k < to; k++) {
                ranks[order[k]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a score that is not finite");
        }
        return value + 0.0;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
