package org.vigie.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BreastPhantomTest {
    private final Lesion lesion = new Lesion("L1", "2.25.1", 71, 48, 10, 14, 1.0e-3, 1200);

    @Test
    void withoutNoiseALesionsSignalIsTheClosedForm() {
        BreastPhantom phantom = BreastPhantom.builder()
                .lesion(lesion)
                .noise(Noise.NONE)
                .bValues(List.of(0.0, 800.0))
                .build();

        assertThat(at(phantom.image(0, 10), 71, 48)).isEqualTo(1200);
        assertThat(at(phantom.image(1, 10), 71, 48)).isEqualTo(539); // 1200·exp(−0.8) = 539.195
    }

    @Test
    void airIsZeroWithoutNoiseAndFollowsRayleighWithIt() {
        BreastPhantom silent = BreastPhantom.builder().noise(Noise.NONE).build();
        BreastPhantom noisy =
                silent.toBuilder().noise(new Noise(Noise.Model.RICIAN, 10, 7)).build();

        assertThat(at(silent.image(0, 0), 0, 0)).isZero();
        double mean = java.util.stream.IntStream.range(0, 20)
                .flatMap(s -> java.util.Arrays.stream(noisy.image(0, s), 0, 96 * 8))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(12.53, within(0.15)); // 1.2533·sd
    }

    @Test
    void theMeanAdcOfALesionIsWithinThreePerMilleOfTheChosenOne() {
        for (double adc : new double[] {0.8e-3, 1.0e-3, 1.35e-3}) {
            BreastPhantom phantom = BreastPhantom.builder()
                    .lesion(lesion.withAdc(adc))
                    .noise(new Noise(Noise.Model.RICIAN, 6, 42))
                    .bValues(List.of(0.0, 800.0))
                    .build();

            assertThat(meanAdc(phantom)).isCloseTo(adc, within(0.003 * adc));
        }
    }

    @Test
    void theSeedDecidesTheNoise() {
        BreastPhantom phantom = BreastPhantom.builder().build();

        assertThat(phantom.image(1, 3)).isEqualTo(phantom.image(1, 3));
        assertThat(phantom.toBuilder()
                        .noise(new Noise(Noise.Model.RICIAN, 6, 2))
                        .build()
                        .image(1, 3))
                .isNotEqualTo(phantom.image(1, 3));
    }

    @Test
    void brightVoxelsClipAtTheStoredBits() {
        BreastPhantom phantom = BreastPhantom.builder()
                .lesion(new Lesion("L1", "2.25.1", 71, 48, 10, 14, 1.0e-3, 9000))
                .noise(Noise.NONE)
                .build();

        assertThat(at(phantom.image(0, 10), 71, 48)).isEqualTo(4095);
        assertThat(at(phantom.toBuilder().bitsStored(16).build().image(0, 10), 71, 48))
                .isEqualTo(9000);
    }

    private double meanAdc(BreastPhantom phantom) {
        VoxelMask mask = VoxelMask.of(phantom.grid(), phantom.lesions().getFirst());
        double sum = 0;
        for (int s = 0; s < phantom.grid().slices(); s++) {
            int[] low = phantom.image(0, s);
            int[] high = phantom.image(1, s);
            sum += mask.slice(s).stream()
                    .mapToDouble(i -> Math.log((double) low[i] / high[i]) / 800)
                    .sum();
        }
        return sum / mask.count();
    }

    private static int at(int[] image, int column, int row) {
        return image[row * 96 + column];
    }
}
