package org.vigie.diffusion.domain.kernel;

import java.util.Arrays;

/**
 * What the weighted and the non-linear fit of one block need; one per thread, used again for every block. b is counted from
 * the lowest of the fit and in 1000 s/mm2, diffusivity in 1e-3 mm2/s, so that all numbers are near one.
 */
final class FitScratch {
    static final int STRIDE = 512;
    static final float B_SCALE = 1e-3f;
    static final int MAX_STEPS = 16;
    /** Steps are Newton's: the error after one of this size is far below the resolution of single precision. */
    static final float SMALL_STEP = 3e-5f;
    /** Of b·ADC: a fit that goes beyond it is not followed. */
    static final float LARGEST_DECAY = 80f;

    final int samples;
    final float[] b;
    /** Of a diffusivity, either sign. */
    final float limit;

    final float[] averages;
    /** The signals of the first sample. */
    final float[] base = new float[STRIDE];
    /** Those of the sample being read. */
    final float[] sample = new float[STRIDE];

    final float[] quotient;
    final float[] logarithm;
    final float[] diffusivity = new float[STRIDE];
    /** 1 where the fit still moves, else 0. */
    final float[] moving = new float[STRIDE];

    boolean anyMoving;
    /** Sums over the samples, with weights P and Q, plain and with b and b^2; the passes say of what. */
    final float[] sumP = new float[STRIDE];

    final float[] sumPb = new float[STRIDE];
    final float[] sumPbb = new float[STRIDE];
    final float[] sumQ = new float[STRIDE];
    final float[] sumQb = new float[STRIDE];
    final float[] sumQbb = new float[STRIDE];
    final float[] termP = new float[STRIDE];
    final float[] termQ = new float[STRIDE];

    FitScratch(double[] bSecPerMm2, double[] images) {
        samples = bSecPerMm2.length;
        b = new float[samples];
        averages = new float[samples];
        for (int k = 0; k < samples; k++) {
            b[k] = (float) ((bSecPerMm2[k] - bSecPerMm2[0]) * B_SCALE);
            averages[k] = (float) images[k];
        }
        limit = LARGEST_DECAY / b[samples - 1];
        quotient = new float[samples * STRIDE];
        logarithm = new float[samples * STRIDE];
    }

    void clearSums(int count) {
        Arrays.fill(sumP, 0, count, 0);
        Arrays.fill(sumPb, 0, count, 0);
        Arrays.fill(sumPbb, 0, count, 0);
        Arrays.fill(sumQ, 0, count, 0);
        Arrays.fill(sumQb, 0, count, 0);
        Arrays.fill(sumQbb, 0, count, 0);
    }
}
