package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.given;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/**
 * {@code WB-BURDEN}: diffusion volume and ADC of the whole marrow (clinical rules 8.10). The outcome is the change of
 * gADC; volumes are reported beside it, each as far as it was measured.
 */
final class WholeBodyBurden {
    private static final NumberInput GADC_BASELINE = NumberInput.of(
                    "gadcBaseline", Text.of("gADC at baseline", "gADC initial"), "um2/s", 1, 3500)
            .asBaseline();
    private static final NumberInput GADC =
            NumberInput.of("gadc", Text.of("gADC now", "gADC actuel"), "um2/s", 1, 3500);
    private static final NumberInput TDV_BASELINE = NumberInput.of(
                    "tdvBaseline",
                    Text.of("diffusion volume at baseline", "volume en diffusion initial"),
                    "cm3",
                    0,
                    20_000)
            .asOptional();
    private static final NumberInput TDV = NumberInput.of(
                    "tdv", Text.of("diffusion volume now", "volume en diffusion actuel"), "cm3", 0, 20_000)
            .asOptional();
    private static final NumberInput SKELETON = NumberInput.of(
                    "skeletonVolume", Text.of("volume of the skeleton", "volume du squelette"), "cm3", 1, 20_000)
            .asOptional();
    private static final Derived CHANGE =
            Derived.percentChange("gadcChange", Text.of("change of gADC", "variation du gADC"), GADC_BASELINE, GADC);
    private static final Derived TDV_CHANGE = Derived.percentChange(
            "tdvChange", Text.of("change of diffusion volume", "variation du volume en diffusion"), TDV_BASELINE, TDV);
    private static final Derived BURDEN = new Derived(
            "burdenPercent",
            Text.of("share of the skeleton", "part du squelette"),
            "%",
            List.of(TDV, SKELETON),
            v -> 100 * v[0] / v[1]);

    static final Rule RULE = Rule.of(
                    "WB-BURDEN",
                    "1.0",
                    "8.10",
                    "myeloma",
                    Text.of("Whole-body tumour burden", "Masse tumorale corps entier"))
            .inputs(GADC_BASELINE, GADC, TDV_BASELINE, TDV, SKELETON)
            .part(Part.table("gadc")
                    .when(CHANGE.above("gadc-rc"), "gadc-increase")
                    .when(CHANGE.belowMinus("gadc-rc"), "gadc-decrease")
                    .otherwise("gadc-no-change"))
            .part(Part.table("adcClass")
                    .when(GADC.below("burden-adc-viable"), "low-fatty-or-noise")
                    .when(GADC.above("burden-adc-treated"), "treated-necrotic")
                    .otherwise("viable"))
            .part(Part.table("tdvChange")
                    .indeterminateWhen(
                            all(given(TDV_BASELINE), TDV_BASELINE.atMost("burden-nothing")),
                            Reason.of(ReasonCode.DENOMINATOR_ZERO, "tdvBaseline"))
                    .when(all(given(TDV_BASELINE), given(TDV)), "reported")
                    .otherwise("not-measured"))
            .part(Part.table("burden")
                    .when(absent(TDV), "not-measured")
                    .indeterminateWhen(absent(SKELETON), Reason.of(ReasonCode.MISSING_INPUT, "skeletonVolume"))
                    .otherwise("reported"))
            .value(CHANGE)
            .shows(TDV_CHANGE, BURDEN, TDV)
            .build();

    private WholeBodyBurden() {}
}
