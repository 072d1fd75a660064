package org.vigie.staging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;

/** {@code vigie.staging}: how the timeline is kept. */
@ConfigMapping(prefix = "vigie.staging")
public interface StagingConfig {
    /** Streams application id: consumer group, transactional ids and changelog topics are named after it. */
    @NotBlank
    @WithDefault("staging.timeline")
    String applicationId();

    /** Static member id of this instance. */
    @NotBlank
    @WithDefault("staging-1")
    String instanceId();

    /** Local copies of the stores. */
    Path stateDir();

    /** Threads that judge patients; more than the topics have partitions (4) stay idle. */
    @Min(1)
    @WithDefault("1")
    int threads();

    /** Replicas of the changelog topics; 1 for a single broker. */
    @Min(1)
    @WithDefault("1")
    int replicationFactor();

    /** How often due times are looked at. */
    @WithDefault("1s")
    Duration duePeriod();

    /** Rows of patients kept decoded in memory, per partition; about 4 kB each. */
    @Min(1)
    @WithDefault("10000")
    int cachedRows();

    /** How long the intake waits for the broker to acknowledge a fact. */
    @WithDefault("10s")
    Duration intakeTimeout();
}
