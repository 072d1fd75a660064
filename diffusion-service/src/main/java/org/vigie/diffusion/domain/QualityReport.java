package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.ImageQuality;

/**
 * How good the images behind one region are, and whether they may be compared with another study (project policy):
 *
 * <ul>
 *   <li>more than 5 % of the region's voxels clipped: {@code SATURATED}; any: {@code clipped};
 *   <li>reliable noise, more than 25 % of the voxels with a sample below 3 sigma: {@code BELOW_NOISE_FLOOR}; more than
 *       10 %: {@code near-noise-floor};
 *   <li>the images of two b-values more than two voxels apart: {@code INVALID_VALUE(geometry)}; more than one:
 *       {@code moved};
 *   <li>ghost above 5 % of the object's signal: {@code ghosting};
 *   <li>median residual of the fit above 10 % of S0: {@code poor-fit}.
 * </ul>
 *
 * @param noise how noisy, and how that is known
 * @param snr median signal of the region at the highest b over sigma; absent without reliable noise
 * @param nearNoise share of the region's voxels with a sample below 3 sigma; absent without reliable noise
 * @param clipped share of the region's voxels with the largest storable value in any image
 * @param displacementVoxels largest in-plane shift between the lowest b and another; absent where not determined
 * @param ghost signal half a field of view beside the object, above the rest of the air, over the object's; absent where
 *     there is no such air
 * @param fitResidual median over voxels of the root mean squared residual over S0; absent for two b-values
 * @param verdict {@code good}, {@code caution} or {@code not-comparable}
 * @param findings what makes it caution
 * @param reasons what makes it not comparable
 */
public record QualityReport(
        NoiseEstimate noise,
        @Nullable Double snr,
        @Nullable Double nearNoise,
        double clipped,
        @Nullable Double displacementVoxels,
        @Nullable Double ghost,
        @Nullable Double fitResidual,
        String verdict,
        List<String> findings,
        List<Reason> reasons) {
    static final double MANY_CLIPPED = 0.05;
    static final double MANY_NEAR_NOISE = 0.10;
    static final double TOO_MANY_NEAR_NOISE = 0.25;
    static final double MOVED = 1;
    static final double MOVED_TOO_FAR = 2;
    static final double GHOSTING = 0.05;
    static final double POOR_FIT = 0.10;

    /** The decision table over what was measured. */
    static QualityReport of(
            NoiseEstimate noise,
            @Nullable Double snr,
            @Nullable Double nearNoise,
            double clipped,
            @Nullable Double displacement,
            @Nullable Double ghost,
            @Nullable Double residual) {
        List<String> findings = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        if (clipped > MANY_CLIPPED) {
            reasons.add(Reason.of(ReasonCode.SATURATED));
        } else if (clipped > 0) {
            findings.add("clipped");
        }
        if (nearNoise != null && nearNoise > TOO_MANY_NEAR_NOISE) {
            reasons.add(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
        } else if (nearNoise != null && nearNoise > MANY_NEAR_NOISE) {
            findings.add("near-noise-floor");
        }
        if (displacement != null && displacement > MOVED_TOO_FAR) {
            reasons.add(Reason.of(ReasonCode.INVALID_VALUE, "geometry"));
        } else if (displacement != null && displacement > MOVED) {
            findings.add("moved");
        }
        if (ghost != null && ghost > GHOSTING) {
            findings.add("ghosting");
        }
        if (residual != null && residual > POOR_FIT) {
            findings.add("poor-fit");
        }
        String verdict = !reasons.isEmpty() ? ImageQuality.NOT_COMPARABLE : findings.isEmpty() ? "good" : "caution";
        return new QualityReport(
                noise, snr, nearNoise, clipped, displacement, ghost, residual, verdict, findings, reasons);
    }

    /** As events tell it. */
    public ImageQuality stated() {
        return new ImageQuality(
                noise.method(),
                noise.reliable(),
                noise.sigma(),
                snr,
                nearNoise,
                clipped,
                displacementVoxels,
                ghost,
                fitResidual,
                verdict,
                findings,
                reasons);
    }
}
