package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;

/**
 * A region by a model of several parameters, voxel by voxel, decided as for ADC (clinical rules 1.4-1.5) with the
 * model's diffusivity in the place of ADC.
 *
 * @param nValid voxels in {@code valid}
 * @param excluded voxel status to count
 * @param parameters by name; empty where the b-values do not do
 */
public record ModelMeasurement(
        DiffusionModel model,
        List<Double> b,
        int n,
        int nValid,
        Map<String, Integer> excluded,
        Map<String, Parameter> parameters,
        List<String> flags,
        List<Reason> reasons) {

    /**
     * One parameter over the voxels in which it can be interpreted.
     *
     * @param n voxels in {@code valid}
     * @param raw over every finite value
     * @param valid over valid voxels, absent where the rules allow no number
     * @param ofMean from the region's mean signal, absent where that curve does not determine it
     */
    public record Parameter(
            String units,
            int n,
            @Nullable Statistics raw,
            @Nullable Statistics valid,
            @Nullable Double ofMean) {}

    /** @param sigma noise SD, empty where unknown */
    public static ModelMeasurement of(
            DiffusionVolume volume,
            Region region,
            Selection selection,
            DiffusionModel model,
            boolean validated,
            OptionalDouble sigma) {
        List<Reason> reasons = new ArrayList<>(selection.reasons());
        reasons.addAll(model.reasons(selection.b()));
        int n = region.size();
        if (!reasons.isEmpty()) {
            return new ModelMeasurement(model, selection.b(), n, 0, Map.of(), Map.of(), List.of(), reasons);
        }
        Samples samples = new Samples(volume, selection.indices());
        List<Estimates> estimates = new ArrayList<>();
        Map<VoxelStatus, Integer> counts = new EnumMap<>(VoxelStatus.class);
        TreeSet<String> flags = new TreeSet<>();
        for (int i = 0; i < n; i++) {
            Estimates voxel = voxel(model, samples, samples.at(region.voxel(i)), sigma);
            estimates.add(voxel);
            counts.merge(voxel.status(), 1, Integer::sum);
            flags.addAll(voxel.flags());
        }
        RegionDecision decision = RegionDecision.of(n, counts);
        flags.addAll(decision.flags());
        if (!validated) {
            flags.add(Flags.UNVALIDATED_ROI);
        }
        if (sigma.isEmpty()) {
            flags.add(Flags.NOISE_UNKNOWN);
        }
        return new ModelMeasurement(
                model,
                selection.b(),
                n,
                counts.getOrDefault(VoxelStatus.VALID, 0),
                excluded(counts),
                parameters(model, estimates, ofMean(model, samples, region), decision),
                List.copyOf(flags),
                decision.reasons());
    }

    private static Estimates voxel(DiffusionModel model, Samples samples, double[] s, OptionalDouble sigma) {
        VoxelStatus before = VoxelStatus.of(samples.b(), s, sigma, VoxelStatus.LARGEST_PHYSICAL);
        if (before == VoxelStatus.INVALID) {
            return new Estimates(Map.of(), before, List.of(), List.of());
        }
        Estimates fitted = model.fit(samples.b(), s, samples.averages());
        return before == VoxelStatus.VALID
                ? fitted
                : new Estimates(fitted.values(), before, fitted.flags(), fitted.reasons());
    }

    private static Map<String, Double> ofMean(DiffusionModel model, Samples samples, Region region) {
        double[] mean = samples.mean(region);
        return region.size() > 0 && VoxelStatus.canBeFitted(samples.b(), mean)
                ? model.fit(samples.b(), mean, samples.averages()).values()
                : Map.of();
    }

    private static Map<String, Parameter> parameters(
            DiffusionModel model, List<Estimates> voxels, Map<String, Double> ofMean, RegionDecision decision) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (String name : model.parameters()) {
            double[] raw = voxels.stream()
                    .flatMap(v -> v.value(name).stream())
                    .mapToDouble(v -> v)
                    .filter(Double::isFinite)
                    .toArray();
            double[] valid = voxels.stream()
                    .filter(v -> v.status() == VoxelStatus.VALID)
                    .flatMap(v -> v.value(name).stream())
                    .mapToDouble(v -> v)
                    .toArray();
            parameters.put(
                    name,
                    new Parameter(
                            Estimates.units(name),
                            valid.length,
                            RegionStatistics.of(raw).orElse(null),
                            decision.reasons().isEmpty()
                                    ? RegionStatistics.of(valid).orElse(null)
                                    : null,
                            ofMean.get(name)));
        }
        return parameters;
    }

    private static Map<String, Integer> excluded(Map<VoxelStatus, Integer> counts) {
        Map<String, Integer> excluded = new TreeMap<>();
        Arrays.stream(VoxelStatus.values())
                .filter(s -> s != VoxelStatus.VALID && counts.containsKey(s))
                .forEach(s -> excluded.put(s.id(), counts.get(s)));
        return excluded;
    }
}
