package org.vigie.staging.domain.facts;

/**
 * A rule that a statement breaks; never quotes what was stated.
 *
 * @param code {@code invalid}, {@code duplicate-statement}, or the reason code of the clinical rules: {@code UNIT_UNKNOWN}, {@code AMBIGUOUS_IDENTITY}
 * @param object the field concerned
 * @param rule what it must be
 */
public record Fault(String code, String object, String rule) {
    public static final String INVALID = "invalid";
    /** Two statements under one name: which of them holds is not for us to choose. */
    public static final String DUPLICATE = "duplicate-statement";
    /** Object of faults of the name under which a source makes a statement. */
    public static final String SOURCE_ID = "sourceId";

    /** Object of faults of the time at which a source made a version of its statement. */
    public static final String STATED_AT = "statedAt";

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
