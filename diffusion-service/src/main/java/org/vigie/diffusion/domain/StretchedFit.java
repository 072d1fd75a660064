package org.vigie.diffusion.domain;

/** What a stretched-exponential fit came to. */
public sealed interface StretchedFit {
    /**
     * @param s0 signal at b = 0, unit of the signal
     * @param ddc distributed diffusion coefficient, mm2/s
     * @param alpha heterogeneity, 0 to 1; 1 is mono-exponential
     * @param atBound a parameter ended at a bound of the model
     */
    record Fitted(double s0, double ddc, double alpha, boolean atBound) implements StretchedFit {

        /** Above 0 and at most 3.5e-3 mm2/s. */
        public boolean isPhysical() {
            return ddc > 0 && ddc <= VoxelStatus.LARGEST_PHYSICAL;
        }
    }

    /** No minimum within the allowed iterations; there is no fall-back to another method. */
    record NotConverged() implements StretchedFit {}
}
