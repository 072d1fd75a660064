package org.vigie.staging.domain.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed without BigDecimal or without a search equals what these give. */
class ShortCutsTest {
    private static double exactly(double value) {
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }

    @Property(tries = 20_000)
    void roundingIsThatOfTheExactDecimal(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            assertThat(Decimals.six(value)).isEqualTo(exactly(value));
        }
    }

    @Property(tries = 20_000)
    void roundingNearTiesIsThatOfTheExactDecimal(
            @ForAll @IntRange(min = -2_000_000_000, max = 2_000_000_000) int millionths,
            @ForAll @IntRange(min = -3, max = 3) int ulps) {
        double value = (millionths + 0.5) / 1e6;
        assertThat(Decimals.six(value + ulps * Math.ulp(value))).isEqualTo(exactly(value + ulps * Math.ulp(value)));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, -0.0, 5e-7, 1.5e-6, 2.5e-6, 1e6, 4294967296.000001, 8589934592.0, 8589934591.999999, 1e300})
    void roundingOfChosenValues(double value) {
        assertThat(Decimals.six(value)).isEqualTo(exactly(value));
        assertThat(Decimals.six(-value)).isEqualTo(exactly(-value));
    }

    @Property(tries = 5_000)
    void edgeOfAComparisonIsWhatTheSearchFinds(
            @ForAll @DoubleRange(min = -1000, max = 1000) double threshold,
            @ForAll Relation relation,
            @ForAll boolean whole,
            @ForAll boolean round) {
        double at = round ? Math.rint(threshold) : threshold;
        Range range = new Range(-1001, 1001, whole);
        assertThat(range.edge(relation, at)).isEqualTo(range.edge(v -> relation.holds(v, at)));
    }
}
