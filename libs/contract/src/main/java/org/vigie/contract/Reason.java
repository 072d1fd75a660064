package org.vigie.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A reason code with what it is about, written {@code MISSING_INPUT(c1d1)} or {@code NO_BASELINE}.
 *
 * @param code what kind of reason
 * @param argument the input, item or object it names; never a patient's name or identifier
 */
public record Reason(ReasonCode code, @Nullable String argument) {
    public static Reason of(ReasonCode code) {
        return new Reason(code, null);
    }

    public static Reason of(ReasonCode code, String argument) {
        return new Reason(code, argument);
    }

    /** Reads what {@link #toString()} writes. */
    @JsonCreator
    public static Reason parse(String text) {
        int open = text.indexOf('(');
        return open < 0
                ? of(ReasonCode.valueOf(text))
                : of(ReasonCode.valueOf(text.substring(0, open)), text.substring(open + 1, text.length() - 1));
    }

    @Override
    @JsonValue
    public String toString() {
        return argument == null ? code.name() : code.name() + "(" + argument + ")";
    }
}
