package org.vigie.staging.domain.logic;

import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * Any number of measured numbers, some of which may be missing themselves.
 *
 * @param element what each of them is; its domain holds for each
 * @param longest length up to which a missing list is completed: longer lists must decide like this one
 */
public record ListInput(String name, Text label, NumberInput element, int longest, boolean optional)
        implements InputSpec {
    public static ListInput of(String name, Text label, String unit, double min, double max, int longest) {
        return new ListInput(name, label, NumberInput.of(name, label, unit, min, max), longest, false);
    }

    /** How many of them stand so to a threshold. */
    public Condition.Counting counting(Relation relation, String thresholdId) {
        return new Condition.Counting(this, relation, thresholdId);
    }

    @Override
    public Reason lack() {
        return Reason.of(ReasonCode.MISSING_INPUT, name);
    }
}
