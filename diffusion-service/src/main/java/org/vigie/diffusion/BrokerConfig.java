package org.vigie.diffusion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.NotBlank;

/** Where Kafka is. */
@ConfigMapping(prefix = "kafka")
public interface BrokerConfig {
    @WithName("bootstrap.servers")
    @NotBlank
    String bootstrapServers();
}
