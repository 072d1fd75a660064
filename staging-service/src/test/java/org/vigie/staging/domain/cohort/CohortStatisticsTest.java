package org.vigie.staging.domain.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected values: scipy 1.10 ({@code mannwhitneyu}, {@code chi2.sf}) and the pairwise definition of DeLong's variance in
 * numpy; the remission times of Freireich et al. 1963 with the product limits and standard errors printed in Collett,
 * Modelling Survival Data, and Kalbfleisch and Prentice; its log-rank chi-square 16.79 as given by R's survdiff.
 */
class CohortStatisticsTest {
    private static final int[] SIX_MP = {6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35};
    private static final String SIX_MP_EVENTS = "111010100110001100000";
    private static final int[] PLACEBO = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23};

    private static List<FollowUp> sixMp() {
        List<FollowUp> group = new ArrayList<>();
        for (int i = 0; i < SIX_MP.length; i++) {
            group.add(new FollowUp(SIX_MP[i], SIX_MP_EVENTS.charAt(i) == '1'));
        }
        return group;
    }

    private static List<FollowUp> placebo() {
        return java.util.Arrays.stream(PLACEBO)
                .mapToObj(t -> new FollowUp(t, true))
                .toList();
    }

    @Test
    void areaCountsTiesOneHalfAndHasDeLongsError() {
        RocArea area = RocArea.of(new double[] {1, 2, 2, 3, 5, 8}, new double[] {0, 2, 2, 4, 1});

        assertThat(area.area()).isCloseTo(0.7166666666666667, within(1e-15));
        assertThat(area.standardError()).isCloseTo(0.16090024514862894, within(1e-15));
    }

    @Test
    void areaOfMidranksIsTheAreaOfAllPairs() {
        long seed = 20261122;
        System.out.println("ROC areas against all pairs: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            double[] cases =
                    random.ints(2 + random.nextInt(20), 0, 8).asDoubleStream().toArray();
            double[] controls =
                    random.ints(2 + random.nextInt(20), 0, 8).asDoubleStream().toArray();
            double[] perCase = new double[cases.length];
            double[] perControl = new double[controls.length];
            for (int i = 0; i < cases.length; i++) {
                for (int j = 0; j < controls.length; j++) {
                    double psi = cases[i] > controls[j] ? 1 : cases[i] == controls[j] ? 0.5 : 0;
                    perCase[i] += psi / controls.length;
                    perControl[j] += psi / cases.length;
                }
            }
            RocArea area = RocArea.of(cases, controls);
            assertThat(area.area()).isCloseTo(Distribution.of(perCase).mean(), within(1e-13));
            double expected = Math.sqrt(square(Distribution.of(perCase).sd()) / cases.length
                    + square(Distribution.of(perControl).sd()) / controls.length);
            assertThat(area.standardError()).isCloseTo(expected, within(1e-13));
        }
    }

    private static double square(@org.jspecify.annotations.Nullable Double value) {
        return Objects.requireNonNull(value) * value;
    }

    @Test
    void areaOfOneCaseHasNoError() {
        assertThat(RocArea.of(new double[] {3}, new double[] {1, 3}).area()).isEqualTo(0.75);
        assertThat(RocArea.of(new double[] {3}, new double[] {1, 3}).standardError())
                .isNull();
        assertThatThrownBy(() -> RocArea.of(new double[0], new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RocArea.of(new double[] {Double.NaN, 1}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "3.841458820694124, 1, 0.05",
        "0.1, 1, 0.7518296340458492",
        "8.0, 1, 0.004677734981047276",
        "8.1, 1, 0.004426525857919834",
        "25, 1, 5.733031437583875e-07",
        "5.991464547107979, 2, 0.05",
        "7.3, 3, 0.06292623645904312",
        "40, 3, 1.065509033425585e-08",
        "9.2, 4, 0.056290280169948054",
        "11.0, 5, 0.05137998348306955",
        "0, 3, 1.0"
    })
    void tailOfChiSquare(double x, int degreesOfFreedom, double expected) {
        assertThat(ChiSquare.above(x, degreesOfFreedom)).isCloseTo(expected, within(expected * 1e-9));
    }

    @Test
    void productLimitsOfFreireichsRemissions() {
        KaplanMeier curve = KaplanMeier.of(sixMp());

        assertThat(curve.steps().stream().map(KaplanMeier.Step::time))
                .containsExactly(6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0);
        double[] survival = {0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482};
        double[] error = {0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346};
        for (int i = 0; i < survival.length; i++) {
            assertThat(curve.steps().get(i).survival()).isCloseTo(survival[i], within(5e-5));
            assertThat(curve.steps().get(i).standardError()).isCloseTo(error[i], within(5e-5));
        }
        assertThat(curve.median()).isEqualTo(23.0);
        assertThat(KaplanMeier.of(placebo()).median()).isEqualTo(8.0);
    }

    @Test
    void valueAtATimeIncludesTheEventsAtThatTime() {
        KaplanMeier curve = KaplanMeier.of(sixMp());

        assertThat(curve.at(5.999)).isEqualTo(1.0);
        assertThat(curve.at(6)).isCloseTo(18.0 / 21, within(1e-15));
        assertThat(curve.at(35)).isCloseTo(0.4482, within(5e-5));
        assertThat(curve.at(35.001)).isNull();
        assertThat(KaplanMeier.of(placebo()).at(1000)).isEqualTo(0.0);
        assertThat(KaplanMeier.of(placebo()).steps().getLast().standardError()).isNull();
    }

    @Test
    void logRankOfFreireichsRemissions() {
        LogRank two = Objects.requireNonNull(LogRank.of(List.of(sixMp(), placebo())));
        assertThat(two.chiSquare()).isCloseTo(16.792940989216525, within(1e-9));
        assertThat(two.p()).isCloseTo(4.168809109334564e-05, within(1e-14));

        List<FollowUp> even = new ArrayList<>();
        List<FollowUp> odd = new ArrayList<>();
        for (int i = 0; i < SIX_MP.length; i++) {
            (i % 2 == 0 ? even : odd).add(sixMp().get(i));
        }
        LogRank three = Objects.requireNonNull(LogRank.of(List.of(even, odd, placebo())));
        assertThat(three.degreesOfFreedom()).isEqualTo(2);
        assertThat(three.chiSquare()).isCloseTo(17.163875173672796, within(1e-9));
        assertThat(three.p()).isCloseTo(0.0001874614025452624, within(1e-13));
    }

    @Test
    void nothingIsComparedWhereNothingHappenedOrOneGroupIsAlone() {
        assertThat(LogRank.of(List.of(sixMp()))).isNull();
        assertThat(LogRank.of(List.of(List.of(new FollowUp(1, false)), List.of(new FollowUp(2, false)))))
                .isNull();
        assertThat(LogRank.of(List.of(List.of(new FollowUp(1, false)), placebo().subList(4, 21))))
                .isNull();
    }

    @Test
    void rateHasWilsonsInterval() {
        // Newcombe, Stat Med 1998, table I: 81/263, 15/148, 0/20.
        assertThat(new Rate(81, 263).ci95().low()).isCloseTo(0.2553, within(5e-5));
        assertThat(new Rate(81, 263).ci95().high()).isCloseTo(0.3662, within(5e-5));
        assertThat(new Rate(15, 148).ci95().low()).isCloseTo(0.0624, within(5e-5));
        assertThat(new Rate(15, 148).ci95().high()).isCloseTo(0.1605, within(5e-5));
        assertThat(new Rate(0, 20).ci95()).satisfies(ci -> {
            assertThat(ci.low()).isZero();
            assertThat(ci.high()).isCloseTo(0.1611, within(5e-5));
        });
    }

    @Test
    void distributionOfEvenAndOddNumbers() {
        assertThat(Distribution.of(new double[] {4, 1, 3, 2}))
                .isEqualTo(new Distribution(4, 2.5, 2.5, Math.sqrt(5.0 / 3), 1, 4));
        assertThat(Distribution.of(new double[] {7}).sd()).isNull();
        assertThatThrownBy(() -> Distribution.of(new double[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
