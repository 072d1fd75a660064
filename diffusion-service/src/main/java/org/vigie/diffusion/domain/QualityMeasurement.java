package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vigie.diffusion.domain.Fit.Fitted;

/** Looks at the images behind one region; see {@link QualityReport} for what it decides. */
public final class QualityMeasurement {
    private final DiffusionVolume volume;
    private final Region region;
    private final Samples samples;

    private QualityMeasurement(DiffusionVolume volume, Region region, List<Integer> shells) {
        this.volume = volume;
        this.region = region;
        this.samples = new Samples(volume, shells);
    }

    /**
     * @param selection the b-values that enter the measurement, two or more
     * @param sigma noise SD, where somebody knows it
     */
    public static QualityReport of(DiffusionVolume volume, Region region, Selection selection, OptionalDouble sigma) {
        NoiseEstimate noise = sigma.isPresent() ? NoiseEstimate.stated(sigma.getAsDouble()) : NoiseEstimate.of(volume);
        QualityMeasurement measurement = new QualityMeasurement(volume, region, selection.indices());
        Double known = noise.reliable() ? noise.sigma() : null;
        Shell lowest = volume.shells().get(selection.indices().getFirst());
        int slice = region.largestSlice(volume.grid());
        return QualityReport.of(
                noise,
                known == null ? null : measurement.snr(known),
                known == null ? null : measurement.belowThree(known),
                measurement.clipped(),
                measurement.displacement(selection.indices(), slice),
                GhostRatio.of(volume.grid(), lowest, slice),
                measurement.residual());
    }

    private double snr(double sigma) {
        Shell highest = volume.shells().getLast();
        double[] signals = IntStream.range(0, region.size())
                .mapToDouble(i -> highest.signal(region.voxel(i)))
                .sorted()
                .toArray();
        return signals.length == 0 ? 0 : RegionStatistics.percentile(signals, 50) / sigma;
    }

    private double belowThree(double sigma) {
        return share(voxel -> Arrays.stream(samples.at(voxel)).anyMatch(s -> s < VoxelStatus.NOISE_LIMIT * sigma));
    }

    private double clipped() {
        return share(samples::isSaturated);
    }

    private double share(java.util.function.IntPredicate holds) {
        return region.size() == 0
                ? 0
                : IntStream.range(0, region.size())
                                .map(region::voxel)
                                .filter(holds)
                                .count()
                        / (double) region.size();
    }

    private @Nullable Double displacement(List<Integer> shells, int slice) {
        Double largest = null;
        for (int i : shells.subList(1, shells.size())) {
            Double shift = InPlaneShift.between(
                    volume.grid(),
                    region,
                    slice,
                    volume.shells().get(shells.getFirst()),
                    volume.shells().get(i));
            if (shift != null && (largest == null || shift > largest)) {
                largest = shift;
            }
        }
        return largest;
    }

    /** Of the log-linear fit, which every voxel has. */
    private @Nullable Double residual() {
        double[] b = samples.b();
        if (b.length < 3) {
            return null;
        }
        double[] relative = IntStream.range(0, region.size())
                .mapToObj(i -> samples.at(region.voxel(i)))
                .filter(s -> VoxelStatus.canBeFitted(b, s))
                .mapToDouble(s -> rms(b, s, MonoExponential.wls(b, s, samples.averages())))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return relative.length == 0 ? null : (@Nullable Double) RegionStatistics.percentile(relative, 50);
    }

    private static double rms(double[] b, double[] s, Fitted fit) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            double residual = s[i] / fit.s0() - Math.exp(-b[i] * fit.adc());
            sum += residual * residual;
        }
        return Math.sqrt(sum / b.length);
    }
}
