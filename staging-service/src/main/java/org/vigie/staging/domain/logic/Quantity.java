package org.vigie.staging.domain.logic;

import java.util.List;

/** A number that can be compared with a threshold: an input, or one derived from inputs. */
public sealed interface Quantity permits NumberInput, Derived {
    String name();

    Text label();

    /** UCUM; empty for a pure number. */
    String unit();

    List<NumberInput> operands();

    default Condition atLeast(String thresholdId) {
        return new Condition.Comparison(this, Relation.AT_LEAST, thresholdId, 1);
    }

    default Condition above(String thresholdId) {
        return new Condition.Comparison(this, Relation.ABOVE, thresholdId, 1);
    }

    default Condition atMost(String thresholdId) {
        return new Condition.Comparison(this, Relation.AT_MOST, thresholdId, 1);
    }

    default Condition below(String thresholdId) {
        return new Condition.Comparison(this, Relation.BELOW, thresholdId, 1);
    }

    /** Below the negative of the threshold: the mirror of {@link #above}. */
    default Condition belowMinus(String thresholdId) {
        return new Condition.Comparison(this, Relation.BELOW, thresholdId, -1);
    }

    /** At or below the negative of the threshold: the mirror of {@link #atLeast}. */
    default Condition atMostMinus(String thresholdId) {
        return new Condition.Comparison(this, Relation.AT_MOST, thresholdId, -1);
    }

    /** At or above the negative of the threshold. */
    default Condition atLeastMinus(String thresholdId) {
        return new Condition.Comparison(this, Relation.AT_LEAST, thresholdId, -1);
    }
}
