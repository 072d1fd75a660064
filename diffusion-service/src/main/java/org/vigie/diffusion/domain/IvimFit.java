package org.vigie.diffusion.domain;

/** What an IVIM fit came to (clinical rules 1.3). */
public sealed interface IvimFit {
    /** Inclusive: up to this fraction there is too little perfusion signal to say how fast it decays (OSIPI TF2.4). */
    double D_STAR_NEEDS_F_ABOVE = 0.03;

    /** From this fraction on there is too little diffusion signal to say how fast it decays (OSIPI TF2.4). */
    double D_NEEDS_F_BELOW = 0.80;

    /**
     * @param s0 signal at b = 0, unit of the signal
     * @param f perfusion fraction, 0 to 1
     * @param d slow diffusion coefficient, mm2/s
     * @param dStar pseudo-diffusion coefficient, mm2/s
     * @param fClamped the fraction came out below zero and is reported as 0
     * @param atBound a parameter ended at a bound of the model: the data did not determine it
     */
    record Fitted(double s0, double f, double d, double dStar, boolean fClamped, boolean atBound) implements IvimFit {

        public boolean dIsInterpretable() {
            return f < D_NEEDS_F_BELOW;
        }

        public boolean dStarIsInterpretable() {
            return f > D_STAR_NEEDS_F_ABOVE;
        }
    }

    /** No minimum within the allowed iterations; there is no fall-back to another method. */
    record NotConverged() implements IvimFit {}
}
