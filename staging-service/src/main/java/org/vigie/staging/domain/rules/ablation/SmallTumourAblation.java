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
    private static final NumberInput DIAMETER =
            NumberInput.of("diameter", Text.of("largest diameter", "plus grand diamètre"), "mm", 0, 500);

    static final Rule RULE = Rule.of(
                    "ABL",
                    "1.0",
                    "7.3",
                    "ablation",
                    Text.of("Ablation of small tumours", "Ablation de petites tumeurs"))
            .inputs(ORGAN, DIAMETER)
            .part(Part.table("criterion")
                    .when(ORGAN.is("other"), "outside-seed-scope")
                    .when(DIAMETER.below("abl-diameter"), "within-seed-criterion")
                    .otherwise("outside-seed-criterion"))
            .value(DIAMETER)
            .note(
                    Text.of(
                            "Candidate if surgery is impossible; multidisciplinary meeting mandatory.",
                            "Candidat si la chirurgie est impossible ; réunion de concertation pluridisciplinaire obligatoire."),
                    Condition.all(ORGAN.is("liver"), DIAMETER.below("abl-diameter")))
            .build();

    private SmallTumourAblation() {}
}
