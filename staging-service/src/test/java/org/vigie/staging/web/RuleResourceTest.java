package org.vigie.staging.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.thresholds.ThresholdRegistry;

class RuleResourceTest {
    private final RuleResource resource = new RuleResource(ThresholdRegistry.shipped());

    @Test
    void listsEveryRuleWithItsInputs() throws IOException {
        JsonNode rules = Json.mapper().readTree(Json.bytes(resource.rules()));

        assertThat(rules).hasSameSizeAs(Rules.all());
        JsonNode recist = rules.path(7);
        assertThat(recist.path("id").asText()).isEqualTo("RECIST");
        assertThat(recist.path("inputs").get(0).path("unit").asText()).isEqualTo("mm");
        assertThat(recist.path("inputs").get(0).path("kind").asText()).isEqualTo("number");
    }

    @Test
    void turnsTheClausesOfWhatIsTried() throws IOException {
        JsonNode at50 =
                tried("CONS-SURG", "{\"inputs\": {\"diameter\": {\"value\": 50, \"unit\": \"mm\"}, \"quadrants\": 2}}");
        JsonNode above = tried(
                "CONS-SURG", "{\"inputs\": {\"diameter\": {\"value\": 50.1, \"unit\": \"mm\"}, \"quadrants\": 2}}");

        assertThat(at50.path("outcome").asText()).isEqualTo("mdt-review");
        assertThat(verdict(at50, "diameter>cons-surg-diameter")).isEqualTo("false");
        assertThat(above.path("outcome").asText()).isEqualTo("conservative-surgery-excluded");
        assertThat(verdict(above, "diameter>cons-surg-diameter")).isEqualTo("true");
        assertThat(above.path("clauses").get(0).path("threshold").path("tag").asText())
                .isEqualTo("S");
        assertThat(above.path("notice").asText()).startsWith("Research use");
    }

    @Test
    void refusesRulesAndInputsItDoesNotKnow() throws IOException {
        assertThat(status("NOPE", null)).isEqualTo(404);
        assertThat(status("RECIST", "{\"inputs\": {\"size\": 3}}")).isEqualTo(400);
        assertThat(status("RECIST", null)).isEqualTo(200);
    }

    private static String verdict(JsonNode assessment, String clause) {
        for (JsonNode one : assessment.path("clauses")) {
            if (one.path("id").asText().equals(clause)) {
                return one.path("verdict").asText();
            }
        }
        return "no such clause";
    }

    private JsonNode tried(String rule, String body) throws IOException {
        try (Response answer = resource.tryOut(rule, "en", Json.mapper().readTree(body))) {
            return Json.mapper().readTree(Json.bytes(answer.getEntity()));
        }
    }

    private int status(String rule, @Nullable String body) throws IOException {
        try (Response answer =
                resource.tryOut(rule, "en", body == null ? null : Json.mapper().readTree(body))) {
            return answer.getStatus();
        }
    }
}
