package org.vigie.diffusion.dicom;

import java.util.List;

/**
 * Combines the images of one b-value and slice: geometric mean over directions of the arithmetic mean over repeats; 0 where
 * a direction has no positive mean. Loops run over images outside and pixels inside, in the order of the images, so that
 * the sums have the same bits whoever computes them.
 */
final class ShellImages {
    private ShellImages() {}

    /**
     * @param directions for each direction the signals of its repeats, one value per pixel
     * @param signal where to write, from {@code from} on, {@code pixels} values
     */
    static void combine(List<List<float[]>> directions, float[] signal, int from, int pixels) {
        if (directions.size() == 1 && directions.getFirst().size() == 1) {
            float[] only = directions.getFirst().getFirst();
            for (int i = 0; i < pixels; i++) {
                signal[from + i] = only[i] > 0 ? only[i] : 0;
            }
            return;
        }
        double[] mean = new double[pixels];
        if (directions.size() == 1) {
            mean(directions.getFirst(), mean);
            for (int i = 0; i < pixels; i++) {
                signal[from + i] = mean[i] > 0 ? (float) mean[i] : 0;
            }
            return;
        }
        double[] logarithms = new double[pixels];
        for (List<float[]> repeats : directions) {
            mean(repeats, mean);
            for (int i = 0; i < pixels; i++) {
                // The logarithm of what is not above zero is NaN or minus infinity; NaN stays, whatever is added.
                logarithms[i] += mean[i] > 0 ? Math.log(mean[i]) : Double.NaN;
            }
        }
        for (int i = 0; i < pixels; i++) {
            signal[from + i] = Double.isNaN(logarithms[i]) ? 0 : (float) Math.exp(logarithms[i] / directions.size());
        }
    }

    private static void mean(List<float[]> repeats, double[] mean) {
        java.util.Arrays.fill(mean, 0);
        for (float[] image : repeats) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += image[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= repeats.size();
        }
    }
}
