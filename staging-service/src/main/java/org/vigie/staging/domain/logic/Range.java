package org.vigie.staging.domain.logic;

import java.util.function.DoublePredicate;

/** Closed interval of the doubles, or of the whole numbers, that a missing number may still lie in. */
record Range(double low, double high, boolean whole) {
    boolean meets(Range other) {
        return low <= other.high && other.low <= high;
    }

    /**
     * The greatest value that still answers like {@link #low}; found by bisection over the doubles themselves, so exact.
     *
     * @param monotone answers differently at both ends and changes once between them
     */
    double edge(DoublePredicate monotone) {
        boolean atLow = monotone.test(low);
        long below = ordinal(low);
        long above = ordinal(high);
        // The distance from the lowest to the highest double is more than a long holds.
        while (below + 1 < above) {
            long middle = (below & above) + ((below ^ above) >> 1);
            if (monotone.test(at(middle)) == atLow) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return at(below);
    }

    /** The same for a comparison of the value itself: known without a search. */
    double edge(Relation relation, double threshold) {
        return switch (relation) {
            case BELOW, AT_LEAST -> whole ? Math.ceil(threshold) - 1 : Math.nextDown(threshold);
            case AT_MOST, ABOVE -> whole ? Math.floor(threshold) : threshold + 0.0;
        };
    }

    double next(double value) {
        return at(ordinal(value) + 1);
    }

    private long ordinal(double value) {
        if (whole) {
            return (long) value;
        }
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits >= 0 ? bits : Long.MIN_VALUE - bits;
    }

    private double at(long ordinal) {
        if (whole) {
            return ordinal;
        }
        return Double.longBitsToDouble(ordinal >= 0 ? ordinal : Long.MIN_VALUE - ordinal);
    }
}
