package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.Optional;

/** How S(b) = S0·exp(-b·ADC) is fitted (clinical rules 1.3). */
public enum FitMethod {
    TWO_POINT("two-point"),
    OLS("ols"),
    WLS("wls"),
    NLLS("nlls");

    private final String id;

    FitMethod(String id) {
        this.id = id;
    }

    /** The name in events and on the command line. */
    public String id() {
        return id;
    }

    public static Optional<FitMethod> of(String id) {
        return Arrays.stream(values()).filter(m -> m.id.equals(id)).findFirst();
    }

    /** NLLS for more than two b-values, else the one that two determine. */
    public static FitMethod standardFor(int bValues) {
        return bValues > 2 ? NLLS : TWO_POINT;
    }
}
