package org.vigie.diffusion.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.diffusion.domain.Ivim;
import org.vigie.diffusion.domain.IvimFit;

class IvimKernelTest {
    /** S10 of the shared data: its b-values, and (f, D, D*) of three of its tissues. */
    private static final double[] B = {0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 350, 400, 550, 700, 850, 1000};

    private static final double[][] TISSUES = {
        {0.145, 0.43e-3, 0.05}, {0.1, 1.37e-3, 0.0263}, {0.11, 1.5e-3, 0.1}, {0.2, 1.3e-3, 0.03}
    };
    private static final int VOXELS = 2_003;
    private static final long SEED = 20261124;

    private final double[] averages = new double[B.length];

    IvimKernelTest() {
        Arrays.fill(averages, 1);
    }

    @Test
    void theSegmentedFitIsThatOfTheDoublePath() {
        float[][] signal = signals(0.005);
        float[][] maps = fit(signal, false, Arithmetic.here(), 2);
        assertThat(far(signal, maps, false, 1e-3)).isLessThanOrEqualTo(VOXELS / 1000);
    }

    @Test
    void theFullFitIsThatOfTheDoublePath() {
        float[][] signal = signals(0.005);
        float[][] maps = fit(signal, true, Arithmetic.here(), 2);
        assertThat(far(signal, maps, true, 5e-3)).isLessThanOrEqualTo(VOXELS / 100);
    }

    /** Tolerances of S10: f 0.0043, D 1.1e-5 mm2/s, D* 4 %. */
    @Test
    void theFullFitRecoversTheTissuesAtTheNoiseOfS10() {
        float[][] maps = fit(signals(0.0005), true, Arithmetic.here(), 1);
        double[] worst = new double[3];
        for (int i = 0; i < VOXELS; i++) {
            double[] tissue = TISSUES[i % TISSUES.length];
            worst[0] = Math.max(worst[0], Math.abs(maps[0][i] - tissue[0]));
            worst[1] = Math.max(worst[1], Math.abs(maps[1][i] - tissue[1]));
            worst[2] += Math.abs(maps[2][i] / tissue[2] - 1) / VOXELS;
        }
        assertThat(worst[0]).as("f, seed %d", SEED).isLessThan(0.0043);
        assertThat(worst[1]).isLessThan(1.1e-5);
        assertThat(worst[2]).as("mean relative error of D*").isLessThan(0.04);
    }

    @Test
    void threadsChangeNoBitAndNoSignalHasNoAnswer() {
        float[][] signal = signals(0.01);
        signal[3][5] = 0;
        signal[0][6] = -1;
        for (boolean full : new boolean[] {false, true}) {
            float[][] one = fit(signal, full, Arithmetic.here(), 1);
            float[][] four = fit(signal, full, Arithmetic.here(), 4);
            for (int map = 0; map < 3; map++) {
                assertThat(four[map]).isEqualTo(one[map]);
                assertThat(one[map][5]).isNaN();
                assertThat(one[map][6]).isNaN();
            }
        }
    }

    @Test
    void withoutVectorsEveryVoxelIsThatOfTheDoublePath() {
        float[][] signal = new float[B.length][];
        float[][] all = signals(0.005);
        for (int k = 0; k < B.length; k++) {
            signal[k] = Arrays.copyOf(all[k], 20);
        }
        assertThat(far(signal, fit(signal, false, new ScalarArithmetic(), 1), false, 1e-6))
                .isZero();
    }

    private float[][] signals(double noise) {
        Random random = new Random(SEED);
        float[][] signal = new float[B.length][VOXELS];
        for (int i = 0; i < VOXELS; i++) {
            double[] t = TISSUES[i % TISSUES.length];
            for (int k = 0; k < B.length; k++) {
                double s = (1 - t[0]) * Math.exp(-B[k] * t[1]) + t[0] * Math.exp(-B[k] * t[2]);
                signal[k][i] = (float) (1000 * (s + noise * random.nextGaussian()));
            }
        }
        return signal;
    }

    private float[][] fit(float[][] signal, boolean full, Arithmetic arithmetic, int threads) {
        List<SignalSource> sources = new ArrayList<>();
        for (float[] sample : signal) {
            sources.add((first, count, into) -> System.arraycopy(sample, first, into, 0, count));
        }
        int voxels = signal[0].length;
        float[][] maps = new float[3][voxels];
        IvimKernel kernel = new IvimKernel(arithmetic, threads, B, averages);
        IvimKernel.Maps sinks =
                new IvimKernel.Maps(MapSink.into(maps[0]), MapSink.into(maps[1]), MapSink.into(maps[2]));
        int redone = full ? kernel.full(sources, voxels, sinks) : kernel.segmented(sources, voxels, sinks);
        assertThat(redone).isLessThanOrEqualTo(voxels);
        return maps;
    }

    /** Voxels of which f, D or D* differs relatively by more than {@code allowed} from the double path. */
    private int far(float[][] signal, float[][] maps, boolean full, double allowed) {
        int far = 0;
        for (int i = 0; i < signal[0].length; i++) {
            double[] s = new double[B.length];
            for (int k = 0; k < B.length; k++) {
                s[k] = signal[k][i];
            }
            IvimFit fit = full ? Ivim.full(B, s, averages) : Ivim.segmented(B, s, averages);
            if (fit instanceof IvimFit.Fitted expected) {
                boolean near = Math.abs(maps[0][i] / expected.f() - 1) <= allowed
                        && Math.abs(maps[1][i] / expected.d() - 1) <= allowed
                        && Math.abs(maps[2][i] / expected.dStar() - 1) <= allowed;
                far += near || expected.f() == 0 ? 0 : 1;
            } else {
                far += Float.isNaN(maps[0][i]) ? 0 : 1;
            }
        }
        return far;
    }
}
