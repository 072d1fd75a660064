package org.vigie.staging.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.Json;
import org.vigie.staging.Patients;

class AssessTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsAssessmentsAndAlertsOfATimelineAsJsonAlone() throws IOException {
        Path file = folder.resolve("timeline.json");
        Files.write(
                file,
                Json.bytes(Map.of(
                        "patientKey",
                        Patients.KEY,
                        "facts",
                        List.of(Patients.course(), Patients.lesion()),
                        "studies",
                        List.of(
                                Patients.study(
                                        "1.1", 1, -6, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)),
                                Patients.study(
                                        "1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true))))));

        int status = run(file.toString(), "--json", "--now", "2026-03-09T12:00:00Z");

        assertThat(status).isZero();
        JsonNode printed = Json.mapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(printed.path("assessments")).hasSize(2);
        assertThat(printed.path("assessments").get(1).path("value").asDouble()).isEqualTo(5.0);
        assertThat(printed.path("alerts").get(0).path("severity").asText()).isEqualTo("S2");
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        Path file = folder.resolve("broken.json");
        Files.writeString(file, "{\"facts\": 3}");

        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'facts' or 'studies'");
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void assessesInputsOfRulesAsTextAndJson() throws IOException {
        Path file = folder.resolve("cases.json");
        Files.writeString(file, """
                [{"id": "a", "rule": "RECIST", "inputs": {"baseline": {"value": 40, "unit": "mm"},
                   "nadir": {"value": 20, "unit": "mm"}, "current": {"value": 2.5, "unit": "cm"}, "newLesion": false}}]
                """);

        assertThat(run(file.toString(), "--json")).isZero();
        JsonNode one = Json.mapper()
                .readTree(out.toString(StandardCharsets.UTF_8))
                .path("assessments")
                .get(0);
        assertThat(one.path("id").asText()).isEqualTo("a");
        assertThat(one.path("outcome").asText()).isEqualTo("indeterminate");
        assertThat(one.path("reasons").get(0).asText()).isEqualTo("MISSING_INPUT(targetsGone)");
        assertThat(one.path("explained").path("values").get(1).path("value").asText())
                .isEqualTo("25");

        out.reset();
        assertThat(run(file.toString(), "--lang", "fr")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("résultat : indeterminate")
                .contains("donnée manquante(targetsGone)")
                .contains("[vrai] augmentation depuis la plus petite somme ≥ 20 %: overNadir = 25 %")
                .contains("Pas un dispositif médical");
    }

    @Test
    void readsFactsGivenByTheirBodyAlone() throws IOException {
        Path file = folder.resolve("facts.json");
        Files.writeString(file, """
                {"facts": [
                  {"kind": "nac-course", "courseId": "NAC-1", "c1d1": "2026-03-02", "regimen": "EC-T"},
                  {"kind": "ftv-measured", "studyUid": "1.1", "trackingUid": "2.25.7", "at": "2026-02-24", "volumeCm3": 12.2304},
                  {"kind": "ftv-measured", "studyUid": "1.2", "trackingUid": "2.25.7", "at": "2026-03-23", "volumeCm3": 3.0576}]}
                """);

        assertThat(run(file.toString(), "--json", "--now", "2026-03-24T12:00:00Z"))
                .isZero();
        JsonNode found =
                Json.mapper().readTree(out.toString(StandardCharsets.UTF_8)).path("assessments");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).path("ruleId").asText()).isEqualTo("FTV");
        assertThat(found.get(0).path("outcome").asText()).isEqualTo("ftv-decrease");
        assertThat(found.get(0).path("value").asDouble()).isEqualTo(-75.0);
    }

    @Test
    void namesTheCaseAndTheInputThatAreWrong() throws IOException {
        Path file = folder.resolve("cases.json");
        Files.writeString(file, "[{\"rule\": \"FTV\", \"inputs\": {\"ftv\": 3}}]");
        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("case 0: inputs.ftv: rule FTV reads no such input, it reads [ftv0, ftv1, settings]");
        Files.writeString(file, "[{\"rule\": \"FTVX\"}]");
        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("case 0: no rule 'FTVX', there are [NAC-ADC");
    }

    /** The site's thresholds are asked for: the shipped ones are no substitute. */
    @Test
    void refusesAFolderOfThresholdsThatIsNotThere() throws IOException {
        Path file = folder.resolve("iss.json");
        Files.writeString(file, "{\"rule\":\"ISS\",\"inputs\":{}}");

        assertThat(run(file.toString(), "--thresholds", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no folder");
    }

    /** What is wrong in a timeline, and what is said of it: the field and what it should be, never a stack trace. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"facts":[{"kind":"nac-course","courseId":"N","regimen":"x"}]}; facts[0].c1d1: present
            {"facts":[{"kind":"nac-course","courseId":"N","regimen":"x","c1d1":"02/03/2026"}]}; facts[0].c1d1: a date
            {"facts":[{"kind":"nac-course","courseId":"N","regimen":"x","c1d1":"2026-03-02","side":"LEFT"}]}; facts[0].side: one of L, R
            {"facts":[{"kind":"ftv-measured","studyUid":"1.1","trackingUid":"2.25.7","at":"2026-03-02"}]}; facts[0].volumeCm3: a number
            {"facts":[{"kind":"ftv-measured","studyUid":"1","trackingUid":"2","at":"2026-03-02","volumeCm3":1,"volume":3}]}; facts[0].volume: a documented field
            {"facts":[{"kind":"chemotherapy"}]}; facts[0].kind: one of the documented kinds
            {"facts":[{"courseId":"x"}]}; facts[0].factId: present
            {"facts":["x"]}; facts[0]: an object
            {"facts":[{"kind":"lab","analyte":"ALBUMIN","at":"2026-03-02","value":"high","unit":"g/L"}]}; facts[0].value: a number
            {"facts":[{"kind":"lab","analyte":"ALBUMIN","value":"35","unit":"g/L"}]}; facts[0].at: present
            {"studies":[{"studyUid":"1.1","revision":1,"incomplete":false,"readyEventId":"1","lesions":[]}]}; studies[0].arrivedAt: present
            """)
    void namesTheFieldOfATimelineThatIsWrong(String timeline, String said) throws IOException {
        Path file = folder.resolve("wrong.json");
        Files.writeString(file, timeline);

        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(said);
    }

    /** Results by their body alone: with a unit as reported, without one in that of the analyte. */
    @ParameterizedTest
    @CsvSource({
        "'\"value\":3.5,\"unit\":\"g/dL\"', I",
        "'\"value\":\"34.9\",\"unit\":\"g/l\"', II",
        "'\"value\":35', I",
        "'\"value\":35,\"unit\":null', indeterminate",
        "'\"value\":3.5,\"unit\":\"furlongs\"', indeterminate"
    })
    void convertsResultsThatAreGivenWithTheirUnit(String albumin, String stage) throws IOException {
        Path file = folder.resolve("labs.json");
        Files.writeString(
                file,
                "{\"facts\":[{\"kind\":\"lab\",\"analyte\":\"BETA2_MICROGLOBULIN\",\"at\":\"2026-03-02\",\"value\":3.4},"
                        + "{\"kind\":\"lab\",\"analyte\":\"ALBUMIN\",\"at\":\"2026-03-02\"," + albumin + "}]}");

        assertThat(run(file.toString(), "--json")).isZero();
        JsonNode iss = Json.mapper()
                .readTree(out.toString(StandardCharsets.UTF_8))
                .path("assessments")
                .get(0);
        assertThat(iss.path("ruleId").asText()).isEqualTo("ISS");
        assertThat(iss.path("outcome").asText()).isEqualTo(stage);
    }

    private int run(String... args) {
        return Assess.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
