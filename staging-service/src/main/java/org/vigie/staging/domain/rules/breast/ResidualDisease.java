package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code RESIDUAL}: residual disease after chemotherapy (clinical rules 6.5). */
final class ResidualDisease {
    private static final ChoiceInput ENHANCEMENT = ChoiceInput.yesNo(
            "enhancement",
            Text.of("enhancement above background in the tumour bed", "rehaussement du lit tumoral au-dessus du fond"));
    private static final NumberInput DIAMETER0 = NumberInput.of(
                    "diameter0",
                    Text.of("diameter before chemotherapy", "diamètre avant chimiothérapie"),
                    "mm",
                    0.1,
                    300)
            .asOptional();
    private static final NumberInput DIAMETER1 = NumberInput.of(
                    "diameter1", Text.of("diameter of the enhancement", "diamètre du rehaussement"), "mm", 0, 300)
            .asOptional();
    private static final Derived CHANGE = Derived.percentChange(
            "change", Text.of("change of diameter", "variation du diamètre"), DIAMETER0, DIAMETER1);

    static final Rule RULE = Rule.of(
                    "RESIDUAL",
                    "1.0",
                    "6.5",
                    "breast",
                    Text.of("Residual disease after chemotherapy", "Maladie résiduelle après chimiothérapie"))
            .inputs(ENHANCEMENT, DIAMETER0, DIAMETER1)
            .part(Part.table("residual").when(not(ENHANCEMENT.yes()), "rCR").otherwise("residual-enhancement"))
            .value(CHANGE)
            .shows(DIAMETER1, all(ENHANCEMENT.yes(), given(DIAMETER1)))
            .hiddenWhen(not(ENHANCEMENT.yes()))
            .note(Text.of(
                    "Surgery remains indicated even if response is judged complete.",
                    "La chirurgie reste indiquée même si la réponse est jugée complète."))
            .build();

    private ResidualDisease() {}
}
