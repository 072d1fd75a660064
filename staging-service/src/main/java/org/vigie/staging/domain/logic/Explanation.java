package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.logic.Assessment.Clause;
import org.vigie.staging.domain.logic.Assessment.NamedValue;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/** The clauses of a rule over given inputs: each true, false or unknown on its own. */
final class Explanation {
    private final Rule rule;
    private final Inputs inputs;
    private final ThresholdSet thresholds;
    private final Settled settled;
    private final Map<String, Clause> clauses = new LinkedHashMap<>();

    Explanation(Rule rule, Inputs inputs, ThresholdSet thresholds, Settled settled) {
        this.rule = rule;
        this.inputs = inputs;
        this.thresholds = thresholds;
        this.settled = settled;
    }

    List<Clause> clauses() {
        rule.parts().forEach(part -> part.clauses().forEach(this::add));
        rule.flags().forEach(flag -> add(flag.condition()));
        return List.copyOf(clauses.values());
    }

    private void add(Condition condition) {
        switch (condition) {
            case Condition.All all -> all.of().forEach(this::add);
            case Condition.Any any -> any.of().forEach(this::add);
            case Condition.Not not -> add(not.of());
            case Condition.Named named -> {
                put(named.id(), named.text(), named, null);
                add(named.of());
            }
            case Condition.Computed computed -> put(computed.id(), computed.text(), computed, null);
            case Condition.Given given ->
                put(
                        given.input().name() + "?",
                        given.input().label().plus(Text.of(" recorded", " renseigné")),
                        given,
                        null);
            case Condition.Chosen chosen -> chosen(chosen);
            case Condition.Comparison comparison -> comparison(comparison);
            case Condition.Counted counted -> {
                Condition.Counting counting = counted.counting();
                Threshold threshold = thresholds.get(counting.thresholdId());
                put(
                        counting.list().name() + counting.relation().sign() + counting.thresholdId() + "#"
                                + counted.count(),
                        Text.of("≥ " + counted.count() + " × ")
                                .plus(counting.list().label())
                                .plus(" " + counting.relation().sign() + " "
                                        + withUnit(threshold.value(), threshold.unit())),
                        counted,
                        threshold);
            }
            case Condition.Lengthy lengthy ->
                put(
                        lengthy.list().name() + "#" + lengthy.count(),
                        Text.of("≥ " + lengthy.count() + " × ")
                                .plus(lengthy.list().label()),
                        lengthy,
                        null);
        }
    }

    private void chosen(Condition.Chosen chosen) {
        String values = String.join("|", new TreeSet<>(chosen.values()));
        boolean plainYes = values.equals(ChoiceInput.YES);
        put(
                chosen.input().name() + "=" + values,
                plainYes ? chosen.input().label() : chosen.input().label().plus(": " + values.replace("|", ", ")),
                chosen,
                null);
    }

    private void comparison(Condition.Comparison comparison) {
        Threshold threshold = thresholds.get(comparison.thresholdId());
        double bound = comparison.sign() * threshold.value() + 0.0;
        put(
                comparison.quantity().name()
                        + comparison.relation().sign()
                        + (comparison.sign() < 0 ? "-" : "")
                        + comparison.thresholdId(),
                comparison
                        .quantity()
                        .label()
                        .plus(" " + comparison.relation().sign() + " "
                                + withUnit(bound, comparison.quantity().unit())),
                comparison,
                threshold);
    }

    private static String withUnit(double value, String unit) {
        return unit.isEmpty() || unit.equals("1") ? Decimals.text(value) : Decimals.text(value) + " " + unit;
    }

    private void put(String id, Text text, Condition condition, @Nullable Threshold threshold) {
        clauses.computeIfAbsent(
                id,
                key -> new Clause(
                        key,
                        text,
                        Completions.truth(rule, inputs, thresholds, settled, condition),
                        values(condition),
                        threshold));
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
            NamedInput shown = Engine.shown(spec, inputs);
            if (shown != null) {
                values.add(shown);
            }
        }
        return List.copyOf(values);
    }
}
