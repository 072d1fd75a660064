package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** The table transcribed from the clinical rules, read from libs/contract. */
class VectorsTest {
    private static final TreeSet<String> EXECUTED = new TreeSet<>();

    static Stream<Arguments> vectors(String kind) throws IOException {
        try (InputStream in = VectorsTest.class.getResourceAsStream("/vectors/staging.json")) {
            assertThat(in).as("vectors on the class path").isNotNull();
            List<Arguments> found = new ArrayList<>();
            for (JsonNode vector : Json.mapper().readTree(in).path("vectors")) {
                if (vector.path("kind").asText().equals(kind)) {
                    found.add(Arguments.argumentSet(vector.path("id").asText(), vector));
                }
            }
            return found.stream();
        }
    }

    static Stream<Arguments> changes() throws IOException {
        return vectors("change");
    }

    static Stream<Arguments> alerts() throws IOException {
        return vectors("alerts");
    }

    @AfterAll
    static void printsWhatRan() {
        System.out.println("vectors executed: " + EXECUTED.size() + " (" + String.join(", ", EXECUTED) + ")");
        assertThat(EXECUTED)
                .containsExactly(
                        "A-1", "A-2", "A-3", "A-4", "A-5", "A-7", "E-1", "E-2", "E-3", "E-4", "E-5", "E-6", "E-7",
                        "E-8");
    }

    @ParameterizedTest
    @MethodSource
    void changes(JsonNode vector) {
        Story story = begin(vector);
        story.study(study("1.2", 1, vector));

        JsonNode expected = vector.path("expected");
        PatientAssessed assessed = story.current("1.2");
        assertThat(assessed.outcome()).isEqualTo(expected.path("outcome").asText());
        if (expected.has("timePoint")) {
            assertThat(assessed.timePoint())
                    .isEqualTo(expected.path("timePoint").asText());
        }
        if (expected.has("changePercent")) {
            assertThat(assessed.value())
                    .isEqualTo(expected.path("changePercent").asDouble());
        } else {
            assertThat(assessed.value()).isNull();
        }
        if (expected.has("ci95")) {
            assertThat(assessed.ci95Low())
                    .isCloseTo(expected.path("ci95").get(0).asDouble(), within(0.005));
            assertThat(assessed.ci95High())
                    .isCloseTo(expected.path("ci95").get(1).asDouble(), within(0.005));
        }
        if (expected.has("flags")) {
            assertThat(assessed.flags()).containsExactlyElementsOf(texts(expected.path("flags")));
        }
        if (expected.has("gateFailures")) {
            assertThat(assessed.gateFailures()).containsExactlyElementsOf(texts(expected.path("gateFailures")));
        }
        if (expected.has("reasons")) {
            assertThat(assessed.reasons().stream().map(r -> r.toString()))
                    .containsExactlyElementsOf(texts(expected.path("reasons")));
        }
        if (expected.has("alert")) {
            assertThat(story.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.severity().name())
                        .isEqualTo(expected.path("alert").asText());
                assertThat(alert.category()).isEqualTo(AlertRaised.Category.CLINICAL);
            });
        }
        if (expected.has("clinicalAlert")) {
            assertThat(story.alerts()).noneMatch(a -> a.category() == AlertRaised.Category.CLINICAL);
        }
        if (expected.has("anyAlert")) {
            assertThat(story.alerts()).isEmpty();
        }
        EXECUTED.add(vector.path("id").asText());
    }

    @ParameterizedTest
    @MethodSource
    void alerts(JsonNode vector) {
        Story story = begin(vector);
        for (JsonNode step : vector.path("steps")) {
            story.study(study(
                    step.path("study").asText().equals("early") ? "1.2.1" : "1.2.2",
                    step.path("revision").asInt(),
                    step));

            TreeMap<String, String> said = new TreeMap<>();
            story.lastAlerts().forEach(a -> said.put(String.valueOf(a.timePoint()), line(a)));
            TreeMap<String, String> expected = new TreeMap<>();
            step.path("says").forEach(s -> expected.put(s.path("timePoint").asText(), line(s)));
            assertThat(said).isEqualTo(expected);
        }
        EXECUTED.add(vector.path("id").asText());
    }

    private static String line(AlertRaised a) {
        return a.severity() + " " + a.category() + " " + a.state() + " v" + a.version() + " notifies " + a.notifies();
    }

    private static String line(JsonNode s) {
        return s.path("severity").asText() + " " + s.path("category").asText() + " "
                + s.path("state").asText() + " v" + s.path("version").asInt() + " notifies "
                + s.path("notifies").asBoolean();
    }

    private static Story begin(JsonNode vector) {
        Story story = Story.begin().fact(Patients.course()).fact(Patients.lesion());
        if (vector.has("a0")) {
            story.study(Patients.study(
                    "1.1",
                    1,
                    -6,
                    Patients.lesion(
                            Patients.LESION,
                            vector.path("a0").asDouble(),
                            Patients.scan(vector.path("fieldTesla0").asDouble(1.5)),
                            true)));
        }
        return story;
    }

    private static StudyMeasured study(String uid, int revision, JsonNode step) {
        return Patients.study(
                uid,
                revision,
                step.path("day").asInt(),
                Patients.lesion(
                        Patients.LESION,
                        step.path("a1").asDouble(),
                        Patients.scan(step.path("fieldTesla1").asDouble(1.5)),
                        step.path("validated").asBoolean(true)));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(n -> texts.add(n.asText()));
        return texts;
    }
}
