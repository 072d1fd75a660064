package org.vigie.staging.messaging;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** A patient as version 0.1 kept it: one JSON value in store {@code patients}, moved to rows when next touched. */
record LegacyState(
        LegacyTimeline timeline,
        Map<String, PatientAssessed> assessed,
        Map<String, AlertRaised> alerts,
        @Nullable Instant nextDueAt) {
    record LegacyTimeline(String patientKey, Map<String, ClinicalFact> facts, Map<String, RecordedStudy> studies) {}

    static Serde<LegacyState> serde() {
        return JsonSerde.of(LegacyState.class);
    }

    PatientState state() {
        return new PatientState(
                new PatientTimeline(timeline.patientKey(), timeline.facts(), timeline.studies(), Map.of()),
                assessed,
                alerts,
                Map.of(),
                Set.of(),
                nextDueAt);
    }
}
