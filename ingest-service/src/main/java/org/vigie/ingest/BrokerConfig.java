package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

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

    /** Distinguishes several ingest processes; must stay the same over restarts. */
    @WithDefault("ingest-1")
    @NotBlank
    String memberId();
}
