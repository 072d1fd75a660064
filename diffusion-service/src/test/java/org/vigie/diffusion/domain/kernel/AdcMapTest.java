package org.vigie.diffusion.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.MonoExponential;
import org.vigie.diffusion.domain.VoxelStatus;

class AdcMapTest {
    private static final int VOXELS = 40_003;
    private static final long SEED = 20261122;
    private static final double[] FOUR_B = {0, 100, 600, 800};

    /** D-4 of the clinical rules. */
    @Test
    void givesTheVectorsOfTheRules() {
        DiffusionVolume volume = MapFixture.volumeOfSingleImages(
                FOUR_B, new float[][] {{1000, 1000}, {892, 892}, {552, 552}, {449, 449}});
        assertThat((double) map(volume, FitMethod.OLS).mm2PerSec(0)).isCloseTo(0.989002e-3, within(1e-6));
        assertThat((double) map(volume, FitMethod.WLS).mm2PerSec(1)).isCloseTo(0.990523e-3, within(1e-6));
        assertThat((double) map(volume, FitMethod.NLLS).mm2PerSec(0)).isCloseTo(0.990460e-3, within(1e-6));
        assertThat((double) map(volume, FitMethod.TWO_POINT).mm2PerSec(0))
                .isCloseTo(Math.log(1000.0 / 449) / 800, within(1e-6));
    }

    @Test
    void staysWithinTheAllowedDistanceOfTheDoublePath() {
        for (double[] b : MapFixture.B_LISTS) {
            for (double noise : new double[] {0, 0.02, 0.2}) {
                DiffusionVolume volume = MapFixture.volume(b, VOXELS, noise, SEED);
                for (FitMethod method : List.of(FitMethod.TWO_POINT, FitMethod.OLS, FitMethod.WLS)) {
                    assertThat(worst(volume, b, method))
                            .as("%s, %d b from %s, noise %s, seed %d", method, b.length, b[0], noise, SEED)
                            .isLessThanOrEqualTo(1);
                }
            }
        }
    }

    /** The largest distance from the double path, as a fraction of the allowed one. */
    private static double worst(DiffusionVolume volume, double[] b, FitMethod method) {
        AdcMap map = map(volume, method);
        double[] averages = MapFixture.averages(volume);
        double worst = 0;
        for (int i = 0; i < VOXELS; i++) {
            double expected = MonoExponential.fit(method, b, MapFixture.signals(volume, i), averages)
                    .adcOrNaN();
            double distance = Math.abs(map.mm2PerSec(i) - expected);
            worst = distance >= 0 ? Math.max(worst, distance / MapFixture.allowed(expected)) : Double.POSITIVE_INFINITY;
        }
        return worst;
    }

    @Test
    void threadsAndLanesChangeNoBit() {
        DiffusionVolume volume = MapFixture.volume(FOUR_B, VOXELS, 0.1, SEED);
        for (FitMethod method : FitMethod.values()) {
            AdcMap one = AdcMap.of(Arithmetic.here(), volume, MapFixture.all(FOUR_B), method, 0, VOXELS, 1);
            AdcMap three = AdcMap.of(Arithmetic.here(), volume, MapFixture.all(FOUR_B), method, 0, VOXELS, 3);
            AdcMap scalar = AdcMap.of(new ScalarArithmetic(), volume, MapFixture.all(FOUR_B), method, 0, VOXELS, 2);
            AdcMap part = AdcMap.of(Arithmetic.here(), volume, MapFixture.all(FOUR_B), method, 1001, 77, 2);
            int differing = 0;
            for (int i = 0; i < VOXELS; i++) {
                differing += bits(one, i) == bits(three, i) && bits(one, i) == bits(scalar, i) ? 0 : 1;
            }
            assertThat(differing).as("%s", method).isZero();
            for (int i = 0; i < 77; i++) {
                assertThat(part.mm2PerSec(i)).isEqualTo(one.mm2PerSec(1001 + i));
            }
        }
    }

