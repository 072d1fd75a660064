package org.vigie.staging.domain.logic;

import java.util.List;

/**
 * A number computed from inputs, rounded half-even to 6 decimals before any comparison (clinical rules 0.4).
 *
 * @param formula of the operands in their order; must be monotone in each operand over its domain, because crossing
 *     points of missing operands are found by bisection
 */
public record Derived(String name, Text label, String unit, List<NumberInput> operands, Formula formula)
        implements Quantity {
    /** Values of the operands to the number. */
    @FunctionalInterface
    public interface Formula {
        double of(double[] operands);
    }

    public Derived {
        operands = List.copyOf(operands);
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

    double value(double[] values) {
        return Decimals.six(formula.of(values));
    }
}
