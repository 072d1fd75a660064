package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.timeline.PatientTimeline;

/**
 * A timeline with what was last said about it.
 *
 * @param assessed last assessment by question (study, lesion, course)
 * @param alerts last version by alert key
 * @param nextDueAt when time alone changes something, null if never
 */
public record PatientState(
        PatientTimeline timeline,
        Map<String, PatientAssessed> assessed,
        Map<String, AlertRaised> alerts,
        @Nullable Instant nextDueAt) {
    public PatientState {
        assessed = new TreeMap<>(assessed);
        alerts = new TreeMap<>(alerts);
    }

    public static PatientState empty(String patientKey) {
        return new PatientState(PatientTimeline.empty(patientKey), Map.of(), Map.of(), null);
    }

    public PatientState with(PatientTimeline merged) {
        return new PatientState(merged, assessed, alerts, nextDueAt);
    }
}
