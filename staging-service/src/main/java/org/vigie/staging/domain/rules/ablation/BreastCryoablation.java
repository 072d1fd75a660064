package org.vigie.staging.domain.rules.ablation;

import java.util.List;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code CRYO}: eligibility for cryoablation of a breast cancer (clinical rules 7.1); the first matching row wins. */
final class BreastCryoablation {
    private static final ChoiceInput HISTOLOGY = ChoiceInput.of(
            "histology",
            Text.of("histology", "histologie"),
            "ductal",
            "lobular",
            "mixed-ductal-lobular",
            "mucinous",
            "in-situ",
            "other");
    private static final NumberInput CIS =
            NumberInput.of("cisPercent", Text.of("intraductal component", "composante intracanalaire"), "%", 0, 100);
    private static final ChoiceInput FOCALITY =
            ChoiceInput.of("focality", Text.of("extent", "extension"), "unifocal", "multifocal", "multicentric");
    private static final ChoiceInput VISIBLE =
            ChoiceInput.yesNo("usVisible", Text.of("visible on ultrasound", "visible en échographie"));
    private static final ChoiceInput OTHER_GUIDANCE = ChoiceInput.yesNo(
            "otherGuidance", Text.of("MRI or CT guidance available", "guidage par IRM ou scanner disponible"));
    private static final NumberInput DIAMETER =
            NumberInput.of("diameter", Text.of("largest diameter on MRI", "plus grand diamètre en IRM"), "mm", 0, 300);
    private static final NumberInput SKIN = NumberInput.of(
                    "skinDistance", Text.of("distance to the skin", "distance à la peau"), "mm", 0, 200)
            .asOptional();
    private static final ChoiceInput FRAIL = ChoiceInput.yesNo(
                    "fragility", Text.of("fragility factors", "facteurs de fragilité"))
            .asOptional();
    private static final ChoiceInput IMAGED = ChoiceInput.yesNo(
                    "imagingComplete",
                    Text.of("mammography, ultrasound and MRI done", "mammographie, échographie et IRM faites"))
            .asOptional();

    private static final Condition CONTRAINDICATED = Condition.any(HISTOLOGY.is("lobular"), CIS.above("cryo-cis"));
    private static final Condition SEVERAL = FOCALITY.is("multifocal", "multicentric");
    private static final Condition BORDERLINE = Condition.any(DIAMETER.atLeast("cryo-small"), CIS.atLeast("cryo-cis"));
    /** Rows 6 and 7. */
    private static final Condition CANDIDATE = Condition.all(
            Condition.not(CONTRAINDICATED),
            Condition.not(SEVERAL),
            VISIBLE.yes(),
            Condition.not(DIAMETER.above("cryo-large")));

    private static final Derived ICE_BALL = new Derived(
            "iceBallMin",
            Text.of("minimum diameter of the ice ball", "diamètre minimal de la boule de glace"),
            "mm",
            List.of(DIAMETER),
            (v, constants) -> v[0] + 2 * constants.value("cryo-margin"));

    static final Rule RULE = Rule.of(
                    "CRYO",
                    "1.0",
                    "7.1",
                    "ablation",
                    Text.of("Cryoablation of a breast cancer", "Cryoablation d'un cancer du sein"))
            .inputs(HISTOLOGY, CIS, FOCALITY, VISIBLE, OTHER_GUIDANCE, DIAMETER, SKIN, FRAIL, IMAGED)
            .part(Part.table("eligibility")
                    .when(HISTOLOGY.is("lobular"), "contraindicated")
                    .when(CIS.above("cryo-cis"), "contraindicated")
                    .when(SEVERAL, "not-eligible")
                    .when(Condition.all(Condition.not(VISIBLE.yes()), OTHER_GUIDANCE.yes()), "mdt-case-by-case")
                    .when(Condition.not(VISIBLE.yes()), "not-eligible")
                    .when(DIAMETER.above("cryo-large"), "not-recommended")
                    .when(BORDERLINE, "mdt-case-by-case")
                    .otherwise("eligible-for-mdt"))
            .value(DIAMETER)
            .shows(ICE_BALL, CANDIDATE)
            .flag("skin-protection", Condition.all(CANDIDATE, Condition.given(SKIN), SKIN.atMost("cryo-skin")))
            .flag("skin-distance-missing", Condition.all(CANDIDATE, Condition.absent(SKIN)))
            .flag("mixed-lobular-component", HISTOLOGY.is("mixed-ductal-lobular"))
            .flag("imaging-incomplete", Condition.all(Condition.given(IMAGED), IMAGED.is("no")))
            .flag(
                    "not-eligible-for-us-guidance",
                    Condition.all(Condition.not(CONTRAINDICATED), Condition.not(SEVERAL), Condition.not(VISIBLE.yes())))
            .note(
                    Text.of(
                            "Ice margin of 10 mm or more all round; at least 2 freeze-thaw cycles.",
                            "Marge de glace d'au moins 10 mm tout autour ; au moins 2 cycles de congélation et réchauffement."),
                    CANDIDATE)
            .note(
                    Text.of(
                            "Skin within 2 mm: protect it (saline injection, warm bags).",
                            "Peau à 2 mm ou moins : la protéger (injection de sérum, poches chaudes)."),
                    Condition.all(CANDIDATE, Condition.given(SKIN), SKIN.atMost("cryo-skin")))
            .note(
                    Text.of(
                            "Peripheral biopsies: 31 % of low-grade in situ lesions are invisible on MRI.",
                            "Biopsies périphériques : 31 % des lésions in situ de bas grade sont invisibles en IRM."),
                    CANDIDATE)
            .note(
                    Text.of(
                            "Decision of the multidisciplinary meeting. Typical candidates: small tumour, frail or elderly, "
                                    + "anaesthesia contraindicated, metastatic disease. ACOSOG Z1072: complete ablation in "
                                    + "75.9 % overall, 92 % excluding disease outside the zone.",
                            "Décision de la réunion de concertation pluridisciplinaire (RCP). Candidates typiques : petite "
                                    + "tumeur, patiente fragile ou âgée, anesthésie contre-indiquée, maladie métastatique. "
                                    + "ACOSOG Z1072 : ablation complète dans 75,9 % des cas, 92 % hors maladie en dehors de la zone."),
                    CANDIDATE)
            .build();

    private BreastCryoablation() {}
}
