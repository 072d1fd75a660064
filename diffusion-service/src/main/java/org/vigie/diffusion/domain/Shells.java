package org.vigie.diffusion.domain;

/** Rules by which images of nearly equal b are one. */
public final class Shells {
    /** s/mm2, inclusive: up to here images are repeats of the unweighted one. */
    public static final double LOW_B = 5;

    private Shells() {}

    /** True if {@code b} belongs with a shell that begins at {@code first}; scanners differ a little between directions. */
    public static boolean together(double first, double b) {
        return b - first <= Math.max(LOW_B, 0.02 * b);
    }
}
