package org.vigie.staging.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.contract.Json;
import org.vigie.contract.Reason;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** Every rule against the vectors of the clinical rules, read from libs/contract; each rule has at least one. */
class RuleVectorsTest {
    private static final List<String> TABLES = List.of("staging-breast.json", "staging-myeloma.json");
    private static final TreeMap<String, TreeSet<String>> EXECUTED = new TreeMap<>();

    static List<Arguments> vectors() throws IOException {
        List<Arguments> found = new ArrayList<>();
        for (String table : TABLES) {
            try (InputStream in = RuleVectorsTest.class.getResourceAsStream("/vectors/" + table)) {
                if (in == null) {
                    continue;
                }
                for (JsonNode vector : Json.mapper().readTree(in).path("vectors")) {
                    found.add(Arguments.argumentSet(
                            vector.path("rule").asText() + " "
                                    + vector.path("id").asText(),
                            vector));
                }
            }
        }
        return found;
    }

    @AfterAll
    static void printsWhatRan() {
        int count = EXECUTED.values().stream().mapToInt(TreeSet::size).sum();
        System.out.println("rule vectors executed: " + count);
        EXECUTED.forEach((rule, ids) -> System.out.println("  " + rule + ": " + ids.size() + " " + ids));
        assertThat(EXECUTED.keySet())
                .as("every rule has vectors")
                .containsAll(Rules.all().stream().map(Rule::id).toList());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void givesWhatTheClinicalRulesSay(JsonNode vector) {
        Rule rule = Rules.byId(vector.path("rule").asText()).orElseThrow();
        Assessment found = Engine.assess(
                rule,
                InputsForm.read(rule, vector.path("inputs")),
                ThresholdRegistry.shipped().inForce(rule.thresholds()));

        JsonNode expected = vector.path("expected");
        assertThat(found.outcome())
                .as("outcome, %s", found.reasons())
                .isEqualTo(expected.path("outcome").asText());
        if (expected.has("reasons")) {
            assertThat(found.reasons().stream().map(Reason::toString))
                    .containsExactlyInAnyOrderElementsOf(texts(expected.path("reasons")));
        } else if (!found.indeterminate()) {
            assertThat(found.reasons()).isEmpty();
        }
        if (expected.has("flags")) {
            assertThat(found.flags()).containsExactlyInAnyOrderElementsOf(texts(expected.path("flags")));
        }
        if (expected.has("value")) {
            assertThat(found.value())
                    .isEqualTo(
                            expected.path("value").isNull()
                                    ? null
                                    : expected.path("value").asDouble());
        }
        if (expected.has("ci95")) {
            assertThat(found.ci95Low()).isCloseTo(expected.path("ci95").get(0).asDouble(), within(0.005));
            assertThat(found.ci95High()).isCloseTo(expected.path("ci95").get(1).asDouble(), within(0.005));
        }
        for (Map.Entry<String, JsonNode> value : expected.path("values").properties()) {
            List<Double> shown = found.values().stream()
                    .filter(v -> v.name().equals(value.getKey()))
                    .map(Assessment.NamedValue::value)
                    .toList();
            assertThat(shown)
                    .as(value.getKey())
                    .isEqualTo(
                            value.getValue().isNull()
                                    ? List.of()
                                    : List.of(value.getValue().asDouble()));
        }
        for (Map.Entry<String, JsonNode> part : expected.path("parts").properties()) {
            assertThat(found.parts())
                    .as(part.getKey())
                    .filteredOn(p -> p.id().equals(part.getKey()))
                    .extracting(Assessment.PartOutcome::outcome)
                    .containsExactly(part.getValue().asText());
        }
        if (expected.has("notes")) {
            assertThat(found.notes().stream().map(Text::en)).containsAll(texts(expected.path("notes")));
        }
        EXECUTED.computeIfAbsent(rule.id(), id -> new TreeSet<>())
                .add(vector.path("id").asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(n -> texts.add(n.asText()));
        return texts;
    }
}
