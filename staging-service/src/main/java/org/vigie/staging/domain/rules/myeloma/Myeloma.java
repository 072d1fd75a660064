package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Text;

/** Inputs and criteria that several rules of section 8 read. */
final class Myeloma {
    static final NumberInput B2M =
            NumberInput.of("b2m", Text.of("β2-microglobulin", "β2-microglobuline"), "mg/L", 0.01, 200);
    static final NumberInput ALBUMIN = NumberInput.of("albumin", Text.of("albumin", "albumine"), "g/dL", 0.1, 10);
    static final ChoiceInput HEAVY_CHAIN = ChoiceInput.of(
            "heavyChain",
            Text.of("heavy chain of the M-protein", "chaîne lourde de la protéine M"),
            "IgG",
            "IgA",
            "IgM",
            "IgD",
            "IgE",
            "none");
    static final NumberInput CREATININE_MG_PER_DL = NumberInput.of(
                    "creatinine", Text.of("creatinine", "créatinine"), "mg/dL", 0.05, 50)
            .analyte("creatinine");
    static final ChoiceInput DEL_17P = ChoiceInput.yesNo("del17p", Text.of("del(17p)"));
    static final ChoiceInput T_4_14 = ChoiceInput.yesNo("t414", Text.of("t(4;14)"));
    static final ChoiceInput T_14_16 = ChoiceInput.yesNo("t1416", Text.of("t(14;16)"));
    static final NumberInput LDH = NumberInput.of("ldh", Text.of("LDH"), "U/L", 1, 50_000);
    static final NumberInput LDH_ULN = NumberInput.of(
            "ldhUln",
            Text.of("upper limit of normal of LDH", "limite supérieure de la normale de la LDH"),
            "U/L",
            1,
            5_000);

    /** A stage stated by a clinician stands before the one computed; without either, {@code b2m} and {@code albumin}. */
    static final ChoiceInput STATED_ISS = ChoiceInput.of("iss", Text.of("ISS stage", "stade ISS"), "I", "II", "III")
            .asOptional();

    private static final Condition COMPUTED_I = all(B2M.below("iss-b2m-i"), ALBUMIN.atLeast("iss-albumin"));
    private static final Condition COMPUTED_III = B2M.atLeast("iss-b2m-iii");

    static final Condition ISS_I = Condition.named(
            "iss-i",
            Text.of("ISS stage I", "stade ISS I"),
            any(all(given(STATED_ISS), STATED_ISS.is("I")), all(absent(STATED_ISS), COMPUTED_I)));
    static final Condition ISS_III = Condition.named(
            "iss-iii",
            Text.of("ISS stage III", "stade ISS III"),
            any(all(given(STATED_ISS), STATED_ISS.is("III")), all(absent(STATED_ISS), COMPUTED_III)));

    /** True where the stated stage is not what the laboratory values give. */
    static final Condition ISS_CONTRADICTED = all(
            given(STATED_ISS),
            any(
                    all(STATED_ISS.is("I"), Condition.not(COMPUTED_I)),
                    all(STATED_ISS.is("II"), any(COMPUTED_I, COMPUTED_III)),
                    all(STATED_ISS.is("III"), Condition.not(COMPUTED_III))));

    static final Derived LDH_ABOVE_LIMIT = Derived.difference(
            "ldhAboveLimit",
            Text.of("LDH above its upper limit of normal", "LDH au-dessus de la limite supérieure de la normale"),
            LDH,
            LDH_ULN);
    static final Condition LDH_HIGH = LDH_ABOVE_LIMIT.above("ldh-above-limit");

    private Myeloma() {}
}
