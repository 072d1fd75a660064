package org.vigie.staging.domain.logic;

/** Three-valued logic: unknown means that admissible completions of what is missing disagree. */
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** As written in events: {@code true}, {@code false}, {@code unknown}. */
    public String code() {
        return switch (this) {
            case TRUE -> "true";
            case FALSE -> "false";
            case UNKNOWN -> "unknown";
        };
    }
}
