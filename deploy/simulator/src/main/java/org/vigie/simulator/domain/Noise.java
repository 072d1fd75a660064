package org.vigie.simulator.domain;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Noise of the receiver; the same seed gives the same images, slice by slice, in whatever order they are made.
 *
 * @param sd standard deviation in each channel, signal units
 */
public record Noise(Model model, double sd, long seed) {
    public enum Model {
        /** Magnitude of a complex signal: what a scanner's magnitude images have. */
        RICIAN,
        GAUSSIAN
    }

    public static final Noise NONE = new Noise(Model.GAUSSIAN, 0, 0);

    public Noise {
        if (!(sd >= 0)) {
            throw new IllegalArgumentException("Noise: a standard deviation is not negative");
        }
    }

    RandomGenerator generator(int bIndex, int slice) {
        return new SplittableRandom(seed * 1_000_003L + bIndex * 10_007L + slice);
    }

    double on(double signal, RandomGenerator random) {
        if (sd == 0) {
            return signal;
        }
        double real = signal + sd * random.nextGaussian();
        return switch (model) {
            case GAUSSIAN -> real;
            case RICIAN -> Math.hypot(real, sd * random.nextGaussian());
        };
    }
}
