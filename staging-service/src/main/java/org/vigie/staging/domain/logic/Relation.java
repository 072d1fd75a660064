package org.vigie.staging.domain.logic;

/** How a quantity stands to a threshold; the sign tells which side equality belongs to. */
public enum Relation {
    BELOW("<"),
    AT_MOST("≤"),
    ABOVE(">"),
    AT_LEAST("≥");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    public String sign() {
        return sign;
    }

    /** False for NaN. */
    public boolean holds(double value, double threshold) {
        return switch (this) {
            case BELOW -> value < threshold;
            case AT_MOST -> value <= threshold;
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
        };
    }
}
