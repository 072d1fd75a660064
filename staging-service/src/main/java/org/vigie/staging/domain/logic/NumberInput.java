package org.vigie.staging.domain.logic;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * A measured number.
 *
 * @param unit UCUM unit the rule computes in; empty for a pure number or a count
 * @param analyte substance whose mass and amount units convert into each other, empty if none ({@link Units})
 * @param min smallest admissible value: anything below is {@code INVALID_VALUE}
 * @param max largest admissible value
 * @param whole a count
 */
public record NumberInput(
        String name,
        Text label,
        String unit,
        String analyte,
        double min,
        double max,
        boolean whole,
        boolean optional,
        ReasonCode missing)
        implements InputSpec, Quantity {

    /** @throws IllegalArgumentException if the domain is empty or the unit is not known */
    public NumberInput {
        if (!(min < max)) {
            throw new IllegalArgumentException("input " + name + ": empty domain");
        }
        if (!Units.isKnown(unit)) {
            throw new IllegalArgumentException("input " + name + ": unit '" + unit + "' is not known");
        }
    }

    public static NumberInput of(String name, Text label, String unit, double min, double max) {
        return new NumberInput(name, label, unit, "", min, max, false, false, ReasonCode.MISSING_INPUT);
    }

    public static NumberInput count(String name, Text label, int max) {
        return new NumberInput(name, label, "", "", 0, max, true, false, ReasonCode.MISSING_INPUT);
    }

    /** A whole number with a unit, such as days. */
    public static NumberInput whole(String name, Text label, String unit, double min, double max) {
        return new NumberInput(name, label, unit, "", min, max, true, false, ReasonCode.MISSING_INPUT);
    }

    public NumberInput analyte(String substance) {
        return new NumberInput(name, label, unit, substance, min, max, whole, optional, missing);
    }

    public NumberInput asOptional() {
        return new NumberInput(name, label, unit, analyte, min, max, whole, true, missing);
    }

    /** Without it there is nothing to compare with: {@code NO_BASELINE} instead of {@code MISSING_INPUT}. */
    public NumberInput asBaseline() {
        return new NumberInput(name, label, unit, analyte, min, max, whole, optional, ReasonCode.NO_BASELINE);
    }

    @Override
    public Reason lack() {
        return missing == ReasonCode.MISSING_INPUT ? Reason.of(missing, name) : Reason.of(missing);
    }

    @Override
    public List<NumberInput> operands() {
        return List.of(this);
    }

    boolean admits(double value) {
        return value >= min && value <= max && (!whole || value == Math.rint(value));
    }
}
