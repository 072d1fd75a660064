package org.vigie.staging.domain.logic;

import java.util.Arrays;
import java.util.Set;
import java.util.function.DoublePredicate;
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
    private final Variables variables;
    private final Settled settled;
    /** How often something missing was asked for. */
    private int gaps;
    /** By number of the variable; null where nothing was excluded yet. */
    private @Nullable Range[] ranges;
    /** By number of the variable: one bit a value that is still possible, 0 where nothing was excluded yet. */
    private long[] choices;

    Case(Inputs inputs, ThresholdSet thresholds, Settled settled, Path path, Variables variables) {
        this.inputs = inputs;
        this.thresholds = thresholds;
        this.settled = settled;
        this.path = path;
        this.variables = variables;
        this.ranges = new @Nullable Range[variables.size()];
        this.choices = new long[variables.size()];
    }

    /** What asks for nothing missing has the same answer in every other case of the same inputs. */
    public boolean holds(Condition condition) {
        Boolean known = settled.answer(condition);
        if (known != null) {
            return known;
        }
        int before = gaps;
        boolean holds = condition.test(this);
        if (gaps == before) {
            settled.answer(condition, holds);
        }
        return holds;
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
        if (known != null) {
            return relation.holds(known, threshold);
        }
        gaps++;
        int number = variables.number(variable);
        Range range = range(number, variable, spec);
        boolean atLow = relation.holds(range.low(), threshold);
        if (atLow == relation.holds(range.high(), threshold)) {
            return atLow;
        }
        return split(number, range, range.edge(relation, threshold), atLow);
    }

    private boolean compare(Derived derived, Relation relation, double threshold) {
        double[] values = new double[derived.operands().size()];
        int missing = 0;
        int at = -1;
        int before = gaps;
        for (int i = 0; i < values.length; i++) {
            Double known = known(derived.operands().get(i));
            if (known == null) {
                values[i] = Double.NaN;
                missing++;
                at = i;
            } else {
                values[i] = known;
            }
        }
        if (missing == 0) {
            return relation.holds(derived.value(values, thresholds), threshold);
        }
        if (missing == 1 && derived.monotone()) {
            int only = at;
            NumberInput operand = derived.operands().get(only);
            int number = variables.number(operand.name());
            Range range = range(number, operand.name(), operand);
            DoublePredicate holds = v -> {
                values[only] = v;
                return relation.holds(derived.value(values, thresholds), threshold);
            };
            boolean atLow = holds.test(range.low());
            if (atLow == holds.test(range.high())) {
                return atLow;
            }
            boolean othersStated = gaps == before + 1;
            return split(
                    number,
                    range,
                    othersStated
                            ? edge(derived, new Settled.Crossing(only, relation, threshold, range), holds)
                            : range.edge(holds),
                    atLow);
        }
        int number = variables.number(derived);
        Range known = excluded(number);
        Range range = known == null ? corners(derived, values) : known;
        boolean atLow = relation.holds(range.low(), threshold);
        return atLow == relation.holds(range.high(), threshold)
                ? atLow
                : split(number, range, range.edge(relation, threshold), atLow);
    }

    private double edge(Derived derived, Settled.Crossing crossing, DoublePredicate holds) {
        Double known = settled.edge(derived, crossing);
        if (known != null) {
            return known;
        }
        double edge = crossing.range().edge(holds);
        settled.edge(derived, crossing, edge);
        return edge;
    }

    /** As stated, or as the answers so far leave no other value. */
    private @Nullable Double known(NumberInput input) {
        Double stated = inputs.number(input.name());
        if (stated != null) {
            return stated;
        }
        gaps++;
        Range range = range(variables.number(input.name()), input.name(), input);
        return range.low() == range.high() ? Double.valueOf(range.low()) : null;
    }

    /** Smallest and largest value over the ranges of several missing operands; exact as the formula is monotone. */
    private Range corners(Derived derived, double[] values) {
        Range anything = new Range(-Double.MAX_VALUE, Double.MAX_VALUE, false);
        if (!derived.monotone()) {
            return anything;
        }
        int[] missing = new int[values.length];
        Range[] possible = new Range[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            NumberInput operand = derived.operands().get(i);
            if (known(operand) == null) {
                missing[count] = i;
                possible[count++] = range(variables.number(operand.name()), operand.name(), operand);
            }
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 1 << count; corner++) {
            for (int k = 0; k < count; k++) {
                values[missing[k]] = ((corner >> k) & 1) == 0 ? possible[k].low() : possible[k].high();
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

    /** @param edge the greatest value that answers like the lowest */
    private boolean split(int variable, Range range, double edge, boolean atLow) {
        boolean lower = path.choose(2, variable) == 0;
        exclude(
                variable,
                lower
                        ? new Range(range.low(), edge, range.whole())
                        : new Range(range.next(edge), range.high(), range.whole()));
        return lower == atLow;
    }

    private Range range(int variable, String name, NumberInput spec) {
        Range range = excluded(variable);
        return range == null ? inputs.range(name, spec) : range;
    }

    private @Nullable Range excluded(int variable) {
        return variable < ranges.length ? ranges[variable] : null;
    }

    private void exclude(int variable, Range left) {
        if (variable >= ranges.length) {
            ranges = Arrays.copyOf(ranges, variables.size());
        }
        ranges[variable] = left;
    }

    boolean isOneOf(ChoiceInput input, Set<String> values) {
        String known = inputs.choice(input.name());
        if (known != null) {
            return values.contains(known);
        }
        gaps++;
        int variable = variables.number(input.name());
        long excluded = variable < choices.length ? choices[variable] : 0;
        long left = excluded == 0 ? input.all() : excluded;
        long inside = left & input.bits(values);
        long outside = left & ~inside;
        if (inside == 0 || outside == 0) {
            return outside == 0;
        }
        boolean in = path.choose(2, variable) == 0;
        if (variable >= choices.length) {
            choices = Arrays.copyOf(choices, variables.size());
        }
        choices[variable] = in ? inside : outside;
        return in;
    }

    /** Length of a list; of a missing one every length up to the longest is tried. */
    int length(ListInput list) {
        Integer known = inputs.length(list.name());
        if (known != null) {
            return known;
        }
        gaps++;
        int variable = variables.number(list.name() + "#");
        Range range = excluded(variable);
        if (range == null) {
            int chosen = path.choose(list.longest() + 1, variable);
            range = new Range(chosen, chosen, true);
            exclude(variable, range);
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

    Leaf leaf(Decision decision, int forkDepth, int forkVariable) {
        return new Leaf(decision, ranges, choices, forkDepth, forkVariable);
    }

    /**
     * A decision with the completions that lead to it.
     *
     * @param ranges by number of the variable, as far as something was excluded
     * @param choices the same way, 0 where nothing was excluded
     * @param forkDepth after how many common answers it left the leaf before it
     * @param forkVariable what was answered otherwise there
     */
    @SuppressWarnings("ArrayRecordComponent") // one of thousands, read once and compared by nobody
    record Leaf(Decision decision, @Nullable Range[] ranges, long[] choices, int forkDepth, int forkVariable) {
        /** Nothing of it was excluded. */
        boolean isFree(int variable) {
            return variable >= ranges.length || ranges[variable] == null;
        }

        double low(int variable) {
            Range range = variable < ranges.length ? ranges[variable] : null;
            return range == null ? Double.NEGATIVE_INFINITY : range.low();
        }

        double high(int variable) {
            Range range = variable < ranges.length ? ranges[variable] : null;
            return range == null ? Double.POSITIVE_INFINITY : range.high();
        }

        /** All of them where nothing is excluded. */
        long choices(int variable) {
            long left = variable < choices.length ? choices[variable] : 0;
            return left == 0 ? -1 : left;
        }
    }
}
