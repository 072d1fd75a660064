package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.Assessment.NamedValue;
import org.vigie.staging.domain.logic.Assessment.PartOutcome;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/**
 * Applies a rule to readings. Completion invariance (clinical rules 0.3) is the work of this class and of {@link Case}:
 * a rule itself only ever sees complete inputs.
 */
public final class Engine {
    private final Rule rule;
    private final ThresholdSet thresholds;
    private final Inputs inputs;
    private final Settled settled = new Settled();

    private Engine(Rule rule, ThresholdSet thresholds, Inputs inputs) {
        this.rule = rule;
        this.thresholds = thresholds;
        this.inputs = inputs;
    }

    /** @param readings by input name; what is not in it is missing, what the rule does not read is ignored */
    public static Assessment assess(Rule rule, Map<String, Reading> readings, ThresholdSet thresholds) {
        return new Engine(rule, thresholds, Inputs.of(rule.inputs(), readings)).assess();
    }

    /** What the first question of a rule may yet be answered with: more than one where something missing decides. */
    public static Set<String> possible(Rule rule, Map<String, Reading> readings, ThresholdSet thresholds) {
        Inputs inputs = Inputs.of(rule.inputs(), readings);
        Set<String> outcomes = new LinkedHashSet<>();
        Completions.of(
                        rule,
                        inputs,
                        thresholds,
                        new Settled(),
                        rule.parts().getFirst().decide())
                .decisions()
                .forEach(decision -> outcomes.add(decision.outcome()));
        return outcomes;
    }

    private Assessment assess() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        List<PartOutcome> parts = new ArrayList<>();
        for (Part part : rule.parts()) {
            PartOutcome outcome = answer(part);
            parts.add(outcome);
            outcomes.put(part.id(), outcome.outcome());
        }
        boolean hidden = rule.hidden() != null && holds(rule.hidden());
        List<NamedValue> values = hidden ? List.of() : values();
        NamedValue main = hidden || rule.value() == null ? null : value(rule.value());
        Set<Reason> reasons = new LinkedHashSet<>();
        parts.forEach(part -> reasons.addAll(part.reasons()));
        return new Assessment(
                rule.id(),
                rule.version(),
                rule.section(),
                rule.title(),
                thresholds.id(),
                inputs.used(),
                rule.composed().apply(outcomes),
                main == null ? null : main.value(),
                main == null ? null : main.unit(),
                main == null || rule.interval() == null
                        ? null
                        : limit(rule.interval().low()),
                main == null || rule.interval() == null
                        ? null
                        : limit(rule.interval().high()),
                flags(reasons),
                List.copyOf(reasons),
                new Explanation(rule, inputs, thresholds, settled).clauses(),
                List.copyOf(parts),
                values,
                rule.inputs().stream()
                        .filter(spec -> !inputs.knows(spec))
                        .map(InputSpec::name)
                        .toList(),
                notes());
    }

    private PartOutcome answer(Part part) {
        Completions completions = Completions.of(rule, inputs, thresholds, settled, part.decide());
        Set<Decision> decisions = completions.decisions();
        if (decisions.isEmpty()) {
            return new PartOutcome(part.id(), Decision.INDETERMINATE, contradictions());
        }
        if (decisions.size() > 1) {
            List<Reason> lacks = new ArrayList<>();
            for (InputSpec spec : completions.deciding()) {
                Reason fault = inputs.fault(spec.name());
                Reason lack = fault == null ? spec.lack() : fault;
                if (!lacks.contains(lack)) {
                    lacks.add(lack);
                }
            }
            return new PartOutcome(part.id(), Decision.INDETERMINATE, List.copyOf(lacks));
        }
        Decision decision = decisions.iterator().next();
        return new PartOutcome(
                part.id(), decision.outcome(), decision.reason() == null ? List.of() : List.of(decision.reason()));
    }

    /** Inputs blamed by the constraints that no completion satisfies. */
    private List<Reason> contradictions() {
        List<Reason> reasons = new ArrayList<>();
        for (Rule.Constraint constraint : rule.constraints()) {
            if (Completions.truth(rule.unconstrained(), inputs, thresholds, settled, constraint.condition())
                    == Truth.FALSE) {
                reasons.add(Reason.of(ReasonCode.INVALID_VALUE, constraint.blamed()));
            }
        }
        return reasons;
    }

    private List<String> flags(Set<Reason> reasons) {
        List<String> raised = new ArrayList<>();
        for (Rule.Flag flag : rule.flags()) {
            if (holds(flag.condition())) {
                raised.add(flag.id());
            }
        }
        // A value that was stated and not used is told even where it did not decide.
        for (Map.Entry<String, Reason> fault : inputs.faults().entrySet()) {
            if (!reasons.contains(fault.getValue())) {
                String code =
                        fault.getValue().code().name().toLowerCase(Locale.ROOT).replace('_', '-');
                raised.add(code + "(" + fault.getKey() + ")");
            }
        }
        return List.copyOf(raised);
    }

    private List<Text> notes() {
        return rule.notes().stream()
                .filter(note -> holds(note.condition()))
                .map(Rule.Note::text)
                .toList();
    }

    private List<NamedValue> values() {
        List<NamedValue> values = new ArrayList<>();
        List<Rule.Shown> quantities = new ArrayList<>();
        if (rule.value() != null) {
            quantities.add(new Rule.Shown(rule.value(), null));
        }
        quantities.addAll(rule.shown());
        for (Rule.Shown shown : quantities) {
            NamedValue value = value(shown.quantity());
            if (value != null && holds(shown.condition())) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private @Nullable Double limit(Quantity quantity) {
        NamedValue value = value(quantity);
        return value == null ? null : value.value();
    }

    private boolean holds(@Nullable Condition condition) {
        return condition == null || Completions.truth(rule, inputs, thresholds, settled, condition) == Truth.TRUE;
    }

    private @Nullable NamedValue value(Quantity quantity) {
        return valueOf(quantity, inputs, thresholds);
    }

    /** Null if an operand is not known or the formula has no number for them. */
    static @Nullable NamedValue valueOf(Quantity quantity, Inputs inputs, ThresholdSet thresholds) {
        double[] operands = new double[quantity.operands().size()];
        for (int i = 0; i < operands.length; i++) {
            Double known = inputs.number(quantity.operands().get(i).name());
            if (known == null) {
                return null;
            }
            operands[i] = known;
        }
        double value = switch (quantity) {
            case NumberInput number -> operands[0];
            case Derived derived -> derived.value(operands, thresholds);
        };
        return Double.isFinite(value)
                ? new NamedValue(quantity.name(), quantity.label(), value, quantity.unit())
                : null;
    }
}
