package org.vigie.staging.domain.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.logic.Decimals;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.logic.Truth;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/** Clauses of {@code NAC-ADC} as events carry them: id, both languages, what was compared and with which threshold. */
final class ClauseList {
    private final List<Clause> clauses = new ArrayList<>();

    List<Clause> all() {
        return List.copyOf(clauses);
    }

    void addAll(List<Clause> others) {
        clauses.addAll(others);
    }

    /** A comparison with a number of the threshold set. */
    void add(String id, Text text, Truth verdict, Threshold threshold, NamedInput... values) {
        clauses.add(new Clause(
                text.en(), verdict.code(), threshold.cited(), id, text.fr(), List.of(values), threshold.used()));
    }

    /** @param source section of the rules, as no number is compared */
    void add(String id, Text text, Truth verdict, String source, NamedInput... values) {
        clauses.add(new Clause(text.en(), verdict.code(), source, id, text.fr(), List.of(values), null));
    }

    static NamedInput number(String name, double value, @Nullable String unit) {
        return new NamedInput(name, Decimals.text(value), unit, null);
    }

    /** What was recorded, or that nothing was. */
    static NamedInput recorded(String name, @Nullable Object value, @Nullable String unit) {
        return new NamedInput(
                name, Objects.requireNonNullElse(value, "-").toString(), value == null ? null : unit, null);
    }
}
