package org.vigie.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.simulator.DemoPatient;
import org.vigie.simulator.DemoPatient.Expected;

/**
 * What is seen of a patient against what has to be seen. That an alert is absent counts only once the follow-up's own
 * assessment is there: before, silence says nothing.
 *
 * @param faults empty if all is as expected
 */
record Verdict(List<String> faults) {
    /** Percentage points between the simulated and the measured change that noise may explain in these phantoms. */
    private static final double TOLERANCE = 3;

    boolean ok() {
        return faults.isEmpty();
    }

    static Verdict on(DemoPatient patient, PatientSeen seen) {
        Expected expected = patient.expected();
        List<String> faults = new ArrayList<>();
        expected.timePoint().ifPresent(timePoint -> {
            List<AssessmentSeen> ofFollowUp = seen.assessments().stream()
                    .filter(a -> timePoint.equals(a.timePoint()) && isOfLastStudy(a, patient))
                    .toList();
            if (ofFollowUp.isEmpty()) {
                faults.add("no assessment of the follow-up at " + timePoint + " yet");
            }
            expected.changePercent().ifPresent(change -> {
                if (ofFollowUp.stream().noneMatch(a -> isNear(a.value(), change))) {
                    faults.add("no change near " + change + " %");
                }
            });
            expected.flag().ifPresent(flag -> {
                if (ofFollowUp.stream()
                        .noneMatch(a -> a.flags().contains(flag) || a.reasons().contains(flag))) {
                    faults.add("assessment without " + flag);
                }
            });
        });
        expected.kind().ifPresent(kind -> {
            long matching = seen.alerts().stream()
                    .filter(AlertSeen::isOpen)
                    .filter(a -> a.kind().equals(kind))
                    .filter(a ->
                            expected.severity().map(s -> s.equals(a.severity())).orElse(true))
                    .filter(a -> expected.timePoint()
                            .map(t -> t.equals(a.timePoint()))
                            .orElse(true))
                    .count();
            if (matching != 1) {
                faults.add(matching + " open items " + kind + " instead of 1");
            }
        });
        long clinical =
                seen.alerts().stream().filter(AlertSeen::isClinicalAlert).count();
        if (clinical != (expected.clinicalAlert() ? 1 : 0)) {
            faults.add(clinical + " clinical alerts instead of " + (expected.clinicalAlert() ? 1 : 0));
        }
        return new Verdict(List.copyOf(faults));
    }

    /** Every system says what its own rule gives, and says it once. */
    static Verdict on(Map<String, String> outcomes, PatientSeen seen) {
        List<String> faults = new ArrayList<>();
        outcomes.forEach((rule, outcome) -> {
            List<String> said = seen.assessments().stream()
                    .filter(a -> a.ruleId().equals(rule))
                    .map(AssessmentSeen::outcome)
                    .toList();
            if (!said.contains(outcome)) {
                faults.add(rule + " " + said + " instead of " + outcome);
            }
        });
        if (seen.alerts().stream().anyMatch(AlertSeen::isClinicalAlert)) {
            faults.add("a clinical alert, where none belongs");
        }
        return new Verdict(List.copyOf(faults));
    }

    private static boolean isOfLastStudy(AssessmentSeen assessment, DemoPatient patient) {
        return assessment.studyUid() == null
                || patient.studies().getLast().studyUid().equals(assessment.studyUid());
    }

    private static boolean isNear(@org.jspecify.annotations.Nullable Double value, double change) {
        return value != null && Math.abs(value - change) <= TOLERANCE;
    }
}
