package org.vigie.staging.domain.logic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/**
 * Whether a derived number that varied as a whole, because several of its operands are missing, can have a value that the
 * answers left it while its operands have values that the answers left them. Its values over a box of operands are those
 * between its corners, as the formula is monotone.
 */
final class Attainable {
    private final Inputs inputs;
    private final Variables variables;
    private final ThresholdSet thresholds;

    Attainable(Inputs inputs, Variables variables, ThresholdSet thresholds) {
        this.inputs = inputs;
        this.variables = variables;
        this.thresholds = thresholds;
    }

    /** Whether some completion of one class exists at all. */
    boolean exists(Case.Leaf leaf) {
        return meets(leaf, leaf, null);
    }

    /**
     * Whether a completion of one class and one of the other may be the same but for one input.
     *
     * @param turned name of that input, null for none
     */
    boolean meets(Case.Leaf one, Case.Leaf other, @Nullable String turned) {
        for (int v = 0; v < variables.size(); v++) {
            List<Derived> jointly = variables.jointly(v);
            for (int d = 0; d < jointly.size(); d++) {
                Derived derived = jointly.get(d);
                if (derived.monotone() && !meets(derived, v, one, other, turned)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean meets(Derived derived, int number, Case.Leaf one, Case.Leaf other, @Nullable String turned) {
        if (one.isFree(number) && other.isFree(number)) {
            return true;
        }
        if (reads(derived, turned)) {
            return inside(derived, one.low(number), one.high(number), one, other, turned)
                    && inside(derived, other.low(number), other.high(number), other, one, turned);
        }
        double low = Math.max(one.low(number), other.low(number));
        double high = Math.min(one.high(number), other.high(number));
        return low <= high && inside(derived, low, high, one, other, null);
    }

    private static boolean reads(Derived derived, @Nullable String turned) {
        List<NumberInput> operands = derived.operands();
        for (int i = 0; turned != null && i < operands.size(); i++) {
            if (operands.get(i).name().equals(turned)) {
                return true;
            }
        }
        return false;
    }

    /** @param turned varies as {@code own} has it, the other operands as both have them */
    private boolean inside(
            Derived derived, double low, double high, Case.Leaf own, Case.Leaf other, @Nullable String turned) {
        if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
            return true;
        }
        int count = derived.operands().size();
        double[] lows = new double[count];
        double[] highs = new double[count];
        for (int i = 0; i < count; i++) {
            NumberInput operand = derived.operands().get(i);
            Double stated = inputs.number(operand.name());
            Range domain = inputs.range(operand.name(), operand);
            lows[i] = stated == null ? domain.low() : stated;
            highs[i] = stated == null ? domain.high() : stated;
            if (stated == null && variables.knows(operand.name())) {
                int number = variables.number(operand.name());
                lows[i] = Math.max(lows[i], own.low(number));
                highs[i] = Math.min(highs[i], own.high(number));
                if (!operand.name().equals(turned)) {
                    lows[i] = Math.max(lows[i], other.low(number));
                    highs[i] = Math.min(highs[i], other.high(number));
                }
            }
        }
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        double[] values = new double[count];
        for (int corner = 0; corner < 1 << count; corner++) {
            for (int i = 0; i < count; i++) {
                values[i] = ((corner >> i) & 1) == 0 ? lows[i] : highs[i];
            }
            double value = derived.value(values, thresholds);
            if (Double.isNaN(value)) {
                return true;
            }
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        return smallest <= high && low <= largest;
    }
}
