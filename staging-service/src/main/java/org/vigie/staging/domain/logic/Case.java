package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/**
 * One way to complete what is missing, made as questions are asked: a question that the known inputs do not answer takes
 * one of its admissible answers and restricts what the missing inputs may be, so that later questions agree with it.
 */
public final class Case {
    private final Inputs inputs;
    private final ThresholdSet thresholds;
    private final Path path;
    private final Map<String, Range> ranges = new HashMap<>();
    private final Map<String, Set<String>> choices = new HashMap<>();
    private final Map<String, Derived> jointly = new HashMap<>();

    Case(Inputs inputs, ThresholdSet thresholds, Path path) {
        this.inputs = inputs;
        this.thresholds = thresholds;
        this.path = path;
    }

    public boolean holds(Condition condition) {
        return condition.test(this);
    }

    public Threshold threshold(String id) {
        return thresholds.get(id);
    }

    /** Whether an optional input has a usable value. */
    public boolean given(InputSpec input) {
        return inputs.knows(input);
    }

    boolean compare(Quantity quantity, Relation relation, double threshold) {
        return switch (quantity) {
            case NumberInput number -> compare(number.name(), number, relation, threshold);
            case Derived derived -> compare(derived, relation, threshold);
        };
    }

    private boolean compare(String variable, NumberInput spec, Relation relation, double threshold) {
        Double known = inputs.number(variable);
        return known != null
                ? relation.holds(known, threshold)
                : split(variable, range(variable, spec), v -> relation.holds(v, threshold));
    }

    private boolean compare(Derived derived, Relation relation, double threshold) {
        double[] values = new double[derived.operands().size()];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Double known = known(derived.operands().get(i));
            if (known == null) {
                missing.add(i);
            } else {
                values[i] = known;
            }
        }
        if (missing.isEmpty()) {
            return relation.holds(derived.value(values, thresholds), threshold);
        }
        if (missing.size() == 1 && derived.monotone()) {
            int at = missing.getFirst();
            NumberInput operand = derived.operands().get(at);
            return split(operand.name(), range(operand.name(), operand), v -> {
                values[at] = v;
                return relation.holds(derived.value(values, thresholds), threshold);
            });
        }
        Range range = ranges.get(derived.name());
        jointly.put(derived.name(), derived);
        return split(
                derived.name(),
                range == null ? corners(derived, values, missing) : range,
                v -> relation.holds(v, threshold));
    }

    /** As stated, or as the answers so far leave no other value. */
    private @Nullable Double known(NumberInput input) {
        Double stated = inputs.number(input.name());
        if (stated != null) {
            return stated;
        }
        Range range = range(input.name(), input);
        return range.low() == range.high() ? Double.valueOf(range.low()) : null;
    }

    /** Smallest and largest value over the ranges of several missing operands; exact as the formula is monotone. */
    private Range corners(Derived derived, double[] values, List<Integer> missing) {
        Range anything = new Range(-Double.MAX_VALUE, Double.MAX_VALUE, false);
        if (!derived.monotone()) {
            return anything;
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 1 << missing.size(); corner++) {
            for (int k = 0; k < missing.size(); k++) {
                NumberInput operand = derived.operands().get(missing.get(k));
                Range range = range(operand.name(), operand);
                values[missing.get(k)] = ((corner >> k) & 1) == 0 ? range.low() : range.high();
            }
            double value = derived.value(values, thresholds);
            if (Double.isNaN(value)) {
                return anything;
            }
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Range(Math.max(low, -Double.MAX_VALUE), Math.min(high, Double.MAX_VALUE), false);
    }

    private boolean split(String variable, Range range, java.util.function.DoublePredicate monotone) {
        boolean atLow = monotone.test(range.low());
        boolean atHigh = monotone.test(range.high());
        if (atLow == atHigh) {
            return atLow;
        }
        double edge = range.edge(monotone);
        boolean lower = path.choose(2) == 0;
        ranges.put(
                variable,
                lower
                        ? new Range(range.low(), edge, range.whole())
                        : new Range(range.next(edge), range.high(), range.whole()));
        return lower ? atLow : atHigh;
    }

    private Range range(String variable, NumberInput spec) {
        Range range = ranges.get(variable);
        return range == null ? inputs.range(variable, spec) : range;
    }

    boolean isOneOf(ChoiceInput input, Set<String> values) {
        String known = inputs.choice(input.name());
        if (known != null) {
            return values.contains(known);
        }
        Set<String> left = choices.getOrDefault(input.name(), Set.copyOf(input.values()));
        Set<String> inside = new TreeSet<>(left);
        inside.retainAll(values);
        Set<String> outside = new TreeSet<>(left);
        outside.removeAll(values);
        if (inside.isEmpty() || outside.isEmpty()) {
            return outside.isEmpty();
        }
        boolean in = path.choose(2) == 0;
        choices.put(input.name(), in ? inside : outside);
        return in;
    }

    /** Length of a list; of a missing one every length up to the longest is tried. */
    int length(ListInput list) {
        Integer known = inputs.length(list.name());
        if (known != null) {
            return known;
        }
        String variable = list.name() + "#";
        Range range = ranges.get(variable);
        if (range == null) {
            int chosen = path.choose(list.longest() + 1);
            range = new Range(chosen, chosen, true);
            ranges.put(variable, range);
        }
        return (int) range.low();
    }

    boolean counted(Condition.Counting counting, int atLeast) {
        ListInput list = counting.list();
        int length = length(list);
        int count = 0;
        for (int i = 0; i < length && count < atLeast; i++) {
            if (compare(
                    list.name() + "[" + i + "]",
                    list.element(),
                    counting.relation(),
                    thresholds.value(counting.thresholdId()))) {
                count++;
            }
        }
        return count >= atLeast;
    }

    Leaf leaf(Decision decision) {
        return new Leaf(decision, Map.copyOf(ranges), Map.copyOf(choices), Map.copyOf(jointly));
    }

    /** A decision with the completions that lead to it. */
    record Leaf(
            @Nullable Decision decision,
            Map<String, Range> ranges,
            Map<String, Set<String>> choices,
            Map<String, Derived> jointly) {}
}
