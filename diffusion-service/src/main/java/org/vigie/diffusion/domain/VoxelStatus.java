package org.vigie.diffusion.domain;

import java.util.OptionalDouble;

/** What clinical rules 1.4 say of one voxel. Values are excluded, never clamped. */
public enum VoxelStatus {
    INVALID("invalid"),
    NOISE_LIMITED("noise-limited"),
    NON_PHYSICAL("non-physical"),
    NOT_CONVERGED("not-converged"),
    VALID("valid");

    /** mm2/s, inclusive; free water at 37 °C has about 3.0e-3. */
    public static final double LARGEST_PHYSICAL = 3.5e-3;

    /** A sample below so many times the noise is no signal. */
    public static final double NOISE_LIMIT = 3;

    private final String id;

    VoxelStatus(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** True if every b is zero or more and every signal is a finite number above zero: what a fit needs. */
    public static boolean canBeFitted(double[] b, double[] s) {
        for (int i = 0; i < b.length; i++) {
            if (!(b[i] >= 0) || !(s[i] > 0) || Double.isInfinite(s[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The decision table, in its order.
     *
     * @param sigma noise SD in the unit of the signal, empty where unknown
     * @param adc mm2/s; NaN if the fit did not converge; ignored where the samples decide
     */
    public static VoxelStatus of(double[] b, double[] s, OptionalDouble sigma, double adc) {
        if (!canBeFitted(b, s)) {
            return INVALID;
        }
        if (sigma.isPresent()) {
            for (double sample : s) {
                if (sample < NOISE_LIMIT * sigma.getAsDouble()) {
                    return NOISE_LIMITED;
                }
            }
        }
        if (Double.isNaN(adc)) {
            return NOT_CONVERGED;
        }
        return adc <= 0 || adc > LARGEST_PHYSICAL ? NON_PHYSICAL : VALID;
    }
}
