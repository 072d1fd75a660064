package org.vigie.diffusion.domain.kernel;

import java.util.Arrays;

/**
 * What the IVIM fits of one block need; one per thread. b in 1000 s/mm2, diffusivities in 1e-3 mm2/s, signals by the first
 * one; D* by its logarithm.
 */
final class IvimScratch {
    static final int STRIDE = 256;
    static final int NORMALS = 14;
    static final int PARAMETERS = 4;

    final int samples;
    final float[] b;
    final float[] averages;
    /** Signals by the first one, planar. */
    final float[] y;

    /** What D and f leave to be explained, planar. */
    final float[] rest;

    final float[] base = new float[STRIDE];
    final float[] d = new float[STRIDE];
    final float[] f = new float[STRIDE];
    final float[] lnDStar = new float[STRIDE];
    final float[] dStar = new float[STRIDE];
    final float[] p = new float[STRIDE];
    final float[] q = new float[STRIDE];
    final float[] r = new float[STRIDE];
    final float[] lowest = new float[STRIDE];
    final float[] gridLn = new float[STRIDE];
    /** On the points of the grid that are looked at together, planar. */
    final float[] projection = new float[PseudoDiffusionGrid.TOGETHER * STRIDE];

    /** Of the last sample: the two decays, the derivatives and the residual. */
    final float[] slow = new float[STRIDE];

    final float[] fast = new float[STRIDE];
    final float[][] derivative = new float[PARAMETERS][STRIDE];
    final float[] residual = new float[STRIDE];
    final float[][] trial = new float[PARAMETERS][STRIDE];
    final float[][] trialNormal = new float[NORMALS][STRIDE];
    final float[] trialCost = new float[STRIDE];

    IvimScratch(double[] bSecPerMm2, double[] images) {
        samples = bSecPerMm2.length;
        b = new float[samples];
        averages = new float[samples];
        for (int k = 0; k < samples; k++) {
            b[k] = (float) (bSecPerMm2[k] * FitScratch.B_SCALE);
            averages[k] = (float) images[k];
        }
        y = new float[samples * STRIDE];
        rest = new float[samples * STRIDE];
    }

    void clearSums() {
        Arrays.fill(p, 0);
        Arrays.fill(q, 0);
        Arrays.fill(r, 0);
    }

    void clearNormal() {
        for (float[] row : trialNormal) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(trialCost, 0);
    }
}
