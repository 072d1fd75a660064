package org.vigie.staging.domain.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;
import org.vigie.contract.imaging.StudyMeasured;

/** What an evaluation of {@code NAC-ADC} has found so far: inputs, flags, reasons and clauses. */
final class NacEvidence {
    private static final String UNVALIDATED = "unvalidated-roi";

    private final Set<String> flags = new LinkedHashSet<>();
    private final List<Reason> reasons = new ArrayList<>();
    private final ClauseList clauses = new ClauseList();
    private final List<NamedInput> inputs = new ArrayList<>();

    List<String> flags() {
        return List.copyOf(flags);
    }

    List<Reason> reasons() {
        return List.copyOf(reasons);
    }

    List<NamedInput> inputs() {
        return List.copyOf(inputs);
    }

    ClauseList clauses() {
        return clauses;
    }

    void flag(String flag) {
        flags.add(flag);
    }

    void flags(Collection<String> more) {
        flags.addAll(more);
    }

    void reason(Reason reason) {
        reasons.add(reason);
    }

    void input(NamedInput input) {
        inputs.add(input);
    }

    /** The study as a whole tells why it answers nothing. */
    void unanswered(StudyMeasured study, List<Reason> why) {
        reasons.addAll(why);
        boolean noneValidated =
                study.lesions().stream().noneMatch(lesion -> lesion.roi().validated());
        if (noneValidated && (!study.lesions().isEmpty() || study.flags().contains(UNVALIDATED))) {
            flags.add(UNVALIDATED);
        }
        study.reasons().forEach(this::onceOnly);
    }

    void read(String name, LesionReading.Measured reading) {
        String eventId = reading.study().eventId();
        VariantKey key = reading.primary().key();
        inputs.add(new NamedInput(name, Double.toString(reading.adc()), "mm2/s", eventId));
        inputs.add(new NamedInput(
                name + ".variant", key.variant() + " b" + key.bSecPerMm2() + " " + key.method(), null, eventId));
        flags.addAll(reading.primary().flags());
        if (!reading.lesion().roi().validated()) {
            flags.add(UNVALIDATED);
        }
    }

    void lacks(LesionReading.Missing missing) {
        missing.reasons().forEach(this::onceOnly);
        flags.addAll(missing.flags());
        if (missing.unvalidated()) {
            flags.add(UNVALIDATED);
            onceOnly(Reason.of(ReasonCode.ROI_NOT_VALIDATED));
        }
    }

    private void onceOnly(Reason reason) {
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
    }
}
