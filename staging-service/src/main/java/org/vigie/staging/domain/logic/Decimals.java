package org.vigie.staging.domain.logic;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding before comparison (clinical rules 0.4). */
public final class Decimals {
    private Decimals() {}

    private static final double MILLION = 1e6;
    /** Millionths up to here are whole numbers that a double holds with room for the error of one product. */
    private static final double MOST_MILLIONTHS = 1e12;
    /** Nearer to a tie than this, the exact value decides. */
    private static final double NEAR_TIE = 1e-3;

    /** Half-even to 6 decimals of the exact value; NaN and infinities stay what they are. */
    public static double six(double value) {
        double millionths = value * MILLION;
        double whole = Math.rint(millionths);
        // The product is off by 1e-4 at most, so away from a tie the whole number is certain, and its quotient by a
        // million is the double nearest to that decimal.
        if (Math.abs(millionths) < MOST_MILLIONTHS && Math.abs(millionths - whole) < 0.5 - NEAR_TIE) {
            return whole / MILLION + 0.0;
        }
        return Double.isFinite(value) ? exactly(value) : value;
    }

    static double exactly(double value) {
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
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
