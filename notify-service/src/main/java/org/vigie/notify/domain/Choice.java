package org.vigie.notify.domain;

import java.util.Locale;
import java.util.Optional;

/** The four answers to an alert (clinical rules 9.4). */
public enum Choice {
    REVIEWED_CONTINUE,
    REVIEWED_FURTHER_TEST,
    REVIEWED_PLAN_CHANGED,
    DISAGREE;

    /** As written in forms and JSON: {@code reviewed-continue}, ..., {@code disagree}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Choice> of(String code) {
        for (Choice choice : values()) {
            if (choice.code().equals(code.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    public boolean needsReason() {
        return this == DISAGREE;
    }
}
