package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What comes by HTTP: {@code vigie.web.*}. */
@ConfigMapping(prefix = "vigie.web")
public interface WebConfig {
    /** Bodies with images (STOW-RS, uploads) taken at a time; more are answered 503. */
    @WithDefault("32")
    @Min(1)
    int maxRequests();

    /** Of one STOW-RS request. */
    @WithDefault("20000")
    @Min(1)
    int maxParts();

    /** Files of one upload. */
    @WithDefault("100000")
    @Min(1)
    int maxEntries();

    /** Of one upload when it is unpacked. */
    @WithDefault("68719476736")
    @Min(1048576)
    long maxUnpackedBytes();

    /** How many times its own length an archive may become, beyond the first GiB. */
    @WithDefault("100")
    @Min(2)
    int maxRatio();

    /** What a sender is told to wait that cannot be served now. */
    @WithDefault("30s")
    Duration retryAfter();
}
