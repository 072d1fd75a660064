package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

class QualityTest {
    private static final Grid GRID = new Grid(64, 64, 3, 2, 2);
    private static final long SEED = 20261122;

    @Test
    void airOfOneCoilGivesTheNoise() {
        NoiseEstimate noise = NoiseEstimate.rayleigh(magnitudes(1, 20_000, 7), 800);

        assertThat(noise.reliable()).isTrue();
        assertThat(noise.sigma()).isCloseTo(7, within(0.15));
        assertThat(noise.method()).isEqualTo("background-rayleigh");
    }

    @Test
    void airThatIsMaskedGivesNone() {
        double[] air = magnitudes(1, 20_000, 7);
        for (int i = 0; i < air.length; i += 3) {
            air[i] = 0;
        }

        NoiseEstimate noise = NoiseEstimate.rayleigh(air, 800);

        assertThat(noise.reliable()).isFalse();
        assertThat(noise.sigma()).isNull();
        assertThat(noise.note()).isEqualTo("air is set to zero");
    }

    @Test
    void theSumOfSquaresOfFourCoilsIsNotTakenForOne() {
        assertThat(NoiseEstimate.rayleigh(magnitudes(4, 20_000, 7), 800).reliable())
                .isFalse();
    }

    @Test
    void goodImagesAreGood() {
        QualityReport quality = quality(volume(0, new BitSet()), OptionalDouble.empty());

        assertThat(quality.verdict()).isEqualTo("good");
        assertThat(quality.noise().sigma()).isCloseTo(2, within(0.1));
        // 1000·exp(-0.8) over 2
        assertThat(quality.snr()).isCloseTo(225, within(20.0));
        assertThat(quality.nearNoise()).isZero();
        assertThat(quality.displacementVoxels()).isZero();
        assertThat(quality.fitResidual()).isLessThan(0.01);
        assertThat(quality.ghost()).isLessThan(0.01);
    }

    @Test
    void imagesThreeVoxelsApartAreNotComparable() {
        QualityReport quality = quality(volume(3, new BitSet()), OptionalDouble.empty());

        assertThat(quality.displacementVoxels()).isEqualTo(3);
        assertThat(quality.verdict()).isEqualTo("not-comparable");
        assertThat(quality.reasons()).contains(Reason.of(ReasonCode.INVALID_VALUE, "geometry"));
    }

    @Test
    void oneClippedVoxelIsCautionAndManyAreNotComparable() {
        BitSet one = new BitSet();
        one.set(GRID.index(30, 30, 1));
        assertThat(quality(volume(0, one), OptionalDouble.empty()).findings()).containsExactly("clipped");

        BitSet all = new BitSet();
        all.set(0, GRID.voxels());
        assertThat(quality(volume(0, all), OptionalDouble.empty()).reasons())
                .containsExactly(Reason.of(ReasonCode.SATURATED));
    }

    @Test
    void signalThatDrownsInStatedNoiseIsNotComparable() {
        QualityReport quality = quality(volume(0, new BitSet()), OptionalDouble.of(200));

        assertThat(quality.noise().method()).isEqualTo("stated");
        assertThat(quality.nearNoise()).isEqualTo(1);
        assertThat(quality.reasons()).containsExactly(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
    }

    @Test
    void aGhostHalfAFieldOfViewAwayIsSeen() {
        // The object lies in rows 2-15 of 64, its ghost of a tenth in rows 34-47.
        float[] signal = new float[GRID.voxels()];
        for (int i = 0; i < signal.length; i++) {
            int row = i / GRID.columns() % GRID.rows();
            signal[i] = row >= 2 && row <= 15 ? 1000 : row >= 34 && row <= 47 ? 100 : 10;
        }

        assertThat(GhostRatio.of(GRID, new Shell(0, 1, signal, new BitSet()), 1))
                .isCloseTo(0.09, within(1e-6));
    }

    private static QualityReport quality(DiffusionVolume volume, OptionalDouble sigma) {
        Region region = Region.where("disc", GRID, i -> disc(i, 0, 8));
        return QualityMeasurement.of(
                volume, region, Selections.byRules(volume.b(), List.of()).getFirst(), sigma);
    }

    /** A disc of tissue in air; the image of the highest b is moved. */
    private static DiffusionVolume volume(int moved, BitSet clipped) {
        return new DiffusionVolume(
                GRID, List.of(shell(0, 0, clipped), shell(400, 0, clipped), shell(800, moved, clipped)));
    }

    private static Shell shell(double b, int moved, BitSet clipped) {
        Random random = new Random(SEED + (long) b);
        IntToDoubleFunction signal = i -> disc(i, moved, 16) ? 1000 * Math.exp(-b * 1e-3) : 0;
        float[] noisy = new float[GRID.voxels()];
        for (int i = 0; i < noisy.length; i++) {
            double real = signal.applyAsDouble(i) + 2 * random.nextGaussian();
            noisy[i] = (float) Math.hypot(real, 2 * random.nextGaussian());
        }
        return new Shell(b, 1, noisy, clipped);
    }

    private static boolean disc(int voxel, int moved, double radius) {
        double x = voxel % GRID.columns() - 30 - moved;
        double y = voxel / GRID.columns() % GRID.rows() - 30;
        return x * x + y * y <= radius * radius;
    }

    private static double[] magnitudes(int coils, int n, double sigma) {
        Random random = new Random(SEED);
        return IntStream.range(0, n)
                .mapToDouble(i -> {
                    double squares = 0;
                    for (int c = 0; c < 2 * coils; c++) {
                        double v = sigma * random.nextGaussian();
                        squares += v * v;
                    }
                    return Math.sqrt(squares);
                })
                .toArray();
    }
}
