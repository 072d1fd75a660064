package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShellImagesTest {
    private static final float MARK = -7;

    @Test
    void oneImageIsTakenAsItIs() {
        assertThat(combined(List.of(List.of(new float[] {3.25f, 0, -2, Float.NaN}))))
                .containsExactly(MARK, 3.25f, 0, 0, 0, MARK);
    }

    @Test
    void repeatsAreAveragedArithmetically() {
        assertThat(combined(List.of(List.of(new float[] {1, 3, -5, 0}, new float[] {4, -1, 3, 0}))))
                .containsExactly(MARK, 2.5f, 1, 0, 0, MARK);
    }

    /** sqrt(2·8) = 4; a direction without signal leaves none. */
    @Test
    void directionsAreAveragedGeometrically() {
        float[] repeat = {1, 9, 5, -1};
        float[] other = {3, 9, -5, 2};
        float[] second = {8, 4, 100, 100};
        assertThat(combined(List.of(List.of(repeat, other), List.of(second))))
                .containsExactly(MARK, 4, 6, 0, (float) Math.sqrt(50), MARK);
    }

    /** What a direction has none of stays none, however much the next one has. */
    @Test
    void aDirectionOfZeroIsNotForgotten() {
        assertThat(combined(List.of(
                        List.of(new float[] {0, 1, 1, 1}),
                        List.of(new float[] {5, 1, Float.POSITIVE_INFINITY, 1}),
                        List.of(new float[] {5, 1, 1, 0}))))
                .containsExactly(MARK, 0, 1, Float.POSITIVE_INFINITY, 0, MARK);
    }

    @Test
    void whatComesOfAListIsInItsOrder() throws IOException {
        List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
        assertThat(InParallel.map(numbers, n -> n + 1))
                .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void theFirstFailureOfTheListIsTheOneThatIsTold() {
        List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
        assertThatThrownBy(() -> InParallel.map(numbers, n -> {
                    if (n % 100 == 42) {
                        throw new IOException("number " + n);
                    }
                    return n;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("number 42");
    }

    private static float[] combined(List<List<float[]>> directions) {
        float[] signal = {MARK, MARK, MARK, MARK, MARK, MARK};
        ShellImages.combine(directions, signal, 1, 4);
        return signal;
    }
}
