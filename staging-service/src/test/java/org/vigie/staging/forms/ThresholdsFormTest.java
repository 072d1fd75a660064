package org.vigie.staging.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** What readers of the registry find, by name. */
class ThresholdsFormTest {
    @Test
    void aThresholdStandsInTheRegistryWithItsValueUnitAndSource() throws IOException {
        ThresholdsForm nac = ThresholdRegistry.shipped().versions().stream()
                .filter(version -> version.name().equals("nac-adc"))
                .map(ThresholdsForm::of)
                .findFirst()
                .orElseThrow();

        JsonNode json = new ObjectMapper().readTree(Json.bytes(nac));

        assertThat(json.at("/set/byId/rc/value").asDouble()).isEqualTo(13.0);
        assertThat(json.at("/set/byId/rc/unit").asText()).isEqualTo("%");
        JsonNode rc = java.util.stream.StreamSupport.stream(json.get("entries").spliterator(), false)
                .map(entry -> entry.get("threshold"))
                .filter(threshold -> threshold.get("id").asText().equals("rc"))
                .findFirst()
                .orElseThrow();
        assertThat(rc.get("value").asDouble()).isEqualTo(13.0);
        assertThat(rc.get("tag").asText()).isNotEmpty();
        assertThat(rc.get("source").asText()).isNotEmpty();
    }
}
