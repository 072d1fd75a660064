package org.vigie.staging.domain.logic;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding before comparison (clinical rules 0.4). */
public final class Decimals {
    private Decimals() {}

    /** Half-even to 6 decimals; NaN and infinities stay what they are. */
    public static double six(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue() + 0.0
                : value;
    }

    /** Shortest decimal text of a number, without an exponent or a needless fraction. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
    }
}