    @Test
    void aVoxelWithoutSignalHasNoAdcAndSpoilsNoNeighbour() {
        for (FitMethod method : FitMethod.values()) {
            for (int sample : new int[] {0, FOUR_B.length - 1}) {
                for (float bad : new float[] {0, -5, Float.NaN, Float.POSITIVE_INFINITY}) {
                    float[][] signal = decay(40);
                    signal[sample][17] = bad;
                    AdcMap map = map(MapFixture.volume(FOUR_B, signal), method);
                    assertThat(map.mm2PerSec(17)).as("%s, %s", method, bad).isNaN();
                    assertThat(map.status(17)).isEqualTo(VoxelStatus.INVALID);
                    assertThat((double) map.mm2PerSec(16)).isCloseTo(1e-3, within(1e-6));
                    assertThat(map.status(18)).isEqualTo(VoxelStatus.VALID);
                }
            }
        }
    }

    @Test
    void twoNegativeSignalsAreNoDecay() {
        float[][] signal = decay(33);
        for (float[] sample : signal) {
            sample[5] *= -1;
            sample[32] *= -1;
        }
        for (FitMethod method : FitMethod.values()) {
            AdcMap map = map(MapFixture.volume(FOUR_B, signal), method);
            assertThat(map.mm2PerSec(5)).isNaN();
            assertThat(map.mm2PerSec(32)).isNaN();
        }
    }

    private static float[][] decay(int voxels) {
        float[][] signal = new float[FOUR_B.length][voxels];
        for (int k = 0; k < FOUR_B.length; k++) {
            Arrays.fill(signal[k], (float) (1000 * Math.exp(-FOUR_B[k] * 1e-3)));
        }
        return signal;
    }

    /** S05: all images the same. */
    @Test
    void signalThatDoesNotDecayHasExactlyZero() {
        float[][] signal = new float[2][70];
        for (int i = 0; i < 70; i++) {
            signal[0][i] = 3 + 37 * i;
            signal[1][i] = signal[0][i];
        }
        for (FitMethod method : FitMethod.values()) {
            AdcMap map = map(MapFixture.volume(new double[] {0, 1000}, signal), method);
            for (int i = 0; i < 70; i++) {
                assertThat(map.mm2PerSec(i)).as("%s", method).isEqualTo(0);
                assertThat(map.status(i)).isEqualTo(VoxelStatus.NON_PHYSICAL);
            }
        }
    }

    @Test
    void storedIntegersAreWidenedWithTheirRescale() {
        double[] b = {0, 800};
        int n = 1003;
        short[] low = new short[n];
        short[] high = new short[n];
        for (int i = 0; i < n; i++) {
            low[i] = (short) (65_000 - i);
            high[i] = (short) (20_000 + i);
        }
        for (Arithmetic arithmetic : List.of(Arithmetic.here(), new ScalarArithmetic())) {
            List<SignalSource> samples = new ArrayList<>();
            samples.add(new Int16Signal(arithmetic, MemorySegment.ofArray(low), false, 2, 10));
            samples.add(new Int16Signal(arithmetic, MemorySegment.ofArray(high), false, 2, 10));
            float[] adc = new float[n];
            float[] s0 = new float[n];
            new AdcKernel(arithmetic, 2).ols(b, samples, n, MapSink.into(adc), MapSink.into(s0));
            for (int i = 0; i < n; i++) {
                double first = 2.0 * (65_000 - i) + 10;
                double second = 2.0 * (20_000 + i) + 10;
                assertThat((double) adc[i]).isCloseTo(Math.log(first / second) / 800, within(1e-6));
                assertThat((double) s0[i]).isCloseTo(first, within(1e-6));
            }
            samples.set(0, new Int16Signal(arithmetic, MemorySegment.ofArray(low), true, 1, 0));
            new AdcKernel(arithmetic, 1).ols(b, samples, n, MapSink.into(adc), MapSink.nowhere());
            assertThat(adc[0]).as("65,000 is negative if signed").isNaN();
        }
    }

    private static int bits(AdcMap map, int voxel) {
        return Float.floatToRawIntBits(map.mm2PerSec(voxel));
    }

    private static AdcMap map(DiffusionVolume volume, FitMethod method) {
        return AdcMap.of(volume, MapFixture.all(new double[volume.shells().size()]), method);
    }

    private static Percentage within(double relative) {
        return Percentage.withPercentage(relative * 100);
    }
}
