package org.vigie.simulator.domain;

/**
 * What fills a voxel.
 *
 * @param s0 signal at b = 0
 * @param adc mm²/s
 */
record Tissue(double s0, double adc) {
    static final Tissue AIR = new Tissue(0, 0);

    /** Fat under fat suppression. */
    static final Tissue FAT = new Tissue(60, 0.1e-3);

    static final Tissue MUSCLE = new Tissue(420, 1.6e-3);

    /** S(b) = S0·exp(−b·ADC). */
    double signal(double b) {
        return s0 * Math.exp(-b * adc);
    }
}
