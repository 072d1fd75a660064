package org.vigie.diffusion.domain.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigie.diffusion.domain.FitMethod;

/**
 * ADC of every voxel by weighted least squares on the logarithms (w = averages·S^2), and from there by least squares on the
 * signals themselves.
 *
 * <p>The latter minimises sum(a·(S - A·exp(-b·D))^2). For given D the best amplitude A is known, which leaves one equation:
 * the mean b weighted with a·e·S equals the mean b weighted with a·e^2, e = exp(-b·D). It is solved by Newton steps, each
 * costing one exponential per sample; where the curvature is not that of a minimum the step is Gauss-Newton's. A voxel that
 * does not settle is fitted again in double precision, by the path that measures regions.
 */
public final class WeightedKernel {
    private static final double MM2_PER_SEC = 1e-3;

    private final Arithmetic arithmetic;
    private final int threads;

    public WeightedKernel(Arithmetic arithmetic, int threads) {
        this.arithmetic = arithmetic;
        this.threads = threads;
    }

    /**
     * @param method {@code WLS} or {@code NLLS}
     * @param b s/mm2, ascending, at least two
     * @param averages images behind each sample
     * @param adc mm2/s, NaN where a signal is not above zero or no minimum was found
     * @param redone is increased by the voxels fitted again in double precision
     */
    public void fit(
            FitMethod method,
            double[] b,
            double[] averages,
            List<? extends SignalSource> samples,
            int voxels,
            MapSink adc,
            AtomicInteger redone) {
        if (b.length != samples.size() || b.length < 2) {
            throw new IllegalArgumentException("WeightedKernel: one sample per b-value, two or more");
        }
        SignalSource[] sources = samples.toArray(SignalSource[]::new);
        BlockLoop.run(voxels, FitScratch.STRIDE, threads, () -> new Block(method, b, averages, sources, adc, redone));
    }

    private final class Block implements BlockLoop.Block {
        private final boolean nonLinear;
        private final double[] b;
        private final double[] averages;
        private final SignalSource[] sources;
        private final MapSink sink;
        private final AtomicInteger redone;
        private final FitScratch scratch;
        private final float[] adc = new float[FitScratch.STRIDE];

        Block(
                FitMethod method,
                double[] b,
                double[] averages,
                SignalSource[] sources,
                MapSink sink,
                AtomicInteger redone) {
            this.nonLinear = method == FitMethod.NLLS;
            this.b = b;
            this.averages = averages;
            this.sources = sources;
            this.sink = sink;
            this.redone = redone;
            this.scratch = new FitScratch(b, averages);
        }

        @Override
        public void fit(int first, int count) {
            sources[0].read(first, count, scratch.base);
            arithmetic.keepPositive(scratch.base, count);
            for (int k = 0; k < sources.length; k++) {
                sources[k].read(first, count, scratch.sample);
                arithmetic.quotients(scratch, k, count);
            }
            arithmetic.weighted(scratch, count);
            if (nonLinear) {
                arithmetic.leastSquares(scratch, count);
            } else {
                Arrays.fill(scratch.moving, 0, count, 0);
            }
            for (int i = 0; i < count; i++) {
                adc[i] = scratch.moving[i] == 0 ? (float) (scratch.diffusivity[i] * MM2_PER_SEC) : inDouble(first + i);
            }
            sink.write(first, count, adc);
        }

        private float inDouble(int voxel) {
            redone.incrementAndGet();
            double[] s = new double[sources.length];
            float[] one = new float[1];
            for (int k = 0; k < s.length; k++) {
                sources[k].read(voxel, 1, one);
                s[k] = one[0];
            }
            return AdcMap.inDouble(b, s, averages);
        }
    }
}
