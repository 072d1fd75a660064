package org.vigie.staging.domain.logic;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/**
 * A number computed from inputs, rounded half-even to 6 decimals before any comparison (clinical rules 0.4).
 *
 * @param formula of the operands in their order
 * @param monotone in each operand over its domain, so that crossing points of missing operands are found by bisection;
 *     of another formula nothing is known as long as an operand is missing
 */
public record Derived(
        String name, Text label, String unit, List<NumberInput> operands, Formula formula, boolean monotone)
        implements Quantity {
    /** Values of the operands, and constants of the threshold set, to the number. */
    @FunctionalInterface
    public interface Formula {
        double of(double[] operands, ThresholdSet constants);
    }

    public Derived {
        operands = List.copyOf(operands);
    }

    public Derived(String name, Text label, String unit, List<NumberInput> operands, Formula formula) {
        this(name, label, unit, operands, formula, true);
    }

    public Derived(
            String name, Text label, String unit, List<NumberInput> operands, ToDoubleFunction<double[]> formula) {
        this(name, label, unit, operands, (v, constants) -> formula.applyAsDouble(v), true);
    }

    /** {@code 100 (later - earlier) / earlier}, in percent. */
    public static Derived percentChange(String name, Text label, NumberInput earlier, NumberInput later) {
        return new Derived(name, label, "%", List.of(earlier, later), v -> 100 * (v[1] - v[0]) / v[0]);
    }

    public static Derived difference(String name, Text label, NumberInput from, NumberInput subtract) {
        return new Derived(name, label, from.unit(), List.of(from, subtract), v -> v[0] - v[1]);
    }

    public static Derived ratio(String name, Text label, NumberInput numerator, NumberInput denominator) {
        return new Derived(name, label, "", List.of(numerator, denominator), v -> v[0] / v[1]);
    }

    /** The formula has a pole or a turning point inside the domain of its operands. */
    public Derived notMonotone() {
        return new Derived(name, label, unit, operands, formula, false);
    }

    double value(double[] values, ThresholdSet constants) {
        return Decimals.six(formula.of(values, constants));
    }
}
