package org.vigie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdTest {
    private final JsonNode vectors = Resources.json("/vectors/event-id.json");

    @Test
    void agreesWithAnotherUuid5() {
        for (JsonNode row : vectors.get("uuid5")) {
            assertThat(EventId.uuid5(
                            UUID.fromString(row.get("namespace").asText()),
                            row.get("name").asText()))
                    .hasToString(row.get("id").asText());
        }
        assertThat(vectors.get("uuid5")).hasSize(2);
    }

    @Test
    void isUuid5OfInputsStepAndVersion() {
        assertThat(EventId.NAMESPACE).hasToString(vectors.get("namespace").asText());
        for (JsonNode row : vectors.get("eventIds")) {
            List<String> inputs = new ArrayList<>();
            row.get("inputs").forEach(input -> inputs.add(input.asText()));
            assertThat(EventId.of(
                            inputs, row.get("step").asText(), row.get("version").asText()))
                    .hasToString(row.get("id").asText());
        }
        assertThat(vectors.get("eventIds")).hasSize(5);
    }
}
