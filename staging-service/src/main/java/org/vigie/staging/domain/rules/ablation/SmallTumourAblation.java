package org.vigie.staging.domain.rules.ablation;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code ABL}: ablation of small tumours (clinical rules 7.3). */
final class SmallTumourAblation {
    private static final ChoiceInput ORGAN =
            ChoiceInput.of("organ", Text.of("organ", "organe"), "liver", "kidney", "lung", "muscle", "bone", "other");
    private static final ChoiceInput TECHNIQUE = ChoiceInput.of(
                    "technique", Text.of("technique"), "cryotherapy", "microwave", "radiofrequency", "other")
            .asOptional();
    private static final ChoiceInput SURGERY_POSSIBLE = ChoiceInput.yesNo(
                    "surgeryPossible", Text.of("surgery possible", "chirurgie possible"))
            .asOptional();
    private static final NumberInput DIAMETER =
            NumberInput.of("diameter", Text.of("largest diameter", "plus grand diamètre"), "mm", 0, 500);

    private static final Condition OTHER_TECHNIQUE = Condition.all(Condition.given(TECHNIQUE), TECHNIQUE.is("other"));

    static final Rule RULE = Rule.of(
                    "ABL",
                    "1.0",
                    "7.3",
                    "ablation",
                    Text.of("Ablation of small tumours", "Ablation de petites tumeurs"))
            .inputs(ORGAN, DIAMETER, TECHNIQUE, SURGERY_POSSIBLE)
            .part(Part.table("criterion")
                    .when(Condition.any(ORGAN.is("other"), OTHER_TECHNIQUE), "outside-seed-scope")
                    .when(DIAMETER.below("abl-diameter"), "within-seed-criterion")
                    .otherwise("outside-seed-criterion"))
            .flag(
                    "surgery-possible",
                    Condition.all(ORGAN.is("liver"), Condition.given(SURGERY_POSSIBLE), SURGERY_POSSIBLE.yes()))
            .value(DIAMETER)
            .note(
                    Text.of(
                            "Liver: a candidate if surgery is impossible; a multidisciplinary meeting is mandatory.",
                            "Foie : candidat si la chirurgie est impossible ; réunion de concertation pluridisciplinaire obligatoire."),
                    ORGAN.is("liver"))
            .build();

    private SmallTumourAblation() {}
}
