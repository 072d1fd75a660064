package org.vigie.mr;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A diffusion weighting and where it was read.
 *
 * @param value s/mm²: the effective b-value where the scanner states one
 * @param nominal s/mm²: what the operator asked for, where the scanner states that beside the effective value (UIH)
 * @param gradient unit vector in the patient system, where stated in it
 */
public record BValue(
        double value,
        Source source,
        Directionality directionality,
        Optional<Vector3> gradient,
        OptionalDouble nominal) {

    /** s/mm². Whole-body gradients do not get there; more is a misread element (old GE files add 10^9). */
    public static final double MAX = 20_000;

    public BValue {
        if (!isPlausible(value)) {
            throw new IllegalArgumentException("b-value must be 0 to " + MAX + " s/mm² but is " + value);
        }
    }

    public static boolean isPlausible(double value) {
        return value >= 0 && value <= MAX;
    }

    public static BValue of(double value, Source source, Directionality directionality) {
        return new BValue(value, source, directionality, Optional.empty(), OptionalDouble.empty());
    }

    /** The same weighting with the nominal value in place of the effective one, where there is one. */
    public BValue asNominal() {
        return nominal.isEmpty()
                ? this
                : new BValue(nominal.getAsDouble(), Source.UIH_NOMINAL_0065_100A, directionality, gradient, nominal);
    }

    /** The element that gave the value. Private elements are found by their creator, never by a fixed block. */
    public enum Source {
        PUBLIC_0018_9087,
        SIEMENS_0019_100C,
        /** {@code B_value} of the Siemens CSA image header. */
        SIEMENS_CSA,
        PHILIPS_2001_1003,
        GE_0043_1039,
        UIH_0065_1009,
        UIH_NOMINAL_0065_100A,
        /** From a Siemens sequence name such as {@code *ep_b500t}. */
        INFERRED_SEQUENCE_NAME,
        /** Absent on this image while others of its series state a b-value above zero (Toshiba, old GE). */
        INFERRED_ZERO
    }

    public enum Directionality {
        NONE,
        ISOTROPIC,
        DIRECTIONAL,
        UNKNOWN
    }
}
