package org.vigie.staging.domain.logic;

import java.util.List;
import java.util.Set;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** One of a few named values. */
public record ChoiceInput(String name, Text label, List<String> values, boolean optional) implements InputSpec {
    public static final String YES = "yes";
    public static final String NO = "no";

    /** A set of values is one {@code long}. */
    private static final int MOST_VALUES = Long.SIZE - 1;

    /** @throws IllegalArgumentException if there are more than 63 values */
    public ChoiceInput {
        values = List.copyOf(values);
        if (values.size() > MOST_VALUES) {
            throw new IllegalArgumentException("input " + name + ": more than " + MOST_VALUES + " values");
        }
    }

    /** One bit a value. */
    long all() {
        return (1L << values.size()) - 1;
    }

    /** The bits of some values. */
    long bits(Set<String> some) {
        long bits = 0;
        for (int i = 0; i < values.size(); i++) {
            bits |= some.contains(values.get(i)) ? 1L << i : 0;
        }
        return bits;
    }

    public static ChoiceInput of(String name, Text label, String... values) {
        return new ChoiceInput(name, label, List.of(values), false);
    }

    public static ChoiceInput yesNo(String name, Text label) {
        return of(name, label, YES, NO);
    }

    public ChoiceInput asOptional() {
        return new ChoiceInput(name, label, values, true);
    }

    /** @throws IllegalArgumentException if one of them is not a value of this input */
    public Condition is(String... any) {
        if (!values.containsAll(List.of(any))) {
            throw new IllegalArgumentException("input " + name + ": " + List.of(any) + " not among " + values);
        }
        return new Condition.Chosen(this, Set.of(any));
    }

    public Condition yes() {
        return is(YES);
    }

    @Override
    public Reason lack() {
        return Reason.of(ReasonCode.MISSING_INPUT, name);
    }
}
