package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;

/** Exact curves over the physical range give back what they were made of. */
class DiffusionModelsPropertiesTest {
    private static final double[] IVIM_B = {0, 10, 20, 30, 50, 75, 100, 150, 250, 350, 400, 550, 700, 850, 1000};
    private static final double[] KURTOSIS_B = {0, 200, 500, 1000, 1500, 2000};

    @Property
    void fullIvimRecoversAnExactBiexponential(
            @ForAll @Scale(6) @DoubleRange(min = 0.0003, max = 0.003) double d,
            @ForAll @Scale(4) @DoubleRange(min = 0.04, max = 0.6) double f,
            @ForAll @Scale(5) @DoubleRange(min = 0.01, max = 0.15) double dStar,
            @ForAll @DoubleRange(min = 10, max = 5000) double s0) {
        double[] s = curve(IVIM_B, b -> s0 * ((1 - f) * Math.exp(-b * d) + f * Math.exp(-b * dStar)));
        assertThat(Ivim.full(IVIM_B, s, ones(s))).isInstanceOfSatisfying(IvimFit.Fitted.class, fit -> {
            assertThat(fit.s0()).isCloseTo(s0, Percentage.withPercentage(1e-5));
            assertThat(fit.f()).isCloseTo(f, Offset.offset(1e-5));
            assertThat(fit.d()).isCloseTo(d, Offset.offset(1e-8));
            assertThat(fit.dStar()).isCloseTo(dStar, Percentage.withPercentage(1e-2));
            assertThat(fit.fClamped() || fit.atBound()).isFalse();
        });
    }

    /** With perfusion gone by b = 200 nothing is lost by looking at the two parts one after the other. */
    @Property
    void segmentedIvimRecoversADecayWhosePerfusionIsGoneAtTwoHundred(
            @ForAll @Scale(6) @DoubleRange(min = 0.0003, max = 0.003) double d,
            @ForAll @Scale(4) @DoubleRange(min = 0.04, max = 0.6) double f,
            @ForAll @Scale(5) @DoubleRange(min = 0.15, max = 0.19) double dStar) {
        double[] s = curve(IVIM_B, b -> 700 * ((1 - f) * Math.exp(-b * d) + f * Math.exp(-b * dStar)));
        assertThat(Ivim.segmented(IVIM_B, s, ones(s))).isInstanceOfSatisfying(IvimFit.Fitted.class, fit -> {
            assertThat(fit.f()).isCloseTo(f, Offset.offset(1e-9));
            assertThat(fit.d()).isCloseTo(d, Offset.offset(1e-12));
            assertThat(fit.dStar()).isCloseTo(dStar, Percentage.withPercentage(1e-5));
        });
    }

    @Property
    void kurtosisRecoversAnExactCurve(
            @ForAll @Scale(6) @DoubleRange(min = 0.0003, max = 0.0015) double d,
            @ForAll @Scale(4) @DoubleRange(min = 0, max = 0.95) double k,
            @ForAll @DoubleRange(min = 10, max = 5000) double s0) {
        double[] s = curve(KURTOSIS_B, b -> s0 * Math.exp(-b * d + b * b * d * d * k / 6));
        assertThat(Kurtosis.fit(KURTOSIS_B, s, ones(s))).isInstanceOfSatisfying(KurtosisFit.Fitted.class, fit -> {
            assertThat(fit.s0()).isCloseTo(s0, Percentage.withPercentage(1e-6));
            assertThat(fit.dK()).isCloseTo(d, Offset.offset(1e-11));
            assertThat(fit.k()).isCloseTo(k, Offset.offset(1e-6));
            assertThat(fit.samples()).isEqualTo(KURTOSIS_B.length);
        });
    }

    @Property
    void theStretchedExponentialRecoversAnExactCurve(
            @ForAll @Scale(6) @DoubleRange(min = 0.0003, max = 0.003) double ddc,
            @ForAll @Scale(4) @DoubleRange(min = 0.3, max = 1) double alpha,
            @ForAll @DoubleRange(min = 10, max = 5000) double s0) {
        double[] s = curve(IVIM_B, b -> s0 * Math.exp(-Math.pow(b * ddc, alpha)));
        assertThat(StretchedExponential.fit(IVIM_B, s, ones(s)))
                .isInstanceOfSatisfying(StretchedFit.Fitted.class, fit -> {
                    assertThat(fit.s0()).isCloseTo(s0, Percentage.withPercentage(1e-5));
                    assertThat(fit.ddc()).isCloseTo(ddc, Offset.offset(1e-9));
                    assertThat(fit.alpha()).isCloseTo(alpha, Offset.offset(1e-6));
                });
    }

    /** Noise of a few percent, any unit of the signal. */
    @Property
    void theUnitOfTheSignalDoesNotMatter(
            @ForAll @Scale(5) @DoubleRange(min = 1e-3, max = 1e5) double unit, @ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        double[] s = curve(
                IVIM_B,
                b -> (0.85 * Math.exp(-b * 1e-3) + 0.15 * Math.exp(-b * 0.04)) * (1 + 0.01 * random.nextGaussian()));
        double[] scaled = Arrays.stream(s).map(v -> v * unit).toArray();
        assertThat(Ivim.full(IVIM_B, s, ones(s)))
                .isInstanceOfSatisfying(
                        IvimFit.Fitted.class,
                        first -> assertThat(Ivim.full(IVIM_B, scaled, ones(s)))
                                .isInstanceOfSatisfying(IvimFit.Fitted.class, second -> {
                                    assertThat(second.f()).isCloseTo(first.f(), Offset.offset(1e-6));
                                    assertThat(second.d()).isCloseTo(first.d(), Offset.offset(1e-9));
                                    assertThat(second.s0())
                                            .isCloseTo(first.s0() * unit, Percentage.withPercentage(1e-4));
                                }));
    }

    private static double[] curve(double[] b, java.util.function.DoubleUnaryOperator signal) {
        return Arrays.stream(b).map(signal).toArray();
    }

    private static double[] ones(double[] s) {
        return Arrays.stream(s).map(v -> 1).toArray();
    }
}
