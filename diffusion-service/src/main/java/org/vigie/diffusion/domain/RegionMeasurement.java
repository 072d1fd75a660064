package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;

/** Fits every voxel of a region and decides what may be said of it (clinical rules 1.4-1.5). */
public final class RegionMeasurement {
    private final DiffusionVolume volume;
    private final Region region;
    private final boolean validated;
    private final OptionalDouble sigma;

    /**
     * @param validated a radiologist stands behind the region
     * @param sigma noise SD, empty where unknown
     */
    public RegionMeasurement(DiffusionVolume volume, Region region, boolean validated, OptionalDouble sigma) {
        this.volume = volume;
        this.region = region;
        this.validated = validated;
        this.sigma = sigma;
    }

    public AdcMeasurement measure(Selection offered, FitMethod method) {
        Selection selection = offered.usedBy(method);
        VariantKey key = new VariantKey(selection.variant(), selection.b(), method.id());
        int n = region.size();
        if (!selection.isAdequate()) {
            return new AdcMeasurement(
                    key, selection.alertable(), n, 0, Map.of(), null, null, null, List.of(), selection.reasons());
        }
        Samples samples = new Samples(volume, selection.indices());
        double[] adc = new double[n];
        Map<VoxelStatus, Integer> counts = new EnumMap<>(VoxelStatus.class);
        double[] valid = new double[n];
        int nValid = 0;
        for (int i = 0; i < n; i++) {
            double[] s = samples.at(region.voxel(i));
            adc[i] = VoxelStatus.canBeFitted(samples.b(), s)
                    ? MonoExponential.fit(method, samples.b(), s, samples.averages())
                            .adcOrNaN()
                    : Double.NaN;
            VoxelStatus status = VoxelStatus.of(samples.b(), s, sigma, adc[i]);
            counts.merge(status, 1, Integer::sum);
            if (status == VoxelStatus.VALID) {
                valid[nValid++] = adc[i];
            }
        }
        RegionDecision decision = RegionDecision.of(n, counts, saturated(samples));
        return new AdcMeasurement(
                key,
                selection.alertable(),
                n,
                nValid,
                excluded(counts),
                RegionStatistics.of(Arrays.stream(adc).filter(Double::isFinite).toArray())
                        .orElse(null),
                decision.reasons().isEmpty()
                        ? RegionStatistics.of(Arrays.copyOf(valid, nValid)).orElse(null)
                        : null,
                logLinearOfMean(samples),
                flags(decision, samples),
                decision.reasons());
    }

    /** The ADC of the valid voxels in the order of their indices, mm2/s; none where the b-values do not do. */
    public double[] validAdc(Selection offered, FitMethod method) {
        Selection selection = offered.usedBy(method);
        if (!selection.isAdequate()) {
            return new double[0];
        }
        Samples samples = new Samples(volume, selection.indices());
        return IntStream.range(0, region.size())
                .mapToObj(i -> samples.at(region.voxel(i)))
                .filter(s -> VoxelStatus.canBeFitted(samples.b(), s))
                .mapToDouble(s -> {
                    double adc = MonoExponential.fit(method, samples.b(), s, samples.averages())
                            .adcOrNaN();
                    return VoxelStatus.of(samples.b(), s, sigma, adc) == VoxelStatus.VALID ? adc : Double.NaN;
                })
                .filter(Double::isFinite)
                .toArray();
    }

    private List<String> flags(RegionDecision decision, Samples samples) {
        List<String> flags = new ArrayList<>(decision.flags());
        if (!validated) {
            flags.add(Flags.UNVALIDATED_ROI);
        }
        if (sigma.isEmpty()) {
            flags.add(Flags.NOISE_UNKNOWN);
        }
        if (saturated(samples) > 0) {
            flags.add(Flags.SATURATED_VOXELS);
        }
        return List.copyOf(flags);
    }

    private int saturated(Samples samples) {
        return (int) IntStream.range(0, region.size())
                .map(region::voxel)
                .filter(samples::isSaturated)
                .count();
    }

    /** Unweighted log-linear fit of the mean signal of all voxels of the region, in the order of their indices. */
    private @Nullable Double logLinearOfMean(Samples samples) {
        double[] mean = samples.mean(region);
        return region.size() > 0 && VoxelStatus.canBeFitted(samples.b(), mean)
                ? (@Nullable Double) MonoExponential.ols(samples.b(), mean).adc()
                : null;
    }

    private static Map<String, Integer> excluded(Map<VoxelStatus, Integer> counts) {
        Map<String, Integer> excluded = new TreeMap<>();
        counts.forEach((status, count) -> {
            if (status != VoxelStatus.VALID) {
                excluded.put(status.id(), count);
            }
        });
        return excluded;
    }

    /** A region without voxels in the volume, or with no volume to be in. */
    public static AdcMeasurement none(Selection selection, FitMethod method, Reason reason) {
        return new AdcMeasurement(
                new VariantKey(selection.variant(), selection.usedBy(method).b(), method.id()),
                selection.alertable(),
                0,
                0,
                Map.of(),
                null,
                null,
                null,
                List.of(),
                List.of(reason));
    }

    /** {@link ReasonCode#ROI_TOO_SMALL}: also for a region with no voxel in the volume. */
    public static Reason tooSmall() {
        return Reason.of(ReasonCode.ROI_TOO_SMALL);
    }
}
