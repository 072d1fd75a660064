package org.vigie.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;
import org.vigie.diffusion.domain.Fit;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.MonoExponential;
import org.vigie.diffusion.domain.kernel.Arithmetic;
import org.vigie.diffusion.domain.kernel.MapSink;
import org.vigie.diffusion.domain.kernel.SignalSource;
import org.vigie.diffusion.domain.kernel.WeightedKernel;

/** Mono-exponential least squares: ours over the volume, Hipparchus' Levenberg-Marquardt over its first voxels. */
final class NonLinear {
    static final int VOXELS = 2_000_000;
    static final int SAMPLE = 100_000;
    static final double[] B = {0, 100, 600, 800};
    private static final double[] ONES = {1, 1, 1, 1};
    private static final double NOISE = 20;

    private final float[][] signal = new float[B.length][VOXELS];

    NonLinear(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < VOXELS; i++) {
            double s0 = 500 + 1000 * random.nextDouble();
            double adc = (0.5 + 2 * random.nextDouble()) * 1e-3;
            for (int k = 0; k < B.length; k++) {
                signal[k][i] =
                        (float) Math.max(1, Math.rint(s0 * Math.exp(-B[k] * adc) + NOISE * random.nextGaussian()));
            }
        }
    }

    /** @return voxels fitted again in double precision */
    int ours(int threads, float[] adc) {
        List<SignalSource> samples = new ArrayList<>();
        for (float[] sample : signal) {
            samples.add((first, count, into) -> System.arraycopy(sample, first, into, 0, count));
        }
        AtomicInteger redone = new AtomicInteger();
        new WeightedKernel(Arithmetic.here(), threads)
                .fit(FitMethod.NLLS, B, ONES, samples, VOXELS, MapSink.into(adc), redone);
        return redone.get();
    }

    /** ADC of the first voxels, mm2/s, on as many threads: each a contiguous part. */
    double[] hipparchus(int threads) {
        double[] adc = new double[SAMPLE];
        int part = (SAMPLE + threads - 1) / threads;
        List<Thread> others = IntStream.range(0, threads)
                .mapToObj(t -> Thread.ofPlatform().start(() -> fit(adc, t * part, Math.min(SAMPLE, (t + 1) * part))))
                .toList();
        for (Thread thread : others) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while Hipparchus fitted", e);
            }
        }
        return adc;
    }

    private void fit(double[] adc, int from, int to) {
        LevenbergMarquardtOptimizer optimizer = new LevenbergMarquardtOptimizer();
        double[] s = new double[B.length];
        for (int i = from; i < to; i++) {
            for (int k = 0; k < s.length; k++) {
                s[k] = signal[k][i];
            }
            if (!(MonoExponential.fit(FitMethod.WLS, B, s, ONES) instanceof Fit.Fitted start)) {
                throw new IllegalStateException("a weighted fit always has an answer");
            }
            LeastSquaresProblem problem = new LeastSquaresBuilder()
                    .model((MultivariateJacobianFunction) NonLinear::model)
                    .target(s)
                    .start(new double[] {start.s0(), start.adc() * 1e3})
                    .maxEvaluations(200)
                    .maxIterations(100)
                    .build();
            adc[i] = optimizer.optimize(problem).getPoint().getEntry(1) * 1e-3;
        }
    }

    private static Pair<RealVector, RealMatrix> model(RealVector p) {
        double[] value = new double[B.length];
        double[][] derivative = new double[B.length][2];
        for (int k = 0; k < B.length; k++) {
            double x = B[k] * 1e-3;
            double e = Math.exp(-x * p.getEntry(1));
            value[k] = p.getEntry(0) * e;
            derivative[k][0] = e;
            derivative[k][1] = -value[k] * x;
        }
        return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(derivative, false));
    }
}
