package org.vigie.staging.forms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.ListInput;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** What a rule is and reads, for pages and people. */
public record RuleForm(String id, String version, String section, Text title, String thresholdSet, List<Input> inputs) {
    /**
     * @param kind {@code number}, {@code whole-number}, {@code choice} or {@code list}
     * @param unit the rule computes in it, others of its kind are converted; absent for choices
     * @param min smallest plausible value, absent for choices
     * @param values of a choice, absent for numbers
     * @param optional its absence is a state the rule handles
     */
    public record Input(
            String name,
            Text label,
            String kind,
            @Nullable String unit,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable List<String> values,
            boolean optional) {}

    public static RuleForm of(Rule rule) {
        return new RuleForm(
                rule.id(),
                rule.version(),
                rule.section(),
                rule.title(),
                rule.thresholds(),
                rule.inputs().stream().map(RuleForm::input).toList());
    }

    private static Input input(InputSpec spec) {
        return switch (spec) {
            case NumberInput number ->
                number(number, number.name(), number.whole() ? "whole-number" : "number", number.optional());
            case ListInput list -> number(list.element(), list.name(), "list", list.optional());
            case ChoiceInput choice ->
                new Input(
                        choice.name(), choice.label(), "choice", null, null, null, choice.values(), choice.optional());
        };
    }

    private static Input number(NumberInput number, String name, String kind, boolean optional) {
        return new Input(name, number.label(), kind, number.unit(), number.min(), number.max(), null, optional);
    }
}
