package org.vigie.contract.imaging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;

/**
 * How good the images behind a region are (documented in docs/measuring.md).
 *
 * @param noiseMethod how sigma is known: {@code background-rayleigh}, {@code stated} or {@code not-estimated}
 * @param noiseReliable the noise looks like noise
 * @param sigma noise SD, unit of the signal
 * @param snr median signal of the region at the highest b over sigma
 * @param nearNoise share of the region's voxels with a sample below 3 sigma
 * @param clipped share of the region's voxels with the largest storable value
 * @param displacementVoxels largest in-plane shift between the lowest b and another
 * @param ghost signal of the ghost over that of the object
 * @param fitResidual median root mean squared residual over S0
 * @param verdict {@code good}, {@code caution} or {@code not-comparable}
 * @param findings what makes it caution
 * @param reasons what makes it not comparable
 */
public record ImageQuality(
        String noiseMethod,
        boolean noiseReliable,
        @Nullable Double sigma,
        @Nullable Double snr,
        @Nullable Double nearNoise,
        double clipped,
        @Nullable Double displacementVoxels,
        @Nullable Double ghost,
        @Nullable Double fitResidual,
        String verdict,
        List<String> findings,
        List<Reason> reasons) {
    /** The verdict that keeps a measurement from being compared with another study's. */
    public static final String NOT_COMPARABLE = "not-comparable";
}
