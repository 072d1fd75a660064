package org.vigie.diffusion.domain.phantom;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A phantom: vials of known ADC and where they are.
 *
 * @param source where the reference values are from
 * @param temperatureC of the phantom during the scan unless the operator states another
 * @param references content to (temperature in °C to ADC in mm2/s)
 * @param edge of the cube measured in each vial, voxels
 * @param limits what a scanner must meet
 */
public record PhantomDefinition(
        String name,
        String source,
        double temperatureC,
        Map<String, Map<Double, Double>> references,
        List<Vial> vials,
        int edge,
        Limits limits) {

    /** @throws IllegalArgumentException naming the faulty key */
    public PhantomDefinition {
        require(!vials.isEmpty(), "vials: at least one");
        require(edge >= 1 && edge <= 99, "edge: 1 to 99 voxels");
        for (Vial vial : vials) {
            require(references.containsKey(vial.content()), "vials." + vial.name() + ".content: not among references");
        }
        require(
                vials.stream().allMatch(v -> v.voxel() != null)
                        || vials.stream().allMatch(v -> v.layoutMm() != null),
                "vials: each has 'voxel', or each has 'layoutMm'");
        require(vials.stream().map(Vial::name).distinct().count() == vials.size(), "vials.name: each its own");
        vials = List.copyOf(vials);
    }

    /**
     * @param content key of the references
     * @param voxel column, row, slice (zero-based, slices ascending along the normal); null where found by layout
     * @param layoutMm place in the plane of the slice relative to the middle of the phantom, mm, up to a turn and a
     *     mirror image; null where the voxel is given
     * @param judged its bias decides; others are reported. QIBA judges at the isocentre
     */
    public record Vial(
            String name,
            String content,
            @Nullable List<Integer> voxel,
            @Nullable List<Double> layoutMm,
            boolean judged) {

        public Vial {
            require(voxel == null || voxel.size() == 3, "vials." + name + ".voxel: column, row, slice");
            require(layoutMm == null || layoutMm.size() == 2, "vials." + name + ".layoutMm: x, y");
        }
    }

    /**
     * @param biasPercent of a judged vial, either side, inclusive
     * @param r2 of measured on reference ADC over all vials, exclusive
     * @param wcvPercent within-vial coefficient of variation over repeated acquisitions, inclusive
     */
    public record Limits(double biasPercent, double r2, double wcvPercent) {}

    /** mm2/s, linear between the tabulated temperatures; empty outside them. */
    public Optional<Double> reference(Vial vial, double atC) {
        TreeMap<Double, Double> table = new TreeMap<>(references.getOrDefault(vial.content(), Map.of()));
        Map.Entry<Double, Double> below = table.floorEntry(atC);
        Map.Entry<Double, Double> above = table.ceilingEntry(atC);
        if (below == null || above == null) {
            return Optional.empty();
        }
        double span = above.getKey() - below.getKey();
        // A table that jumps from ice water to room temperature says nothing of what lies between.
        if (span > LARGEST_GAP_C) {
            return Optional.empty();
        }
        double share = span == 0 ? 0 : (atC - below.getKey()) / span;
        return Optional.of(below.getValue() + share * (above.getValue() - below.getValue()));
    }

    private static final double LARGEST_GAP_C = 5;

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("phantom: " + rule);
        }
    }
}
