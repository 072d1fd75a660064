package org.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InfrastructureConfigTest {
    @Test
    void listsEveryFaultAtOnce() {
        assertThatThrownBy(() -> InfrastructureConfig.of(Map.of("VIGIE_KAFKA_PORT", "70000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VIGIE_HOME")
                .hasMessageContaining("VIGIE_KAFKA_PORT")
                .hasMessageContaining("VIGIE_POSTGRES_PASSWORD");
    }
}
