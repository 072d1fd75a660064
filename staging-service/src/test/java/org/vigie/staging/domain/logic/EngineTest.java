package org.vigie.staging.domain.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/** Three-valued evaluation, with ISS 2005 as the example: its vectors with a missing input are in clinical rules 8.2. */
class EngineTest {
    private static final ThresholdSet THRESHOLDS =
            set(Map.of("low", 3.5, "albumin", 3.5, "high", 5.5, "rise", 20.0, "five", 5.0));
    private static final NumberInput B2M =
            NumberInput.of("b2m", Text.of("beta-2-microglobulin", "bêta-2-microglobuline"), "mg/L", 0, 200);
    private static final NumberInput ALBUMIN =
            NumberInput.of("albumin", Text.of("albumin", "albumine"), "g/dL", 0.1, 15);
    private static final Rule ISS = Rule.of("ISS", "1.0", "8.2", "test", Text.of("ISS"))
            .inputs(B2M, ALBUMIN)
            .part(Part.table("stage")
                    .when(B2M.atLeast("high"), "III")
                    .when(Condition.all(B2M.below("low"), ALBUMIN.atLeast("albumin")), "I")
                    .otherwise("II"))
            .build();

    private static ThresholdSet set(Map<String, Double> values) {
        return new ThresholdSet(
                "test",
                values.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                e -> new Threshold(e.getKey(), e.getValue(), "", "none", "P", "test"))));
    }

    private static Assessment iss(Map<String, Reading> readings) {
        return Engine.assess(ISS, readings, THRESHOLDS);
    }

    private static List<String> reasons(Assessment assessment) {
        return assessment.reasons().stream().map(Reason::toString).toList();
    }

    @Test
    void givesAnOutcomeThatEveryCompletionGives() {
        assertThat(iss(Map.of("b2m", Reading.of(5.6, "mg/L"))).outcome()).isEqualTo("III");
        assertThat(iss(Map.of("b2m", Reading.of(4.0, "mg/L"))).outcome()).isEqualTo("II");
    }

    @Test
    void namesExactlyWhatDecides() {
        Assessment low = iss(Map.of("b2m", Reading.of(3.0, "mg/L")));
        assertThat(low.outcome()).isEqualTo("indeterminate");
        assertThat(reasons(low)).containsExactly("MISSING_INPUT(albumin)");
        Assessment noB2m = iss(Map.of("albumin", Reading.of(3.0, "g/dL")));
        assertThat(reasons(noB2m)).containsExactly("MISSING_INPUT(b2m)");
        assertThat(reasons(iss(Map.of()))).containsExactly("MISSING_INPUT(b2m)", "MISSING_INPUT(albumin)");
    }

    @Test
    void convertsUnitsExactlyAndRefusesValuesWithoutOne() {
        assertThat(iss(Map.of("b2m", Reading.of(3.4, "mg/L"), "albumin", Reading.of(35, "g/L")))
                        .outcome())
                .isEqualTo("I");
        Assessment noUnit =
                iss(Map.of("b2m", Reading.of(3.4, "mg/L"), "albumin", new Reading.Measured(35, null, null)));
        assertThat(reasons(noUnit)).containsExactly("UNIT_UNKNOWN(albumin)");
        assertThat(reasons(iss(Map.of("b2m", Reading.of(-1, "mg/L"), "albumin", Reading.of(4, "g/dL")))))
                .containsExactly("INVALID_VALUE(b2m)");
        assertThat(iss(Map.of("b2m", Reading.of(6, "mg/L"), "albumin", Reading.of(Double.NaN, "g/dL")))
                        .flags())
                .containsExactly("invalid-value(albumin)");
    }

    @Test
    void explainsEachClauseOnItsOwn() {
        Assessment low = iss(Map.of("b2m", Reading.of(3.0, "mg/L")));
        assertThat(low.clauses())
                .extracting(c -> c.text().en() + " " + c.verdict().code())
                .containsExactly(
                        "beta-2-microglobulin ≥ 5.5 mg/L false",
                        "beta-2-microglobulin < 3.5 mg/L true",
                        "albumin ≥ 3.5 g/dL unknown");
    }

    /** With one operand missing the crossing point is found to the last bit, rounding to 6 decimals included. */
    @Test
    void decidesDerivedQuantitiesByTheMissingOperand() {
        NumberInput base = NumberInput.of("base", Text.of("base"), "mm", 0.1, 1000);
        NumberInput nadir = NumberInput.of("nadir", Text.of("nadir"), "mm", 0.1, 1000);
        NumberInput now = NumberInput.of("now", Text.of("now"), "mm", 0, 1000);
        Derived rise = Derived.percentChange("rise", Text.of("rise"), nadir, now);
        Derived growth = Derived.difference("growth", Text.of("growth"), now, nadir);
        Derived noLower = Derived.difference("above", Text.of("above"), nadir, base);
        Rule rule = Rule.of("R", "1", "0", "test", Text.of("R"))
                .inputs(base, nadir, now)
                .admissible(Condition.not(new Condition.Comparison(noLower, Relation.ABOVE, "zero", 1)), nadir)
                .part(Part.table("response")
                        .when(Condition.all(rise.atLeast("rise"), growth.atLeast("five")), "PD")
                        .otherwise("no PD"))
                .build();
        ThresholdSet thresholds = set(Map.of("rise", 20.0, "five", 5.0, "zero", 0.0));
        Map<String, Reading> known = Map.of("base", Reading.of(40, "mm"), "now", Reading.of(50, "mm"));
        assertThat(Engine.assess(rule, known, thresholds).outcome()).isEqualTo("PD");
        Map<String, Reading> open = Map.of("base", Reading.of(40, "mm"), "now", Reading.of(41, "mm"));
        assertThat(reasons(Engine.assess(rule, open, thresholds))).containsExactly("MISSING_INPUT(nadir)");
        Map<String, Reading> contradictory =
                Map.of("base", Reading.of(40, "mm"), "nadir", Reading.of(45, "mm"), "now", Reading.of(41, "mm"));
        assertThat(reasons(Engine.assess(rule, contradictory, thresholds))).containsExactly("INVALID_VALUE(nadir)");
    }

    @Test
    void completesMissingListElementsOneByOne() {
        ListInput sizes = ListInput.of("sizes", Text.of("lesions"), "mm", 0, 500, 3);
        Rule rule = Rule.of("FL", "1", "0", "test", Text.of("FL"))
                .inputs(sizes)
                .part(Part.table("rule")
                        .when(sizes.counting(Relation.AT_LEAST, "five").atLeast(2), "met")
                        .when(new Condition.Lengthy(sizes, 1), "equivocal")
                        .otherwise("none"))
                .build();
        assertThat(Engine.assess(rule, sizes(6.0, null), THRESHOLDS).outcome()).isEqualTo("indeterminate");
        assertThat(Engine.assess(rule, sizes(5.0, null, 5.0), THRESHOLDS).outcome())
                .isEqualTo("met");
        assertThat(Engine.assess(rule, sizes(4.9, 12.0), THRESHOLDS).outcome()).isEqualTo("equivocal");
        assertThat(Engine.assess(rule, sizes(), THRESHOLDS).outcome()).isEqualTo("none");
        assertThat(reasons(Engine.assess(rule, Map.of(), THRESHOLDS))).containsExactly("MISSING_INPUT(sizes)");
    }

    private static Map<String, Reading> sizes(@Nullable Double... values) {
        return Map.of("sizes", new Reading.Numbers(java.util.Arrays.asList(values), "mm", null));
    }
}
