package org.vigie.diffusion.domain.kernel;

/**
 * The log-linear fit as two weighted sums of the logarithms of S(k)/S(0): ADC = sum(adc(k)·ln(S(k)/S(0))) and
 * ln(S0/S(0)) = sum(lnS0(k)·ln(S(k)/S(0))), k from 1; sample 0 drops out, as the weights of the ADC sum to zero and those of
 * ln S0 to one. Quotients keep single precision where plain logarithms of large signals would not, and no change in signal
 * gives exactly 0.
 */
final class OlsWeights {
    private final float[] adc;
    private final float[] lnS0;

    /** @param b s/mm2, at least two distinct */
    OlsWeights(double[] b) {
        int n = b.length;
        double mean = 0;
        for (double value : b) {
            mean += value / n;
        }
        double variance = 0;
        for (double value : b) {
            variance += (value - mean) * (value - mean);
        }
        adc = new float[n];
        lnS0 = new float[n];
        for (int k = 0; k < n; k++) {
            double w = -(b[k] - mean) / variance;
            adc[k] = (float) w;
            lnS0[k] = (float) (1.0 / n + mean * w);
        }
    }

    /** mm2/s */
    float adc(int k) {
        return adc[k];
    }

    float lnS0(int k) {
        return lnS0[k];
    }
}
