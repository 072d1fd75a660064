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
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("TimelineFile: MismatchedInputException");
        assertThat(run()).isEqualTo(2);
    }

    private int run(String... args) {
        return Assess.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
