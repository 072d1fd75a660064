package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.Optional;

/** How long images are kept: {@code vigie.retention.*}. Nothing set keeps everything for ever. */
@ConfigMapping(prefix = "vigie.retention")
public interface RetentionConfig {
    /** Images of a patient of whom nothing has come for so long are dropped, if they were measured. */
    Optional<Duration> imagesAfter();

    /** The same for objects no measurement uses. */
    Optional<Duration> notUsedAfter();

    /** A pack is rewritten only if so much of it is won. */
    @WithDefault("0.1")
    @DecimalMin("0")
    @DecimalMax("1")
    double minGain();

    /** How often it is done by itself; never if not set. */
    Optional<Duration> every();
}
