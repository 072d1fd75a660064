package org.vigie.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the services say about one patient at this moment. */
record PatientSeen(List<AlertSeen> alerts, List<AssessmentSeen> assessments) {
    static final PatientSeen NOTHING = new PatientSeen(List.of(), List.of());

    /** Reads notify's patient view. */
    static PatientSeen of(JsonNode patient) {
        List<AlertSeen> alerts = new ArrayList<>();
        patient.path("alerts").forEach(alert -> alerts.add(AlertSeen.of(alert)));
        List<AssessmentSeen> assessments = new ArrayList<>();
        patient.path("assessments").forEach(assessment -> assessments.add(AssessmentSeen.of(assessment)));
        return new PatientSeen(List.copyOf(alerts), List.copyOf(assessments));
    }
}
