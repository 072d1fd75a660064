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
}
