package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/**
 * {@code NAC-ADC} over stated inputs (clinical rules 2.3 to 2.5), for trying it out. What alerts is the same rule over
 * whole timelines, which finds windows, baselines and gate items itself.
 */
final class EarlyAdc {
    private static final NumberInput A0 = NumberInput.of(
                    "A0", Text.of("ADC at baseline", "ADC initial"), "mm2/s", 1e-5, 3.5e-3)
            .asBaseline();
    private static final NumberInput A1 = NumberInput.of("A1", Text.of("ADC now", "ADC actuel"), "mm2/s", 1e-5, 3.5e-3);
    private static final NumberInput DAY = NumberInput.whole(
            "day", Text.of("days since the first dose", "jours depuis la première dose"), "d", -36_500, 36_500);
    private static final ChoiceInput MEASURABLE = ChoiceInput.yesNo(
                    "measurable", Text.of("lesion identifiable on DWI and DCE", "lésion identifiable en DWI et DCE"))
            .asOptional();
    private static final ChoiceInput GATE = ChoiceInput.of(
            "gate",
            Text.of("items of the comparability gate", "critères de comparabilité"),
            "same",
            "with-caution",
            "different");
    private static final NumberInput TESLA0 = field("fieldTesla0", "field strength at baseline", "champ initial");
    private static final NumberInput TESLA1 = field("fieldTesla1", "field strength now", "champ actuel");

    private static final Derived CHANGE =
            Derived.percentChange("deltaADC", Text.of("change of ADC", "variation de l'ADC"), A0, A1);
    private static final Derived LOW = limit("ci95Low", -1);
    private static final Derived HIGH = limit("ci95High", 1);
    private static final Derived AT_LIMIT_ABOVE = new Derived(
            "distance",
            Text.of("distance below + limit", "distance sous la limite +"),
            "%",
            List.of(A0, A1),
            (v, t) -> t.value("rc") - change(v));
    private static final Derived AT_LIMIT_BELOW = new Derived(
            "distance-",
            Text.of("distance above − limit", "distance au-dessus de la limite −"),
            "%",
            List.of(A0, A1),
            (v, t) -> t.value("rc") + change(v));
    private static final Derived FIELDS = Derived.difference(
            "fieldDifference", Text.of("difference of field strength", "différence de champ"), TESLA1, TESLA0);

    private static final Condition OTHER_FIELD =
            all(given(TESLA0), given(TESLA1), any(FIELDS.above("gate-field"), FIELDS.belowMinus("gate-field")));
    private static final Condition NOT_COMPARABLE = named(
            "not-comparable",
            Text.of("an item of the comparability gate differs", "un critère de comparabilité diffère"),
            any(OTHER_FIELD, GATE.is("different")));
    private static final Condition GONE = all(given(MEASURABLE), MEASURABLE.is(ChoiceInput.NO));
    private static final Condition RISE = CHANGE.above("rc");
    private static final Condition FALL = CHANGE.belowMinus("rc");

    static final Rule RULE = Rule.of(
                    "NAC-ADC",
                    "1.0",
                    "2.5",
                    "nac-adc",
                    Text.of("Early change of ADC under chemotherapy", "Variation précoce de l'ADC sous chimiothérapie"))
            .inputs(A0, A1, DAY, GATE, TESLA0, TESLA1, MEASURABLE)
            .part(Part.table("response")
                    .when(GONE, "lesion-not-measurable")
                    .indeterminateWhen(DAY.below("baseline-from"), Reason.of(ReasonCode.OUT_OF_WINDOW))
                    .when(DAY.below("too-early-from"), "baseline")
                    .when(NOT_COMPARABLE, "not-comparable")
                    .when(RISE, "adc-rise")
                    .when(FALL, "adc-fall")
                    .otherwise("adc-no-change"))
            .part(Part.table("time-point")
                    .indeterminateWhen(DAY.below("baseline-from"), Reason.of(ReasonCode.OUT_OF_WINDOW))
                    .when(DAY.below("too-early-from"), "BASELINE")
                    .when(DAY.below("w1-from"), "TOO-EARLY")
                    .when(DAY.below("c1-from"), "W1")
                    .when(DAY.below("interim-from"), "C1")
                    .when(DAY.below("mid-from"), "INTERIM")
                    .when(DAY.atMost("mid-to"), "MID")
                    .otherwise("POST"))
            .flag(
                    "borderline",
                    any(
                            all(RISE, any(CHANGE.atMost("borderline"), LOW.atMost("zero"))),
                            all(FALL, any(CHANGE.atLeastMinus("borderline"), HIGH.atLeast("zero")))))
            .flag(
                    "at-limit",
                    all(
                            not(RISE),
                            not(FALL),
                            any(AT_LIMIT_ABOVE.atMost("at-limit-margin"), AT_LIMIT_BELOW.atMost("at-limit-margin"))))
            .flag("comparable-with-caution", GATE.is("with-caution"))
            .flag("high-baseline-adc", A0.above("high-baseline-adc"))
            .value(CHANGE)
            .interval(LOW, HIGH)
            .hiddenWhen(any(NOT_COMPARABLE, GONE, DAY.below("too-early-from")))
            .note(Text.of(
                    "\"No early rise\" is a reason to look again, not proof of resistance; \"rise\" is not proof of response.",
                    "« Pas d'augmentation précoce » invite à réexaminer, sans prouver une résistance ; « augmentation » ne prouve "
                            + "pas une réponse."))
            .build();

    private EarlyAdc() {}

    private static NumberInput field(String name, String en, String fr) {
        return NumberInput.of(name, Text.of(en, fr), "T", 0.1, 20).asOptional();
    }

    private static double change(double[] v) {
        return 100 * (v[1] - v[0]) / v[0];
    }

    private static Derived limit(String name, int sign) {
        return new Derived(
                        name,
                        Text.of(sign < 0 ? "CI low" : "CI high", sign < 0 ? "IC bas" : "IC haut"),
                        "%",
                        List.of(A0, A1),
                        (v, t) -> change(v) + sign * half(v, t))
                .notMonotone();
    }

    private static double half(double[] v, ThresholdSet t) {
        return 196 * t.value("wcv") * Math.sqrt(1 + (v[1] / v[0]) * (v[1] / v[0]));
    }
}
