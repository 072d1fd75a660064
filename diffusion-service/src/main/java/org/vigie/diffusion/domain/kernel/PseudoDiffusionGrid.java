package org.vigie.diffusion.domain.kernel;

/** The D* among which the segmented fit looks before its Newton steps: 41 from 0.005 to 0.2 mm2/s, even in ln D*. */
final class PseudoDiffusionGrid {
    /** Points one pass takes together; the last is repeated to a whole number of passes, which changes no answer. */
    static final int TOGETHER = 4;

    private static final int POINTS = 41;
    static final double CELL = Math.log(IvimKernel.D_STAR_MAX / IvimKernel.D_STAR_MIN) / (POINTS - 1);
    static final int PADDED = (POINTS + TOGETHER - 1) / TOGETHER * TOGETHER;

    /** ln D*, D* in 1e-3 mm2/s. */
    final float[] ln = new float[PADDED];

    /** averages·exp(-b·D*), sample by sample for each point. */
    final float[] decay;

    /** sum(averages·exp(-b·D*)^2) of each point. */
    final float[] squares = new float[PADDED];

    final int samples;

    /** @param b 1000 s/mm2 */
    PseudoDiffusionGrid(double[] b, double[] averages) {
        samples = b.length;
        decay = new float[PADDED * samples];
        for (int j = 0; j < PADDED; j++) {
            double lnDStar = Math.log(IvimKernel.D_STAR_MIN) + Math.min(j, POINTS - 1) * CELL;
            ln[j] = (float) lnDStar;
            double sum = 0;
            for (int k = 0; k < samples; k++) {
                double e = Math.exp(-b[k] * Math.exp(lnDStar));
                decay[j * samples + k] = (float) (averages[k] * e);
                sum += averages[k] * e * e;
            }
            squares[j] = (float) sum;
        }
    }
}
