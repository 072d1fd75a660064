package org.vigie.diffusion.domain.kernel;

/**
 * The logarithm and the exponential all arithmetics share, so that they give the same bits. Minimax coefficients for single
 * precision.
 *
 * <p>ln x = e·ln 2 + t + t^2·R(t) with x = 2^e·(1 + t), 1 + t in [sqrt(1/2), sqrt(2)); relative error of ln(1 + t) at most
 * 4.2e-8 before rounding. 2^y = 2^n·(1 + f·P(f)) with n the nearest integer, f = y - n; relative error 1.9e-9.
 */
final class Polynomials {
    /** Bits of sqrt(1/2): what is taken off before the exponent is cut out. */
    static final int SQRT_HALF = 0x3f3504f3;

    static final int MANTISSA_BITS = 23;
    static final int ONE = 0x3f800000;
    /** Adding this to the bits of a normal positive number gives a negative integer below {@link #NORMAL_LIMIT}. */
    static final int NORMAL_SHIFT = 0x7f800000;

    static final int NORMAL_LIMIT = 0xff000000;

    static final float LN2 = 0.6931472f;
    static final float R0 = -0.49999982f;
    static final float R1 = 0.33333933f;
    static final float R2 = -0.25002584f;
    static final float R3 = 0.19963478f;
    static final float R4 = -0.16551788f;
    static final float R5 = 0.14883684f;
    static final float R6 = -0.14426881f;
    static final float R7 = 0.08979531f;

    static final float LOG2_E = 1.442695f;
    /** 1.5·2^23: adding it rounds to an integer, which then stands in the low bits. */
    static final float ROUND = 12582912f;

    static final float LARGEST_EXPONENT = 125f;
    static final float P0 = 0.6931472f;
    static final float P1 = 0.2402265f;
    static final float P2 = 0.05550328f;
    static final float P3 = 0.009618004f;
    static final float P4 = 0.001340027f;
    static final float P5 = 0.00015476301f;

    private Polynomials() {}

    /** ln q; NaN unless q is a normal positive number. */
    static float log(float q) {
        int bits = Float.floatToRawIntBits(q);
        if (bits + NORMAL_SHIFT >= NORMAL_LIMIT) {
            return Float.NaN;
        }
        int e = (bits - SQRT_HALF) >> MANTISSA_BITS;
        float t = Float.intBitsToFloat(bits - (e << MANTISSA_BITS)) - 1;
        float t2 = t * t;
        float low = Math.fma(t2, Math.fma(t, R3, R2), Math.fma(t, R1, R0));
        float high = Math.fma(t2, Math.fma(t, R7, R6), Math.fma(t, R5, R4));
        float r = Math.fma(t2 * t2, high, low);
        return Math.fma((float) e, LN2, Math.fma(t2, r, t));
    }

    /** 2^y, y cut to ±125; NaN stays NaN. */
    static float exp2(float y) {
        return exp2Within(Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, y)));
    }

    /** 2^y for |y| up to 125 and NaN. */
    static float exp2Within(float y) {
        float z = y + ROUND;
        float f = y - (z - ROUND);
        float f2 = f * f;
        float low = Math.fma(f2, Math.fma(f, P3, P2), Math.fma(f, P1, P0));
        float p = Math.fma(f2 * f2, Math.fma(f, P5, P4), low);
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(z) << MANTISSA_BITS) + ONE);
        return Math.fma(f, p, 1f) * scale;
    }
}
