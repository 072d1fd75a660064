package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.absent;

import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code DCE-Q}: what of a quantitative DCE measurement is reported (clinical rules 4.3); never alerted on. */
final class DceQuantitative {
    private static final NumberInput R1 = NumberInput.of(
                    "r1", Text.of("relaxivity of the agent", "relaxivité du produit"), "/s/mM", 0.1, 100)
            .asOptional();
    private static final NumberInput HAEMATOCRIT = NumberInput.of(
                    "haematocrit", Text.of("haematocrit", "hématocrite"), "", 0.1, 0.7)
            .asOptional();
    private static final NumberInput KTRANS = NumberInput.of(
                    "ktrans", Text.of("Ktrans, mean", "Ktrans moyen"), "/min", 0, 5)
            .asOptional();
    private static final NumberInput KTRANS0 = NumberInput.of(
                    "ktrans0", Text.of("Ktrans at baseline", "Ktrans initial"), "/min", 1e-6, 5)
            .asOptional();
    private static final NumberInput KEP =
            NumberInput.of("kep", Text.of("kep"), "/min", 0, 1000).asOptional();
    private static final NumberInput VE =
            NumberInput.of("ve", Text.of("ve"), "", 0, 1).asOptional();
    private static final NumberInput VP =
            NumberInput.of("vp", Text.of("vp"), "", 0, 1).asOptional();
    private static final NumberInput IAUC60 =
            NumberInput.of("iauc60", Text.of("iAUC60"), "mmol/L.s", 0, 100_000).asOptional();
    private static final NumberInput EXCLUDED =
            NumberInput.of("excludedPercent", Text.of("voxels excluded", "voxels exclus"), "%", 0, 100);
    private static final Derived CHANGE =
            Derived.percentChange("deltaKtrans", Text.of("change of Ktrans", "variation de Ktrans"), KTRANS0, KTRANS);

    static final Rule RULE = Rule.of(
                    "DCE-Q", "1.0", "4.3", "breast", Text.of("Quantitative DCE", "Rehaussement quantitatif"))
            .inputs(R1, KTRANS, EXCLUDED, HAEMATOCRIT, KTRANS0, KEP, VE, VP, IAUC60)
            .part(Part.table("report")
                    .indeterminateWhen(absent(R1), Reason.of(ReasonCode.MISSING_INPUT, "r1"))
                    .indeterminateWhen(absent(KTRANS), Reason.of(ReasonCode.MISSING_INPUT, "ktrans"))
                    .indeterminateWhen(EXCLUDED.above("dceq-excluded"), Reason.of(ReasonCode.NON_PHYSICAL))
                    .otherwise("reported"))
            .flag("hct-assumed", absent(HAEMATOCRIT))
            .value(KTRANS)
            .shows(CHANGE, KEP, VE, VP, IAUC60)
            .hiddenWhen(EXCLUDED.above("dceq-excluded"))
            .note(Text.of(
                    "Reported, not alertable: no repeatability in the breast is confirmed.",
                    "Rapporté, sans alerte : aucune répétabilité confirmée dans le sein."))
            .build();

    private DceQuantitative() {}
}
