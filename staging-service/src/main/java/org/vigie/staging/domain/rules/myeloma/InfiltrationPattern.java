package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.given;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code PATTERN}: how MRI shows the marrow infiltrated (clinical rules 8.8). */
final class InfiltrationPattern {
    private static final NumberInput FOCAL = NumberInput.count(
            "focalLesionCount",
            Text.of("focal lesions of 5 mm or more on MRI", "lésions focales d'au moins 5 mm en IRM"),
            1000);
    private static final ChoiceInput DIFFUSE =
            ChoiceInput.yesNo("diffuse", Text.of("diffuse infiltration", "infiltration diffuse"));
    private static final ChoiceInput MICRONODULAR =
            ChoiceInput.yesNo("micronodular", Text.of("micronodular marrow", "moelle micronodulaire"));
    private static final NumberInput ADC = NumberInput.of(
                    "marrowAdc", Text.of("ADC of the marrow", "ADC de la moelle"), "mm2/s", 0.000001, 0.0035)
            .asOptional();
    private static final Condition FOCAL_LESIONS = FOCAL.atLeast("pattern-focal");

    static final Rule RULE = Rule.of(
                    "PATTERN",
                    "1.0",
                    "8.8",
                    "myeloma",
                    Text.of("MRI infiltration pattern", "Type d'infiltration en IRM"))
            .inputs(FOCAL, DIFFUSE, MICRONODULAR, ADC)
            .part(Part.table("pattern")
                    .when(all(DIFFUSE.yes(), FOCAL_LESIONS), "mixed")
                    .when(DIFFUSE.yes(), "diffuse")
                    .when(FOCAL_LESIONS, "focal")
                    .when(MICRONODULAR.yes(), "salt-and-pepper")
                    .otherwise("normal"))
            .flag("marrow-adc-above-0.548", all(given(ADC), ADC.above("pattern-adc-sensitive")))
            .flag("marrow-adc-above-0.597", all(given(ADC), ADC.above("pattern-adc-specific")))
            .flag("marrow-adc-above-0.655", all(given(ADC), ADC.above("pattern-adc-abnormal")))
            .note(
                    Text.of(
                            "A normal MRI occurs in 50 to 75 % of early and 20 % of stage III disease: it does not exclude myeloma.",
                            "Une IRM normale se voit dans 50 à 75 % des formes précoces et 20 % des stades III : elle n'exclut pas un myélome."))
            .build();

    private InfiltrationPattern() {}
}
