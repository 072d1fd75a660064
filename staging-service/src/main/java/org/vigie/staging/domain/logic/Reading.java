package org.vigie.staging.domain.logic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;

/** What is known of one input. An input without a reading is missing. */
public sealed interface Reading {
    /**
     * As stated, in the unit it was stated in.
     *
     * @param unit UCUM; null if none was stated
     * @param source fact id, event id or object it comes from
     */
    record Measured(
            double value, @Nullable String unit, @Nullable String source) implements Reading {}

    /**
     * Known to lie in a closed interval only: a laboratory result stated as {@code > 5.5}, a count of at least 2.
     *
     * @param low null for the smallest admissible value
     * @param high null for the largest admissible value
     */
    record Within(
            @Nullable Double low,
            @Nullable Double high,
            @Nullable String unit,
            @Nullable String source) implements Reading {}

    record Choice(String value, @Nullable String source) implements Reading {}

    /** @param values null elements are known to exist, their value is missing */
    record Numbers(
            List<@Nullable Double> values,
            @Nullable String unit,
            @Nullable String source) implements Reading {}

    /**
     * Counted, not listed: that many numbers, each at least the limit they were counted from.
     *
     * @param atLeast what each of them reaches; more is not known of them
     */
    record Counted(
            int count,
            double atLeast,
            @Nullable String unit,
            @Nullable String source) implements Reading {}

    /** Asked for, not known; the same as no reading. */
    record Missing() implements Reading {}

    /** Something was stated that cannot be used: not a number, outside its plausible range, without a unit. */
    record Invalid(Reason reason) implements Reading {}

    static Reading of(double value, String unit) {
        return new Measured(value, unit, null);
    }

    static Reading of(String value) {
        return new Choice(value, null);
    }

    static Reading yes(boolean value) {
        return new Choice(value ? ChoiceInput.YES : ChoiceInput.NO, null);
    }
}
