package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The noise of one image as seen in the air at the border of the field of view, where a magnitude image of one coil is
 * Rayleigh-distributed: mean 1.2533·sigma, median 1.1774·sigma, SD 0.6551·sigma (Gudbjartsson, MRM 1995). It is reliable
 * only if the three agree: parallel imaging, masked air, filters and combined images all break the distribution, and a
 * sigma read from zeros would call every voxel a signal.
 *
 * @param sigma noise SD, unit of the signal; absent where it cannot be estimated
 * @param bSecPerMm2 of the image looked at
 * @param method {@code background-rayleigh}, {@code stated} or {@code not-estimated}
 * @param reliable the distribution is that of noise
 * @param note why not
 */
public record NoiseEstimate(
        @Nullable Double sigma,
        @Nullable Double bSecPerMm2,
        String method,
        boolean reliable,
        @Nullable String note) {
    static final String STATED = "stated";
    static final String BACKGROUND = "background-rayleigh";
    static final String NONE = "not-estimated";

    private static final double MEAN = 1.2533;
    private static final double MEDIAN = 1.1774;
    private static final double SD = 0.6551;
    /** Largest over smallest of the three, minus one. */
    private static final double AGREEMENT = 0.10;

    private static final double MOST_ZEROS = 0.01;
    private static final int FEWEST = 500;
    /** Of the columns and rows, on each side. */
    private static final int BORDER = 16;

    /** What somebody says it is. */
    public static NoiseEstimate stated(double sigma) {
        return new NoiseEstimate(sigma, null, STATED, true, null);
    }

    /** From the most weighted image that is one image. */
    public static NoiseEstimate of(DiffusionVolume volume) {
        Optional<Shell> single = volume.shells().reversed().stream()
                .filter(shell -> shell.images() == 1)
                .findFirst();
        if (single.isEmpty()) {
            return new NoiseEstimate(null, null, NONE, false, "every b-value is combined of several images");
        }
        Shell shell = single.get();
        double[] air = border(volume.grid(), shell);
        if (air.length < FEWEST) {
            return new NoiseEstimate(null, shell.b(), NONE, false, "too few voxels at the border");
        }
        return rayleigh(air, shell.b());
    }

    static NoiseEstimate rayleigh(double[] air, double b) {
        Arrays.sort(air);
        double zeros = Arrays.stream(air).filter(v -> v <= 0).count() / (double) air.length;
        double mean = Arrays.stream(air).average().orElseThrow();
        double byMean = mean / MEAN;
        double byMedian = RegionStatistics.percentile(air, 50) / MEDIAN;
        double bySd = Math.sqrt(RegionStatistics.moment(air, mean, 2)) / SD;
        double largest = Math.max(byMean, Math.max(byMedian, bySd));
        double smallest = Math.min(byMean, Math.min(byMedian, bySd));
        if (zeros > MOST_ZEROS) {
            return new NoiseEstimate(null, b, BACKGROUND, false, "air is set to zero");
        }
        if (!(largest <= smallest * (1 + AGREEMENT))) {
            return new NoiseEstimate(byMedian, b, BACKGROUND, false, "border is not noise alone");
        }
        return new NoiseEstimate(byMean, b, BACKGROUND, true, null);
    }

    private static double[] border(Grid grid, Shell shell) {
        int x = Math.max(grid.columns() / BORDER, 1);
        int y = Math.max(grid.rows() / BORDER, 1);
        return IntStream.range(0, grid.voxels())
                .filter(i -> {
                    int column = i % grid.columns();
                    int row = i / grid.columns() % grid.rows();
                    return column < x || column >= grid.columns() - x || row < y || row >= grid.rows() - y;
                })
                .mapToDouble(shell::signal)
                .toArray();
    }
}
