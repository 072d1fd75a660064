package org.vigie.staging.domain.rules.myeloma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.contract.Json;
import org.vigie.contract.Reason;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.thresholds.ThresholdFile;

class MyelomaVectorsTest {
    static Stream<Arguments> vectors() throws IOException {
        try (InputStream in = MyelomaVectorsTest.class.getResourceAsStream("/vectors/staging-myeloma.json")) {
            assertThat(in).isNotNull();
            List<Arguments> all = new ArrayList<>();
            for (JsonNode v : Json.mapper().readTree(in).path("vectors")) {
                all.add(Arguments.argumentSet(v.path("id").asText(), v));
            }
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource
    void vectors(JsonNode vector) {
        Rule rule = MyelomaRules.ALL.stream()
                .filter(r -> r.id().equals(vector.path("rule").asText()))
                .findFirst()
                .orElseThrow();
        Map<String, Reading> readings = new HashMap<>();
        vector.path("inputs").properties().forEach(e -> {
            assertThat(rule.input(e.getKey())).as(e.getKey()).isNotNull();
            readings.put(e.getKey(), reading(e.getValue()));
        });
        Assessment a = Engine.assess(rule, readings, ThresholdFile.named("myeloma"));
        JsonNode expected = vector.path("expected");
        assertThat(a.outcome())
                .as(a.toString())
                .isEqualTo(expected.path("outcome").asText());
        if (expected.has("reasons")) {
            assertThat(a.reasons().stream().map(Reason::toString))
                    .containsExactlyElementsOf(texts(expected.path("reasons")));
        }
        if (expected.has("flags")) {
            assertThat(a.flags()).containsExactlyElementsOf(texts(expected.path("flags")));
        }
        if (expected.has("value")) {
            assertThat(a.value()).isEqualTo(expected.path("value").asDouble());
        }
        expected.path("parts")
                .properties()
                .forEach(e -> assertThat(a.parts())
                        .anyMatch(p -> p.id().equals(e.getKey())
                                && p.outcome().equals(e.getValue().asText())));
        expected.path("values")
                .properties()
                .forEach(e -> assertThat(a.values())
                        .anyMatch(p -> p.name().equals(e.getKey())
                                && p.value() == e.getValue().asDouble()));
    }

    private static Reading reading(JsonNode value) {
        if (value.isTextual()) {
            return Reading.of(value.asText());
        }
        String unit = value.has("unit") ? value.path("unit").asText() : null;
        if (value.has("values")) {
            List<@Nullable Double> numbers = new ArrayList<>();
            value.path("values").forEach(n -> numbers.add(n.isNull() ? null : Double.valueOf(n.asDouble())));
            return new Reading.Numbers(numbers, unit, null);
        }
        return new Reading.Measured(value.path("value").asDouble(), unit, null);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(n -> texts.add(n.asText()));
        return texts;
    }
}
