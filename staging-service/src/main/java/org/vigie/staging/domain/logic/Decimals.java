package org.vigie.staging.domain.logic;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding before comparison (clinical rules 0.4). */
public final class Decimals {
    private Decimals() {}

    private static final double MILLION = 1e6;
    /** From here on a millionth is less than half the distance between two doubles: rounding changes nothing. */
    private static final double ROUND = 0x1p33;
    /** Every whole number below is a double. */
    private static final long WHOLE = 1L << 53;
    /** Between these {@link Double#toString} writes no exponent. */
    private static final double PLAIN_FROM = 1e-3;

    private static final double PLAIN_TO = 1e7;

    /** Half-even to 6 decimals of the exact value; NaN and infinities stay what they are. */
    public static double six(double value) {
        double millionths = value * MILLION;
        double whole = Math.rint(millionths);
        // The product is off by half an ulp at most. Away from a tie the whole number is certain, and as it is less
        // than
        // 2^53 its quotient by a million is the double nearest to that decimal.
        if (Math.abs(millionths - whole) < 0.5 - Math.ulp(millionths)) {
            return whole / MILLION + 0.0;
        }
        return Math.abs(value) < ROUND ? exactly(value) : value;
    }

    static double exactly(double value) {
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }

    /** Shortest decimal text of a number, without an exponent or a needless fraction. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        long whole = (long) value;
        if (whole == value && Math.abs(whole) < WHOLE) {
            return Long.toString(whole);
        }
        double size = Math.abs(value);
        if (size >= PLAIN_FROM && size < PLAIN_TO) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
    }
}
