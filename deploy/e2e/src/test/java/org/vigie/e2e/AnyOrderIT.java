package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.cli.demo.Mllp;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.StudyPlan;

/** Issue 5: laboratory by HL7, course by FHIR, images by C-STORE; whatever comes first and dies between, the end is one. */
@ExtendWith(VigieExtension.class)
class AnyOrderIT {
    /** What every order has to end in. The ISS follows from the values of {@link #laboratory} by section 8.2. */
    private static final Map<String, String> EXPECTED = Map.of("NAC-ADC", "adc-no-change", "ISS", "III");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "LCI, ''",
        "ICL, ''",
        "CIL, staging",
        "ILC, infrastructure",
    })
    void endsInTheSameAssessments(String order, String killed, RunningVigie vigie)
            throws IOException, InterruptedException {
        Phantoms patient =
                new Phantoms("E2E-ORDER-" + order, LocalDate.now(Site.ZONE).minusDays(8));
        int mails = vigie.mails();
        for (int step = 0; step < order.length(); step++) {
            switch (order.charAt(step)) {
                case 'L' -> laboratory(vigie, patient);
                case 'C' -> course(vigie, patient);
                default -> images(vigie, patient);
            }
            if (step == 1 && !killed.isEmpty()) {
                vigie.kill(killed);
                vigie.cli("restart " + killed);
            }
        }

        Patient seen = vigie.await(
                patient.id(),
                "both assessments and the mail of the alert, which no other test may count",
                p -> outcomes(p).equals(EXPECTED) && vigie.mails() == mails + 1);

        assertThat(seen.alerts().stream()
                        .filter(a -> a.path("kind").asText().equals("adc-no-change"))
                        .filter(AnyOrderIT::isOpen))
                .as("one alert, once")
                .hasSize(1);
    }

    private static boolean isOpen(JsonNode alert) {
        String state = alert.path("state").asText();
        return state.equals("RAISED") || state.equals("AMENDED");
    }

    private static Map<String, String> outcomes(Patient patient) {
        Map<String, String> last = new TreeMap<>();
        patient.assessments().stream()
                .filter(a -> EXPECTED.containsKey(a.path("ruleId").asText()))
                .filter(a -> !a.path("ruleId").asText().equals("NAC-ADC")
                        || a.path("timePoint").asText().equals("W1"))
                .forEach(a ->
                        last.put(a.path("ruleId").asText(), a.path("outcome").asText()));
        return last;
    }

    private static void laboratory(RunningVigie vigie, Phantoms patient) throws IOException {
        String day = DateTimeFormatter.BASIC_ISO_DATE.format(patient.c1d1());
        String message = String.join(
                "\r",
                "MSH|^~\\&|LAB|SITE|VIGIE|SITE|" + day + "120000||ORU^R01^ORU_R01|" + patient.id() + "|P|2.5.1",
                "PID|1||" + patient.id() + "^^^LOCAL^MR||Testpatient^Eve||19700101|F",
                "OBR|1||" + patient.id() + "-1|WORKUP|||" + day + "0830",
                "OBX|1|NM|1952-1^Beta-2-Microglobulin^LN||5.6|mg/L|||||F|||" + day + "0830",
                "OBX|2|NM|1751-7^Albumin^LN||4.1|g/dL|||||F|||" + day + "0830",
                "");
        assertThat(Mllp.send(vigie.hl7Port(), message)).contains("\rMSA|AA|" + patient.id());
    }

    private static void course(RunningVigie vigie, Phantoms patient) {
        Map<String, Object> who = Map.of(
                "fullUrl", "urn:uuid:p1",
                "resource",
                        Map.of(
                                "resourceType",
                                "Patient",
                                "identifier",
                                List.of(Map.of("system", "LOCAL", "value", patient.id()))),
                "request", Map.of("method", "POST", "url", "Patient"));
        String id = "nac-" + patient.id().toLowerCase(java.util.Locale.ROOT);
        Map<String, Object> episode = Map.of(
                "resource",
                        Map.of(
                                "resourceType",
                                "EpisodeOfCare",
                                "id",
                                id,
                                "status",
                                "active",
                                "patient",
                                Map.of("reference", "urn:uuid:p1"),
                                "type",
                                List.of(Map.of(
                                        "coding",
                                        List.of(Map.of("system", "http://snomed.info/sct", "code", "367336001")),
                                        "text",
                                        "EC-T")),
                                "period",
                                Map.of("start", patient.c1d1().toString())),
                "request", Map.of("method", "PUT", "url", "EpisodeOfCare/" + id));
        Map<String, Object> bundle =
                Map.of("resourceType", "Bundle", "type", "transaction", "entry", List.of(who, episode));
        // A broker just back makes the answer "transient": a sender repeats, and nothing is recorded twice.
        Awaitility.await("the course is taken")
                .atMost(RunningVigie.PATIENCE)
                .until(() -> vigie.staging().post("/fhir", bundle).isSuccess());
    }

    private void images(RunningVigie vigie, Phantoms patient) throws IOException, InterruptedException {
        for (StudyPlan plan : List.of(patient.baseline(), patient.followUp(1.0))) {
            assertThat(StoreScu.send(patient.write(plan, folder), vigie.dicom(), SendOptions.DEFAULT)
                            .isSuccess())
                    .isTrue();
        }
    }
}
