package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.timeline.Handed;
import org.vigie.staging.domain.timeline.PatientTimeline;

/**
 * A timeline with what was last said about it.
 *
 * @param assessed last assessment by question (study, lesion, course)
 * @param alerts last version by alert key
 * @param handed what was written under the key this patient is linked to, by id of the adopted fact
 * @param asked ids of the requests for priors that were made
 * @param nextDueAt when time alone changes something, null if never
 */
public record PatientState(
        PatientTimeline timeline,
        Map<String, PatientAssessed> assessed,
        Map<String, AlertRaised> alerts,
        Map<String, Handed> handed,
        Set<String> asked,
        @Nullable Instant nextDueAt) {
    public PatientState {
        assessed = new TreeMap<>(assessed);
        alerts = new TreeMap<>(alerts);
        handed = new TreeMap<>(handed);
        asked = new TreeSet<>(asked);
    }

    public static PatientState empty(String patientKey) {
        return new PatientState(PatientTimeline.empty(patientKey), Map.of(), Map.of(), Map.of(), Set.of(), null);
    }

    public PatientState with(PatientTimeline merged) {
        return new PatientState(merged, assessed, alerts, handed, asked, nextDueAt);
    }
}
