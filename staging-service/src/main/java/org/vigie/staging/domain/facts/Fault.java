package org.vigie.staging.domain.facts;

/**
 * A rule that a statement breaks; never quotes what was stated.
 *
 * @param code {@code invalid}, or the reason code of the clinical rules: {@code UNIT_UNKNOWN}, {@code AMBIGUOUS_IDENTITY}
 * @param object the field concerned
 * @param rule what it must be
 */
public record Fault(String code, String object, String rule) {
    public static final String INVALID = "invalid";

    public static Fault invalid(String object, String rule) {
        return new Fault(INVALID, object, rule);
    }

    /** The same fault of a part of something larger. */
    public Fault within(String path) {
        return new Fault(code, path + "." + object, rule);
    }

    @Override
    public String toString() {
        return object + ": " + rule;
    }
}
