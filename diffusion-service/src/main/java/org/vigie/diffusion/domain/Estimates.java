package org.vigie.diffusion.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * What a model says of one curve, by the name of the parameter. A parameter that the model does not determine there is
 * absent, and a flag says so.
 *
 * @param status {@link VoxelStatus#VALID} unless the fit failed or came out of bounds
 * @param reasons why there are no values
 */
public record Estimates(Map<String, Double> values, VoxelStatus status, List<String> flags, List<Reason> reasons) {
    public static final String S0 = "s0";
    public static final String F = "f";
    public static final String D = "d";
    public static final String D_STAR = "dStar";
    public static final String D_K = "dK";
    public static final String K = "k";
    public static final String DDC = "ddc";
    public static final String ALPHA = "alpha";

    static final String F_CLAMPED = "f-clamped";
    static final String AT_BOUND = "at-bound";
    static final String D_STAR_NOT_INTERPRETABLE = "dStar-not-interpretable";
    static final String D_NOT_INTERPRETABLE = "d-not-interpretable";

    public Estimates {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        flags = List.copyOf(flags);
        reasons = List.copyOf(reasons);
    }

    public Optional<Double> value(String parameter) {
        return Optional.ofNullable(values.get(parameter));
    }

    /** mm2/s for diffusivities, 1 for fractions and exponents, signal for S0. */
    public static String units(String parameter) {
        return switch (parameter) {
            case D, D_STAR, D_K, DDC -> "mm2/s";
            case S0 -> "signal";
            default -> "1";
        };
    }

    static Estimates failed(ReasonCode code, VoxelStatus status) {
        return new Estimates(Map.of(), status, List.of(), List.of(Reason.of(code)));
    }
}
