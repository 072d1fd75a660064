package org.vigie.notify.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.notify.Samples;

class CurveBuilderTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Test
    void drawsWhatMayBeComparedAndListsAllElse() {
        var studies = List.of(
                Samples.measured("p", -6, 1.02, null),
                Samples.measured("p", 7, 1.05, null),
                Samples.measured("p", 16, 1.40, null));
        var assessments = List.of(
                Samples.assessed("p", 7, "W1", "adc-no-change", 2.941176, 13.22),
                Samples.assessed("p", 16, "C1", "not-comparable", null, 0));

        AdcCurve curve = new CurveBuilder(PARIS, studies, assessments, List.of())
                .curves()
                .getFirst();

        assertThat(curve.repeatabilityPercent()).isEqualTo(13.0);
        assertThat(curve.baselineAdc()).isEqualTo(1.02);
        assertThat(curve.points()).extracting(AdcCurve.Point::day).containsExactly(-6, 7);
        AdcCurve.Point week = curve.points().get(1);
        assertThat(week.adc()).isEqualTo(1.05);
        assertThat(week.low()).isCloseTo(0.9152, within(0.0001));
        assertThat(week.high()).isCloseTo(1.1848, within(0.0001));
        assertThat(curve.points().getFirst().low()).isNull();
        assertThat(curve.rows()).hasSize(3);
        assertThat(curve.rows().get(2).outcome()).isEqualTo("not-comparable");
        assertThat(curve.rows().get(2).notes()).containsExactly("device-serial");
    }

    @Test
    void drawsNothingWithoutACourse() {
        AdcCurve curve = new CurveBuilder(PARIS, List.of(Samples.measured("p", 7, 1.05, null)), List.of(), List.of())
                .curves()
                .getFirst();

        assertThat(curve.baselineAdc()).isNull();
        assertThat(curve.points()).isEmpty();
        assertThat(curve.rows()).hasSize(1);
        assertThat(curve.rows().getFirst().adc()).isEqualTo(1.05);
    }

    /** Clinical rules 2.3 and 2.5: of two baselines the nearer one is compared with, and the interval is in percent of it. */
    @Test
    void theCurveStandsOnTheBaselineTheRuleUsed() {
        var studies = List.of(
                Samples.measured("p", -20, 1.00, null),
                Samples.measured("p", -6, 1.20, null),
                Samples.measured("p", 7, 1.25, null));
        var assessments = List.of(
                Samples.baseline("p", -20),
                Samples.baseline("p", -6),
                Samples.assessed("p", 7, "W1", "adc-no-change", 4.1667, 13.3));

        List<AdcCurve> curves = new CurveBuilder(PARIS, studies, assessments, List.of()).curves();

        assertThat(curves).hasSize(1);
        AdcCurve curve = curves.getFirst();
        assertThat(curve.baselineAdc()).isEqualTo(1.20);
        assertThat(curve.points()).extracting(AdcCurve.Point::day).containsExactly(-6, 7);
        AdcCurve.Point week = curve.points().get(1);
        assertThat(week.low()).isCloseTo(1.0904, within(0.0001)).isLessThan(week.adc());
        assertThat(week.high()).isCloseTo(1.4096, within(0.0001)).isGreaterThan(week.adc());
        assertThat(curve.rows()).extracting(AdcCurve.Row::day).containsExactly(-20, -6, 7);
    }

    @Test
    void twoCoursesOfOneLesionAreTwoCurves() {
        var studies = List.of(
                Samples.measured("p", -6, 1.02, null),
                Samples.measured("p", 7, 1.05, null),
                Samples.measured("p", 194, 0.80, null),
                Samples.measured("p", 207, 1.20, null));
        var assessments = List.of(
                Samples.baseline("p", -6),
                Samples.assessed("p", 7, "W1", "adc-no-change", 2.9412, 13.22),
                Samples.of(Samples.baseline("p", 194), -6, null),
                Samples.of(Samples.assessed("p", 207, "W1", "adc-rise", 50.0, 13.22), 7, Samples.study("p", 194)));

        List<AdcCurve> curves = new CurveBuilder(PARIS, studies, assessments, List.of()).curves();

        assertThat(curves).extracting(AdcCurve::baselineAdc).containsExactly(1.02, 0.80);
        assertThat(curves.get(0).points()).extracting(AdcCurve.Point::adc).containsExactly(1.02, 1.05);
        assertThat(curves.get(1).points()).extracting(AdcCurve.Point::adc).containsExactly(0.80, 1.20);
        assertThat(curves.get(1).points().get(1).low()).isCloseTo(0.80 * 1.3678, within(0.0001));
        assertThat(curves)
                .extracting(AdcCurve::label)
                .containsExactly("L1 · " + Samples.C1D1.plusDays(-6), "L1 · " + Samples.C1D1.plusDays(194));
    }

    @Test
    void aBaselineNothingWasComparedWithYetIsTheLatest() {
        var studies = List.of(Samples.measured("p", -20, 1.00, null), Samples.measured("p", -6, 1.20, null));
        var assessments = List.of(Samples.baseline("p", -20), Samples.baseline("p", -6));

        AdcCurve curve = new CurveBuilder(PARIS, studies, assessments, List.of())
                .curves()
                .getFirst();

        assertThat(curve.baselineAdc()).isEqualTo(1.20);
        assertThat(curve.points()).extracting(AdcCurve.Point::day).containsExactly(-6);
    }
}
