package org.vigie.diffusion.domain;

import org.vigie.contract.Reason;

/** What a kurtosis fit came to (clinical rules 1.3). */
public sealed interface KurtosisFit {
    /** Inclusive on both sides: outside, the number is no kurtosis of tissue. */
    double K_MIN = 0;

    double K_MAX = 3;

    /**
     * @param s0 signal at b = 0, unit of the signal
     * @param dK diffusion coefficient at b to 0, mm2/s
     * @param k excess kurtosis, no unit
     * @param samples how many of the samples, from the lowest b on, lie where the model holds
     */
    record Fitted(double s0, double dK, double k, int samples) implements KurtosisFit {

        /** 0 to 3 for K, above 0 and at most 3.5e-3 mm2/s for D. */
        public boolean isPhysical() {
            return k >= K_MIN && k <= K_MAX && dK > 0 && dK <= VoxelStatus.LARGEST_PHYSICAL;
        }
    }

    /** No minimum within the allowed iterations; there is no fall-back to another method. */
    record NotConverged() implements KurtosisFit {}

    /** Too few samples are left below b = 3/(D·K). */
    record Inadequate(Reason reason) implements KurtosisFit {}
}
