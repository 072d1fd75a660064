package org.vigie.staging.intake;

import java.io.Serial;
import java.util.List;
import org.vigie.staging.domain.facts.Fault;

/** A message that breaks rules: nothing of it was recorded. The texts never quote what was sent. */
public final class Rejected extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public Rejected(List<Fault> faults) {
        super(faults.getFirst().toString());
        this.faults = List.copyOf(faults);
    }

    public Rejected(String object, String rule) {
        this(List.of(Fault.invalid(object, rule)));
    }

    /** At least one. */
    public List<Fault> faults() {
        return faults;
    }

    /** @throws Rejected if it is absent */
    public static <T> T present(@org.jspecify.annotations.Nullable T value, String object) {
        if (value == null) {
            throw new Rejected(object, "present");
        }
        return value;
    }
}
