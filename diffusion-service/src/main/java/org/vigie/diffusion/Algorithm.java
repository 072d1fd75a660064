package org.vigie.diffusion;

/** Results are keyed by (study, revision, algorithm version): raise it with every change that can change a number. */
public final class Algorithm {
    public static final String VERSION = "adc-1.2.0";
    /** The step in event ids. */
    public static final String STEP = "diffusion.measure";

    private Algorithm() {}
}
