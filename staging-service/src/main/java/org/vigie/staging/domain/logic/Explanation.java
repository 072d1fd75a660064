package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.List;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.logic.Assessment.Clause;
import org.vigie.staging.domain.logic.Assessment.NamedValue;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** The clauses of a rule over given inputs: each true, false or unknown on its own. */
final class Explanation {
    private final Rule rule;
    private final Inputs inputs;
    private final ThresholdSet thresholds;
    private final Settled settled;

    Explanation(Rule rule, Inputs inputs, ThresholdSet thresholds, Settled settled) {
        this.rule = rule;
        this.inputs = inputs;
        this.thresholds = thresholds;
        this.settled = settled;
    }

    List<Clause> clauses() {
        List<Clause> clauses = new ArrayList<>();
        for (Outline.Line line : Outline.of(rule, thresholds).lines()) {
            clauses.add(new Clause(
                    line.id(),
                    line.text(),
                    Completions.truth(rule, inputs, thresholds, settled, line.condition()),
                    values(line.condition()),
                    line.threshold()));
        }
        return List.copyOf(clauses);
    }

    private List<NamedInput> values(Condition condition) {
        List<NamedInput> values = new ArrayList<>();
        if (condition instanceof Condition.Comparison comparison && comparison.quantity() instanceof Derived derived) {
            NamedValue value = Engine.valueOf(derived, inputs, thresholds);
            if (value != null) {
                values.add(new NamedInput(
                        value.name(),
                        Decimals.text(value.value()),
                        value.unit().isEmpty() ? null : value.unit(),
                        null));
            }
        }
        for (InputSpec spec : condition.inputs()) {
            NamedInput shown = inputs.used(spec);
            if (shown != null) {
                values.add(shown);
            }
        }
        return List.copyOf(values);
    }
}
