package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;

class MonoExponentialPropertiesTest {
    private static final double[] B = {0, 100, 600, 800};

    @Property
    void everyMethodRecoversAnExactDecay(
            @ForAll @Scale(8) @DoubleRange(min = 1e-5, max = 3.5e-3) double adc,
            @ForAll @DoubleRange(min = 10, max = 5000) double s0) {
        double[] s = Arrays.stream(B).map(b -> s0 * Math.exp(-b * adc)).toArray();
        for (FitMethod method : FitMethod.values()) {
            assertThat(MonoExponential.fit(method, B, s, new double[] {1, 3, 3, 6}))
                    .isInstanceOfSatisfying(Fit.Fitted.class, fit -> {
                        assertThat(fit.adc()).isCloseTo(adc, Offset.offset(1e-12));
                        assertThat(fit.s0()).isCloseTo(s0, Percentage.withPercentage(1e-7));
                    });
        }
    }

    @Property
    void theUnitOfTheSignalDoesNotMatter(
            @ForAll @DoubleRange(min = 0.7, max = 1.3) double noise,
            @ForAll @Scale(5) @DoubleRange(min = 1e-3, max = 1e5) double unit) {
        double[] s = {1000, 892 * noise, 552 / noise, 449};
        double[] scaled = Arrays.stream(s).map(v -> v * unit).toArray();
        double[] averages = {1, 1, 1, 1};
        for (FitMethod method : FitMethod.values()) {
            double adc = MonoExponential.fit(method, B, s, averages).adcOrNaN();
            assertThat(MonoExponential.fit(method, B, scaled, averages).adcOrNaN())
                    .isCloseTo(adc, Offset.offset(1e-12));
        }
    }

    /** At the minimum the derivatives of the cost vanish. */
    @Property
    void leastSquaresEndsWhereTheGradientIsZero(
            @ForAll @DoubleRange(min = 0.5, max = 1.5) double second,
            @ForAll @DoubleRange(min = 0.5, max = 1.5) double third) {
        double[] s = {1000, 892 * second, 552 * third, 449};
        double[] averages = {1, 2, 3, 4};
        assertThat(MonoExponential.fit(FitMethod.NLLS, B, s, averages))
                .isInstanceOfSatisfying(Fit.Fitted.class, fit -> {
                    double byS0 = 0;
                    double byAdc = 0;
                    for (int i = 0; i < B.length; i++) {
                        double e = Math.exp(-B[i] * fit.adc());
                        double residual = averages[i] * (s[i] - fit.s0() * e);
                        byS0 += residual * e * fit.s0();
                        byAdc += residual * e * B[i] * 1e-3 * fit.s0();
                    }
                    assertThat(byS0 / 1e6).isCloseTo(0, Offset.offset(1e-8));
                    assertThat(byAdc / 1e6).isCloseTo(0, Offset.offset(1e-8));
                });
    }

    /** Two points are the first and the last, so they are not asked. */
    @Property
    void theOrderOfTheSamplesDoesNotMatter(@ForAll @DoubleRange(min = 0.7, max = 1.3) double noise, @ForAll long seed) {
        double[] s = {1000, 892 * noise, 552 / noise, 449};
        double[] averages = {1, 3, 3, 6};
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(order, new Random(seed));
        for (FitMethod method : List.of(FitMethod.OLS, FitMethod.WLS, FitMethod.NLLS)) {
            assertThat(MonoExponential.fit(method, at(B, order), at(s, order), at(averages, order))
                            .adcOrNaN())
                    .isCloseTo(MonoExponential.fit(method, B, s, averages).adcOrNaN(), Offset.offset(1e-12));
        }
    }

    /** Rician noise up to a twentieth of the signal: the minimum is found. */
    @Property
    void noiseDoesNotKeepLeastSquaresFromEnding(
            @ForAll @DoubleRange(min = 0, max = 0.05) double noise,
            @ForAll @Scale(8) @DoubleRange(min = 1e-4, max = 3.5e-3) double adc,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] s = Arrays.stream(B)
                .map(b -> Math.hypot(Math.exp(-b * adc) + noise * random.nextGaussian(), noise * random.nextGaussian()))
                .toArray();
        assertThat(MonoExponential.fit(FitMethod.NLLS, B, s, new double[] {1, 3, 3, 6}))
                .isInstanceOf(Fit.Fitted.class);
    }

    private static double[] at(double[] values, List<Integer> order) {
        return order.stream().mapToDouble(i -> values[i]).toArray();
    }
}
