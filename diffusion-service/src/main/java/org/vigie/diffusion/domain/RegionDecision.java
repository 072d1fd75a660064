package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * The region decision table (clinical rules 1.5).
 *
 * @param reasons empty: there is a number
 */
record RegionDecision(List<String> flags, List<Reason> reasons) {
    static final int SMALLEST = 20;
    static final double MANY_EXCLUDED = 0.10;
    static final double TOO_MANY_EXCLUDED = 0.25;

    /** @param saturated voxels in which some image has the largest value that can be stored */
    static RegionDecision of(int n, Map<VoxelStatus, Integer> counts, int saturated) {
        RegionDecision decision = of(n, counts);
        if (n == 0 || (double) saturated / n <= TOO_MANY_EXCLUDED) {
            return decision;
        }
        List<Reason> reasons = new ArrayList<>(decision.reasons());
        reasons.add(Reason.of(ReasonCode.SATURATED));
        return new RegionDecision(decision.flags(), List.copyOf(reasons));
    }

    static RegionDecision of(int n, Map<VoxelStatus, Integer> counts) {
        int valid = counts.getOrDefault(VoxelStatus.VALID, 0);
        double excluded = n == 0 ? 0 : (double) (n - valid) / n;
        List<Reason> reasons = new ArrayList<>();
        if (excluded > TOO_MANY_EXCLUDED) {
            reasons.add(dominating(counts));
        }
        if (valid < SMALLEST) {
            reasons.add(Reason.of(ReasonCode.ROI_TOO_SMALL));
        }
        return new RegionDecision(
                excluded > MANY_EXCLUDED ? List.of(Flags.MANY_EXCLUDED) : List.of(), List.copyOf(reasons));
    }

    /** A signal of zero or less is below any noise floor. */
    private static Reason dominating(Map<VoxelStatus, Integer> counts) {
        int noise = counts.getOrDefault(VoxelStatus.NOISE_LIMITED, 0) + counts.getOrDefault(VoxelStatus.INVALID, 0);
        int physics = counts.getOrDefault(VoxelStatus.NON_PHYSICAL, 0);
        int unfitted = counts.getOrDefault(VoxelStatus.NOT_CONVERGED, 0);
        if (unfitted > noise && unfitted > physics) {
            return Reason.of(ReasonCode.FIT_NOT_CONVERGED);
        }
        return Reason.of(noise >= physics ? ReasonCode.BELOW_NOISE_FLOOR : ReasonCode.NON_PHYSICAL);
    }
}
