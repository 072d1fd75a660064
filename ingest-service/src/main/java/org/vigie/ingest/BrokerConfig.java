package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Optional;

/** How ingest uses Kafka: {@code vigie.kafka.*}. */
@ConfigMapping(prefix = "vigie.kafka")
public interface BrokerConfig {
    @WithDefault("${kafka.bootstrap.servers}")
    @NotBlank
    String bootstrapServers();

    /** Of the assembly's changelogs. */
    @WithDefault("1")
    @Min(1)
    @Max(5)
    int replicationFactor();

    @WithDefault("1")
    @Min(1)
    @Max(16)
    int streamThreads();

    /** Distinguishes several ingest processes, the same over restarts; without it the name its packs have. */
    Optional<String> memberId();
}
