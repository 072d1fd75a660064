package org.vigie.diffusion.domain;

/** What a fit came to. */
public sealed interface Fit {

    /**
     * @param adc mm2/s
     * @param s0 signal at b = 0, unit of the signal
     */
    record Fitted(double adc, double s0) implements Fit {}

    /** No minimum within the allowed iterations; there is no fall-back to another method. */
    record NotConverged() implements Fit {}

    /** ADC, NaN where there is none. */
    default double adcOrNaN() {
        return switch (this) {
            case Fitted(double adc, double _) -> adc;
            case NotConverged() -> Double.NaN;
        };
    }
}
