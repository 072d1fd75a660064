package org.vigie.staging.web;

import java.util.List;
import org.vigie.staging.domain.facts.Fault;

/**
 * What went wrong: the first fault, and all of them.
 *
 * @param error {@code invalid}, {@code unavailable}, or a reason code such as {@code AMBIGUOUS_IDENTITY}
 * @param object the field or part concerned
 * @param rule what it must be, or what to do
 */
public record Problem(String error, String object, String rule, List<Fault> faults) {
    Problem(String error, String object, String rule) {
        this(error, object, rule, List.of());
    }

    static Problem of(List<Fault> faults) {
        Fault first = faults.getFirst();
        return new Problem(first.code(), first.object(), first.rule(), faults);
    }
}
