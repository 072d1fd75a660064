package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Decision;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code DSPLUS}: Durie, Eur J Cancer 2006 (clinical rules 8.7). Without a class only the burden stage is given. */
final class DurieSalmonPlus {
    private static final ChoiceInput CLASS = ChoiceInput.of(
                    "imwgClass", Text.of("IMWG class", "classe IMWG"), "MGUS", "SMM", "MM")
            .asOptional();
    private static final NumberInput LESIONS = NumberInput.count(
            "focalLesionCount",
            Text.of("focal lesions of 5 mm or more (MRI, PET)", "lésions focales d'au moins 5 mm (IRM, TEP)"),
            1000);
    private static final ChoiceInput DIFFUSE = ChoiceInput.of(
            "diffuseGrade", Text.of("diffuse grade on T1", "grade diffus en T1"), "none", "mild", "moderate", "severe");
    private static final ChoiceInput EXTRAMEDULLARY =
            ChoiceInput.yesNo("extramedullary", Text.of("extramedullary disease", "maladie extramédullaire"));
    private static final NumberInput CREATININE = Myeloma.CREATININE_MG_PER_DL;

    private static final Condition BURDEN_III = named(
            "burden-iii",
            Text.of("burden stage III", "masse de stade III"),
            any(LESIONS.above("dsplus-lesions-iii"), DIFFUSE.is("severe")));
    private static final Condition BURDEN_II = named(
            "burden-ii",
            Text.of("burden stage II or more", "masse de stade II ou plus"),
            any(LESIONS.atLeast("dsplus-lesions-ii"), DIFFUSE.is("moderate", "severe")));
    private static final Condition SUFFIX_B = named(
            "suffix-b",
            Text.of("creatinine raised, or extramedullary disease", "créatinine élevée ou maladie extramédullaire"),
            any(EXTRAMEDULLARY.yes(), CREATININE.atLeast("dsplus-creatinine")));

    static final Rule RULE = Rule.of(
                    "DSPLUS", "1.0", "8.7", "myeloma", Text.of("Durie-Salmon PLUS", "Durie-Salmon PLUS"))
            .inputs(CLASS, LESIONS, DIFFUSE, CREATININE, EXTRAMEDULLARY)
            .part(Part.table("stage")
                    .when(all(absent(CLASS), BURDEN_III), burdenOnly("III"))
                    .when(all(absent(CLASS), BURDEN_II), burdenOnly("II"))
                    .when(absent(CLASS), burdenOnly("I"))
                    .when(CLASS.is("MGUS"), "not-staged")
                    .when(CLASS.is("SMM"), "IA")
                    .when(all(BURDEN_III, SUFFIX_B), "IIIB")
                    .when(BURDEN_III, "IIIA")
                    .when(all(BURDEN_II, SUFFIX_B), "IIB")
                    .when(BURDEN_II, "IIA")
                    .otherwise("IB"))
            .flag(
                    "RULE_GAP",
                    all(
                            Condition.given(CLASS),
                            CLASS.is("MM"),
                            BURDEN_II,
                            not(EXTRAMEDULLARY.yes()),
                            CREATININE.atLeast("dsplus-creatinine"),
                            CREATININE.atMost("dsplus-creatinine")))
            .note(Text.of(
                    "Staging systems may disagree; each is reported and none is merged.",
                    "Les classifications peuvent diverger ; chacune est rendue, aucune n'est fusionnée."))
            .build();

    private DurieSalmonPlus() {}

    private static Decision burdenOnly(String stage) {
        return new Decision("burden-" + stage, Reason.of(ReasonCode.MISSING_INPUT, "imwgClass"));
    }
}
