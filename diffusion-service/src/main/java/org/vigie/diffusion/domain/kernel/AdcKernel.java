package org.vigie.diffusion.domain.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * ADC of every voxel of a volume by least squares on the logarithms, in one pass over blocks that stay in the cache: widen,
 * divide, logarithm, fit, write.
 *
 * <p>S(b) = S0·exp(-b·ADC). NaN, for ADC and S0, where a signal is zero, negative or not finite; ADC is not clamped. Same
 * bits whatever the threads.
 */
public final class AdcKernel {
    static final int BLOCK = 4096;

    private final Arithmetic arithmetic;
    private final int threads;

    public AdcKernel(Arithmetic arithmetic, int threads) {
        this.arithmetic = arithmetic;
        this.threads = threads;
    }

    /**
     * @param b s/mm2, at least two distinct
     * @param samples one per b-value
     * @param adc mm2/s
     * @param s0 signal at b = 0, in the unit of the signal
     */
    public void ols(double[] b, List<? extends SignalSource> samples, int voxels, MapSink adc, MapSink s0) {
        if (b.length != samples.size() || b.length < 2) {
            throw new IllegalArgumentException("AdcKernel: one sample per b-value, two or more");
        }
        OlsWeights weights = new OlsWeights(b);
        SignalSource[] sources = samples.toArray(SignalSource[]::new);
        BlockLoop.run(voxels, BLOCK, threads, () -> new Block(sources, weights, adc, s0));
    }

    private final class Block implements BlockLoop.Block {
        private final SignalSource[] sources;
        private final OlsWeights weights;
        private final MapSink adcSink;
        private final MapSink s0Sink;
        private final float[] base = new float[BLOCK];
        private final float[] sample = new float[BLOCK];
        private final float[] adc = new float[BLOCK];
        private final float[] s0 = new float[BLOCK];

        Block(SignalSource[] sources, OlsWeights weights, MapSink adcSink, MapSink s0Sink) {
            this.sources = sources;
            this.weights = weights;
            this.adcSink = adcSink;
            this.s0Sink = s0Sink;
        }

        @Override
        public void fit(int first, int count) {
            Arrays.fill(adc, 0, count, 0);
            Arrays.fill(s0, 0, count, 0);
            sources[0].read(first, count, base);
            arithmetic.keepPositive(base, count);
            for (int k = 1; k < sources.length; k++) {
                sources[k].read(first, count, sample);
                arithmetic.addLogQuotient(sample, base, weights.adc(k), weights.lnS0(k), adc, s0, count);
            }
            arithmetic.amplitude(base, s0, count);
            adcSink.write(first, count, adc);
            s0Sink.write(first, count, s0);
        }
    }
}
