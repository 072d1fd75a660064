package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.vigie.simulator.dicom.StudyWriter;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.Noise;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.Uids;

/**
 * A simulated patient with one lesion of the left breast, ADC 1.0e-3 mm²/s at the baseline.
 *
 * @param c1d1 first administration; the baseline is the day before
 */
record Phantoms(String id, LocalDate c1d1) {
    private static final double ADC = 1.0e-3;

    String lesionUid() {
        return Uids.of("e2e", id, "L1");
    }

    StudyPlan baseline() {
        return plan(-1, 1.0);
    }

    /** A week after the first administration: window W1. */
    StudyPlan followUp(double factor) {
        return plan(7, factor);
    }

    /** The same lesion under another tracking UID, as a workstation that knows nothing of the baseline gives it. */
    StudyPlan followUpNamed(double factor, String trackingUid) {
        return plan(7, factor, trackingUid);
    }

    private StudyPlan plan(int day, double factor) {
        return plan(day, factor, lesionUid());
    }

    private StudyPlan plan(int day, double factor, String trackingUid) {
        BreastPhantom phantom = BreastPhantom.builder()
                .noise(new Noise(Noise.Model.RICIAN, 6, 100 + day))
                .lesion(new Lesion("L1", trackingUid, 71, 48, 10, 14, factor * ADC, 1200))
                .build();
        return StudyPlan.of(
                new SimulatedPatient(id, "LOCAL", "Testpatient^Eve", LocalDate.of(1970, 1, 1)),
                c1d1.plusDays(day).atTime(10, 30),
                phantom);
    }

    List<Path> write(StudyPlan plan, Path folder) throws IOException {
        return StudyWriter.write(plan, folder.resolve(plan.studyUid()));
    }

    /** States the course and the lesion; the next cycle is due three weeks after the first. */
    void startCourse(RunningVigie vigie) throws IOException {
        var answer = vigie.staging()
                .post(
                        "/api/courses",
                        Map.of(
                                "patientId",
                                id,
                                "issuer",
                                "LOCAL",
                                "c1d1",
                                c1d1.toString(),
                                "regimen",
                                "EC-T",
                                "nextCycleAt",
                                c1d1.plusDays(21).toString(),
                                "side",
                                "L",
                                "lesions",
                                List.of(Map.of("trackingUid", lesionUid(), "label", "L1", "side", "L"))));
        assertThat(answer.isSuccess()).as("%s", answer).isTrue();
    }

    /** Exactly one unanswered alert of the kind that an unchanged lesion deserves. */
    static boolean isOneAlert(Patient patient) {
        return patient.alerts().size() == 1
                && patient.alerts().getFirst().path("kind").asText().equals("adc-no-change")
                && patient.alerts().getFirst().path("severity").asText().equals("S2")
                && patient.alerts().getFirst().path("timePoint").asText().equals("W1");
    }
}
