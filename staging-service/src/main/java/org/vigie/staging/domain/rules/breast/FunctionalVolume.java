package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.given;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code FTV}: change of the functional tumour volume (clinical rules 3.3). */
final class FunctionalVolume {
    private static final NumberInput FTV0 = NumberInput.of(
                    "ftv0", Text.of("FTV at baseline", "FTV initial"), "cm3", 0, 10_000)
            .asBaseline();
    private static final NumberInput FTV1 = NumberInput.of("ftv1", Text.of("FTV now", "FTV actuel"), "cm3", 0, 10_000);
    private static final ChoiceInput SETTINGS = ChoiceInput.of(
                    "settings", Text.of("thresholds of both volumes", "seuils des deux volumes"), "same", "different")
            .asOptional();
    private static final Derived CHANGE = new Derived(
            "deltaFTV",
            Text.of("change of FTV", "variation du FTV"),
            "%",
            List.of(FTV0, FTV1),
            v -> 100 * (v[1] - v[0]) / v[0]);

    static final Rule RULE = Rule.of(
                    "FTV",
                    "1.0",
                    "3.3",
                    "breast",
                    Text.of("Change of functional tumour volume", "Variation du volume tumoral fonctionnel"))
            .inputs(FTV0, FTV1, SETTINGS)
            .part(Part.table("change")
                    .when(all(given(SETTINGS), SETTINGS.is("different")), "not-comparable")
                    .indeterminateWhen(FTV0.atMost("zero"), Reason.of(ReasonCode.DENOMINATOR_ZERO))
                    .when(CHANGE.below("zero"), "ftv-decrease")
                    .otherwise("ftv-no-decrease"))
            .flag("ftv-concordance", CHANGE.atLeast("ftv-concordance"))
            .flag("ftv-settings-unrecorded", absent(SETTINGS))
            .value(CHANGE)
            .hiddenWhen(all(given(SETTINGS), SETTINGS.is("different")))
            .note(Text.of(
                    "No universal cut-off; not an alert on its own.",
                    "Pas de seuil universel ; ne déclenche pas d'alerte à lui seul."))
            .build();

    private FunctionalVolume() {}
}
