package org.vigie.staging.domain.logic;

import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;

/**
 * What one part of a rule says of one case.
 *
 * @param reason why it is {@code indeterminate} although everything needed is known, for example
 *     {@code DENOMINATOR_ZERO}
 */
public record Decision(String outcome, @Nullable Reason reason) {
    public static final String INDETERMINATE = "indeterminate";

    public static Decision of(String outcome) {
        return new Decision(outcome, null);
    }

    public static Decision indeterminate(Reason reason) {
        return new Decision(INDETERMINATE, reason);
    }
}
