package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts in bins of one width whose edges are multiples of it (fixed bin size, IBSI 4.4): bin i holds
 * {@code from + i·width <= value < from + (i+1)·width}.
 *
 * @param from lower edge of the first bin, at or below the smallest value
 */
public record Histogram(double width, double from, List<Integer> counts) {
    /** mm2/s, of ADC: about the repeatability of a region's mean, finer than any threshold. */
    public static final double ADC_WIDTH = 0.05e-3;

    private static final int MOST_BINS = 1_000_000;

    public Histogram {
        counts = List.copyOf(counts);
    }

    /**
     * @param values finite, at least one
     * @throws IllegalArgumentException if the width is not positive or would make more than a million bins
     */
    public static Histogram of(double[] values, double width) {
        double smallest = Arrays.stream(values).min().orElseThrow();
        double largest = Arrays.stream(values).max().orElseThrow();
        double first = Math.floor(smallest / width);
        double bins = Math.floor(largest / width) - first + 1;
        if (!(width > 0) || !(bins <= MOST_BINS)) {
            throw new IllegalArgumentException("Histogram: width must be above zero and make at most a million bins");
        }
        int[] counts = new int[(int) bins];
        for (double v : values) {
            counts[(int) (Math.floor(v / width) - first)]++;
        }
        return new Histogram(width, first * width, IntStream.of(counts).boxed().toList());
    }

    /** Shares of the bins that hold anything. */
    double[] shares() {
        double n = counts.stream().mapToInt(c -> c).sum();
        return counts.stream().filter(c -> c > 0).mapToDouble(c -> c / n).toArray();
    }
}
