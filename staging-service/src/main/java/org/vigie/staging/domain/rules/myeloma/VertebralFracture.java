package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.named;

import java.util.List;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code VFX}: whether a vertebral fracture looks malignant (clinical rules 8.11). */
final class VertebralFracture {
    private static final ChoiceInput EPIDURAL = sign("epiduralMass", "epidural mass", "masse épidurale");
    private static final List<ChoiceInput> MALIGNANT = List.of(
            EPIDURAL,
            sign(
                    "pedicleSignal",
                    "signal of pedicle or posterior elements",
                    "signal du pédicule ou de l'arc postérieur"),
            sign("convexPosteriorBorder", "convex posterior border", "bord postérieur convexe"),
            sign("paraspinalMass", "paraspinal mass", "masse paravertébrale"),
            sign("completeMarrowReplacement", "complete marrow replacement", "remplacement médullaire complet"));
    private static final List<ChoiceInput> BENIGN = List.of(
            sign(
                    "retropulsedFragment",
                    "retropulsed posterosuperior fragment",
                    "recul d'un fragment postéro-supérieur"),
            sign("t1Band", "T1 band along the end-plate", "bande en T1 le long du plateau"),
            sign("preservedMarrow", "preserved areas of marrow", "plages de moelle conservées"),
            sign("stirFluidSign", "fluid sign on STIR", "signe du liquide en STIR"),
            sign("vacuumCleft", "vacuum cleft", "fente gazeuse"));
    private static final List<InputSpec> SIGNS = Stream.concat(MALIGNANT.stream(), BENIGN.stream())
            .map(InputSpec.class::cast)
            .toList();

    private static final Condition ANY_MALIGNANT =
            named("malignant-sign", Text.of("a sign of malignancy", "un signe de malignité"), anyOf(MALIGNANT));
    private static final Condition ANY_BENIGN =
            named("benign-sign", Text.of("a sign of benign fracture", "un signe de fracture bénigne"), anyOf(BENIGN));
    private static final Condition TOO_FEW = new Condition.Computed(
            "too-few-signs",
            Text.of("fewer than 3 signs assessed", "moins de 3 signes évalués"),
            SIGNS,
            c -> SIGNS.stream().filter(c::given).count()
                    < c.threshold("vfx-signs").value());

    static final Rule RULE = Rule.of(
                    "VFX",
                    "1.0",
                    "8.11",
                    "myeloma",
                    Text.of("Character of a vertebral fracture", "Nature d'une fracture vertébrale"))
            .inputs(SIGNS.toArray(InputSpec[]::new))
            .part(Part.table("character")
                    .indeterminateWhen(
                            all(ANY_MALIGNANT, ANY_BENIGN, TOO_FEW), Reason.of(ReasonCode.MISSING_INPUT, "signs"))
                    .when(all(ANY_MALIGNANT, Condition.not(ANY_BENIGN)), "malignant-features")
                    .when(all(ANY_BENIGN, Condition.not(ANY_MALIGNANT)), "benign-features")
                    .otherwise("uncertain"))
            .flag("critical-result", EPIDURAL.yes())
            .note(
                    Text.of(
                            "About two thirds of fractures in myeloma look benign; this is neither organ damage (CRAB-B) nor progression (RAC 5).",
                            "Environ deux tiers des fractures du myélome ont un aspect bénin ; ceci n'est ni une atteinte d'organe (CRAB-B) ni une progression (RAC 5)."),
                    all(ANY_BENIGN, Condition.not(ANY_MALIGNANT)))
            .build();

    private VertebralFracture() {}

    private static ChoiceInput sign(String name, String english, String french) {
        return ChoiceInput.yesNo(name, Text.of(english, french));
    }

    private static Condition anyOf(List<ChoiceInput> signs) {
        return Condition.any(signs.stream().map(ChoiceInput::yes).toArray(Condition[]::new));
    }
}
