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
    /** Voxels at a time: what a block needs stays in the nearest cache. */
    static final int BLOCK = 1024;

    /** Voxels a thread takes and hands over at a time: a file is written faster in large pieces. */
    public static final int CHUNK = 16 * BLOCK;

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
        BlockLoop.run(voxels, CHUNK, threads, () -> new Block(sources, weights, adc, s0));
    }

    private final class Block implements BlockLoop.Block {
        private final SignalSource[] sources;
        private final OlsWeights weights;
        private final MapSink adcSink;
        private final MapSink s0Sink;
        private final float[] base = new float[BLOCK];
        private final float[] sample = new float[BLOCK];
        private final float[] adc = new float[CHUNK];
        private final float[] s0 = new float[CHUNK];
        private final Pass readBase = this::readBase;
        private final Pass readSample = this::readSample;
        private final Pass addLogQuotient = this::addLogQuotient;
        private final Pass amplitude = this::amplitude;

        Block(SignalSource[] sources, OlsWeights weights, MapSink adcSink, MapSink s0Sink) {
            this.sources = sources;
            this.weights = weights;
            this.adcSink = adcSink;
            this.s0Sink = s0Sink;
        }

        @Override
        public void fit(int first, int count) {
            for (int at = 0; at < count; at += BLOCK) {
                fit(first + at, at, Math.min(BLOCK, count - at));
            }
            adcSink.write(first, count, adc);
            s0Sink.write(first, count, s0);
        }

        /** @param at where in the chunk the block begins */
        private void fit(int first, int at, int count) {
            Arrays.fill(adc, at, at + count, 0);
            Arrays.fill(s0, at, at + count, 0);
            run(readBase, first, at, count, 0);
            for (int k = 1; k < sources.length; k++) {
                run(readSample, first, at, count, k);
                run(addLogQuotient, first, at, count, k);
            }
            run(amplitude, first, at, count, 0);
        }

        private void readBase(int first, int at, int count, int k) {
            sources[k].read(first, count, base);
            arithmetic.keepPositive(base, count);
        }

        private void readSample(int first, int at, int count, int k) {
            sources[k].read(first, count, sample);
        }

        private void addLogQuotient(int first, int at, int count, int k) {
            arithmetic.addLogQuotient(sample, base, weights.adc(k), weights.lnS0(k), adc, s0, at, count);
        }

        private void amplitude(int first, int at, int count, int k) {
            arithmetic.amplitude(base, s0, at, count);
        }
    }

    /** Sample k of the voxels from {@code first} on, which stand in the chunk from {@code at} on. */
    @FunctionalInterface
    private interface Pass {
        void run(int first, int at, int count, int k);
    }

    /**
     * The one place passes are called from: the compiler sees so many kinds here that it never makes two into one, which
     * costs half the speed, see {@link VectorArithmetic}.
     */
    private static void run(Pass pass, int first, int at, int count, int k) {
        pass.run(first, at, count, k);
    }
}
