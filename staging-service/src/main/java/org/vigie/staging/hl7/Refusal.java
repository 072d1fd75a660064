package org.vigie.staging.hl7;

import java.io.Serial;
import java.util.List;
import org.vigie.staging.domain.facts.Fault;

/** A message that is not accepted: nothing of it was recorded. The texts never quote the message. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** MSA-1: an error in the content, or a message that is not for us at all. */
    enum Code {
        AE,
        AR
    }

    private final Code code;
    private final transient List<Err> errors;

    Refusal(Code code, List<Err> errors) {
        super(errors.getFirst().text());
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    static Refusal rejected(Location at, Err.Kind kind, String text) {
        return new Refusal(Code.AR, List.of(Err.error(at, kind, text)));
    }

    static Refusal error(Location at, Err.Kind kind, String text) {
        return new Refusal(Code.AE, List.of(Err.error(at, kind, text)));
    }

    Code code() {
        return code;
    }

    List<Err> errors() {
        return errors;
    }

    /** What a rule says of a field that stands at a known place. */
    static Err of(Fault fault, Location at) {
        return new Err(at, Err.Kind.of(fault), 'E', fault.code(), fault.rule());
    }
}
