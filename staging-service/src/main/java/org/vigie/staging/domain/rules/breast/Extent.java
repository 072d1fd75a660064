package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code EXTENT} and {@code CONS-SURG}: what is in one breast at staging (clinical rules 6.2, 6.3). */
final class Extent {
    private static final NumberInput LESIONS =
            NumberInput.whole("lesions", Text.of("lesions in this breast", "lésions de ce sein"), "", 1, 99);
    private static final NumberInput QUADRANTS = NumberInput.whole(
            "quadrants", Text.of("different quadrants they are in", "quadrants différents atteints"), "", 1, 5);
    private static final ChoiceInput OTHER_BREAST = ChoiceInput.yesNo(
                    "otherBreast", Text.of("lesion in the other breast too", "lésion aussi dans l'autre sein"))
            .asOptional();
    private static final NumberInput DIAMETER =
            NumberInput.of("diameter", Text.of("largest diameter on MRI", "plus grand diamètre en IRM"), "mm", 0, 300);
    private static final NumberInput MRI = DIAMETER.asOptional();
    private static final NumberInput ULTRASOUND = NumberInput.of(
                    "usDiameter",
                    Text.of("largest diameter on ultrasound", "plus grand diamètre en échographie"),
                    "mm",
                    0,
                    300)
            .asOptional();
    private static final Derived UNFOUNDED = Derived.difference(
            "lesions-quadrants", Text.of("lesions − quadrants", "lésions − quadrants"), LESIONS, QUADRANTS);
    private static final Condition SEVERAL = LESIONS.atLeast("extent-several");
    private static final Condition MULTICENTRIC = named(
            "multicentric",
            Text.of(
                    "multicentric: lesions in different quadrants",
                    "multicentrique : lésions dans des quadrants différents"),
            all(SEVERAL, QUADRANTS.atLeast("extent-several")));
    private static final Condition LARGE = DIAMETER.above("cons-surg-diameter");
    private static final Condition ONE_IS_ENOUGH = new Condition.Computed(
            "mode-or",
            Text.of("one criterion is enough (site setting)", "un seul critère suffit (réglage du site)"),
            java.util.List.of(),
            c -> c.threshold("cons-surg-or").value() >= 1);

    static final Rule EXTENT = Rule.of("EXTENT", "1.0", "6.2", "breast", Text.of("Extent", "Extension"))
            .inputs(LESIONS, QUADRANTS, OTHER_BREAST, MRI, ULTRASOUND)
            .admissible(UNFOUNDED.atLeast("zero"), QUADRANTS)
            .part(Part.table("extent")
                    .when(not(SEVERAL), "unifocal")
                    .when(MULTICENTRIC, "multicentric")
                    .otherwise("multifocal"))
            .flag("bilateral", all(given(OTHER_BREAST), OTHER_BREAST.yes()))
            .flag("size-discordance", discordant(MRI, true))
            .value(MRI)
            .shows(ULTRASOUND, gap(MRI))
            .build();

    static final Rule CONSERVATIVE_SURGERY = Rule.of(
                    "CONS-SURG",
                    "1.0",
                    "6.3",
                    "breast",
                    Text.of(
                            "Selection for conservative surgery at staging",
                            "Sélection pour une chirurgie conservatrice au bilan initial"))
            .inputs(DIAMETER, LESIONS, QUADRANTS, ULTRASOUND)
            .admissible(UNFOUNDED.atLeast("zero"), QUADRANTS)
            .part(Part.table("selection")
                    .when(all(LARGE, MULTICENTRIC), "conservative-surgery-excluded")
                    .when(all(ONE_IS_ENOUGH, any(LARGE, MULTICENTRIC)), "conservative-surgery-excluded")
                    .when(any(LARGE, MULTICENTRIC), "mdt-review")
                    .otherwise("no-imaging-exclusion"))
            .flag("size-discordance", discordant(DIAMETER, false))
            .value(DIAMETER)
            .shows(ULTRASOUND, gap(DIAMETER))
            .note(Text.of(
                    "Criterion of the seed text; relative contraindication where only one part holds. The multidisciplinary "
                            + "team decides.",
                    "Critère du texte source ; contre-indication relative si une seule partie est vraie. La décision "
                            + "appartient à la réunion de concertation pluridisciplinaire."))
            .build();

    private Extent() {}

    private static Derived gap(NumberInput mri) {
        return Derived.difference("mri-us", Text.of("MRI − ultrasound", "IRM − échographie"), mri, ULTRASOUND);
    }

    private static Condition discordant(NumberInput mri, boolean optional) {
        Condition apart = any(gap(mri).above("size-discordance"), gap(mri).belowMinus("size-discordance"));
        return optional ? all(given(mri), given(ULTRASOUND), apart) : all(given(ULTRASOUND), apart);
    }
}
