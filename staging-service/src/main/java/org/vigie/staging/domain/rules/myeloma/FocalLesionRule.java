package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.ListInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Relation;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code FL}: focal lesions of 5 mm or more on MRI (clinical rules 8.6), against seed 003 (0.6). */
final class FocalLesionRule {
    /** Two decide; a third can change nothing. */
    private static final int LONGEST = 2;

    static final ListInput SIZES = ListInput.of(
            "mriFocalLesions",
            Text.of("sizes of focal lesions on MRI", "tailles des lésions focales en IRM"),
            "mm",
            0.1,
            500,
            LONGEST);
    private static final ChoiceInput EQUIVOCAL = ChoiceInput.yesNo(
                    "equivocalLesion", Text.of("equivocal lesion", "lésion équivoque"))
            .asOptional();

    static final Condition TWO = named(
            "two-focal-lesions",
            Text.of(
                    "at least 2 focal lesions of 5 mm or more on MRI",
                    "au moins 2 lésions focales d'au moins 5 mm en IRM"),
            SIZES.counting(Relation.AT_LEAST, "fl-size").atLeast(2));
    static final Condition ONE = SIZES.counting(Relation.AT_LEAST, "fl-size").atLeast(1);
    private static final Condition SEED =
            SIZES.counting(Relation.ABOVE, "fl-size").atLeast(1);

    /** Seed 003: a single lesion above 5 mm is symptomatic myeloma. */
    static final Condition SEED_DIFFERS = any(all(TWO, not(SEED)), all(not(TWO), SEED));

    private static final Condition DOUBT = named(
            "lesion-in-doubt",
            Text.of("one lesion, a smaller or an equivocal one", "une lésion, plus petite ou équivoque"),
            all(not(TWO), any(new Condition.Lengthy(SIZES, 1), all(Condition.given(EQUIVOCAL), EQUIVOCAL.yes()))));

    static final Rule RULE = Rule.of(
                    "FL", "1.0", "8.6", "myeloma", Text.of("Focal lesions on MRI", "Lésions focales en IRM"))
            .inputs(SIZES, EQUIVOCAL)
            .part(Part.table("lesions")
                    .when(TWO, "slim-m-met")
                    .when(DOUBT, "equivocal-follow-up-mri")
                    .otherwise("no-focal-lesion"))
            .flag("seed-conflict", any(SEED_DIFFERS, DOUBT))
            .note(
                    Text.of(
                            "Follow-up MRI in 3 to 6 months (interval not confirmed).",
                            "IRM de contrôle dans 3 à 6 mois (délai non confirmé)."),
                    DOUBT)
            .build();

    private FocalLesionRule() {}
}
