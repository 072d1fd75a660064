package org.vigie.staging.domain.rules.ablation;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code CRYO-FU}: MRI after cryoablation of a breast cancer (clinical rules 7.2). */
final class CryoablationFollowUp {
    private static final NumberInput DAY =
            NumberInput.whole("day", Text.of("days after the procedure", "jours après la procédure"), "d", 0, 36_500);
    private static final ChoiceInput MARGIN =
            ChoiceInput.yesNo("marginEnhancement", Text.of("enhancement at the margin", "rehaussement en bordure"));

    private static final Condition EARLY = DAY.below("cryo-fu-from");
    private static final Condition LATE = DAY.above("cryo-fu-to");
    private static final Condition ON_SCHEDULE = Condition.all(Condition.not(EARLY), Condition.not(LATE));

    static final Rule RULE = Rule.of(
                    "CRYO-FU", "1.0", "7.2", "ablation", Text.of("MRI after cryoablation", "IRM après cryoablation"))
            .inputs(DAY, MARGIN)
            .part(Part.table("schedule")
                    .when(EARLY, "too-early")
                    .when(LATE, "late")
                    .otherwise("on-schedule"))
            .part(Part.table("residual")
                    .when(Condition.not(ON_SCHEDULE), "no-call")
                    .when(MARGIN.yes(), "suspected-residual")
                    .otherwise("no-residual-seen"))
            .value(DAY)
            .note(
                    Text.of(
                            "Before day 21 enhancement may be reactive: no call of residual disease.",
                            "Avant J21 un rehaussement peut être réactionnel : pas de conclusion sur un résidu."),
                    EARLY)
            .note(
                    Text.of(
                            "After day 35: the radiologist decides; no call is made here.",
                            "Après J35 : le radiologue conclut ; aucune conclusion n'est faite ici."),
                    LATE)
            .note(
                    Text.of("Biopsy is advised.", "Une biopsie est conseillée."),
                    Condition.all(ON_SCHEDULE, MARGIN.yes()))
            .note(
                    Text.of(
                            "Negative predictive value of MRI: 86 % for invasive residue in the seed text; 81.2 % (90 % CI "
                                    + "71.4 to 88.8) for invasive or in situ residue in ACOSOG Z1072.",
                            "Valeur prédictive négative de l'IRM : 86 % pour un résidu invasif dans le texte source ; "
                                    + "81,2 % (IC à 90 % : 71,4 à 88,8) pour un résidu invasif ou in situ dans ACOSOG Z1072."),
                    Condition.all(ON_SCHEDULE, Condition.not(MARGIN.yes())))
            .build();

    private CryoablationFollowUp() {}
}
