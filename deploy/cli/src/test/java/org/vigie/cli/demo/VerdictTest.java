package org.vigie.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.simulator.DemoPatient;
import org.vigie.simulator.DemoPatients;

class VerdictTest {
    private static final List<DemoPatient> PATIENTS = DemoPatients.of(LocalDate.of(2026, 3, 2));
    private static final AlertSeen NO_CHANGE = alert("adc-no-change", "S2", "W1", "RAISED");

    @Test
    void wantsExactlyOneClinicalAlertForTheNonResponder() {
        DemoPatient patient = patient("non-responder");
        AssessmentSeen assessed = assessment(patient, "adc-no-change", "W1", 2.3, List.of());

        assertThat(Verdict.on(patient, new PatientSeen(List.of(NO_CHANGE), List.of(assessed)))
                        .ok())
                .isTrue();
        assertThat(Verdict.on(patient, new PatientSeen(List.of(NO_CHANGE, NO_CHANGE), List.of(assessed)))
                        .faults())
                .contains("2 clinical alerts instead of 1");
        assertThat(Verdict.on(patient, new PatientSeen(List.of(), List.of(assessed)))
                        .faults())
                .contains("0 open items adc-no-change instead of 1");
    }

    @Test
    void doesNotTakeARetractedAlertForAnAlert() {
        DemoPatient patient = patient("non-responder");
        PatientSeen seen = new PatientSeen(
                List.of(alert("adc-no-change", "S2", "W1", "RETRACTED")),
                List.of(assessment(patient, "adc-no-change", "W1", 2.0, List.of())));
        assertThat(Verdict.on(patient, seen).ok()).isFalse();
    }

    @Test
    void concludesNothingFromSilenceBeforeTheFollowUpIsAssessed() {
        for (DemoPatient patient : PATIENTS) {
            assertThat(Verdict.on(patient, PatientSeen.NOTHING).ok())
                    .as(patient.name())
                    .isFalse();
        }
    }

    @Test
    void doesNotTakeTheBaselinesAssessmentForTheFollowUps() {
        DemoPatient patient = patient("too-early");
        AssessmentSeen ofBaseline = new AssessmentSeen(
                "NAC-ADC",
                "too-early",
                "TOO-EARLY",
                patient.studies().getFirst().studyUid(),
                4.0,
                null,
                null,
                List.of(),
                List.of());
        assertThat(Verdict.on(patient, new PatientSeen(List.of(), List.of(ofBaseline)))
                        .ok())
                .isFalse();
    }

    @Test
    void refusesAnAlertNobodyShouldHave() {
        DemoPatient patient = patient("seg-missing");
        AssessmentSeen assessed = assessment(patient, "indeterminate", "W1", null, List.of("unvalidated-roi"));
        assertThat(Verdict.on(patient, new PatientSeen(List.of(NO_CHANGE), List.of(assessed)))
                        .faults())
                .contains("1 clinical alerts instead of 0");
    }

    @Test
    void refusesAChangeThatIsNotTheSimulatedOne() {
        DemoPatient patient = patient("non-responder");
        AssessmentSeen assessed = assessment(patient, "adc-no-change", "W1", 9.0, List.of());
        assertThat(Verdict.on(patient, new PatientSeen(List.of(NO_CHANGE), List.of(assessed)))
                        .ok())
                .isFalse();
    }

    private static DemoPatient patient(String name) {
        return PATIENTS.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private static AlertSeen alert(String kind, String severity, String timePoint, String state) {
        return new AlertSeen(kind, severity, "CLINICAL", timePoint, state, 1);
    }

    private static AssessmentSeen assessment(
            DemoPatient patient, String outcome, String timePoint, @Nullable Double value, List<String> flags) {
        return new AssessmentSeen(
                "NAC-ADC",
                outcome,
                timePoint,
                patient.studies().getLast().studyUid(),
                value,
                null,
                null,
                flags,
                List.of());
    }
}
