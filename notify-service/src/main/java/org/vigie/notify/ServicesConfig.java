package org.vigie.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the other services answer. */
@ConfigMapping(prefix = "vigie.services")
public interface ServicesConfig {
    URI ingest();

    URI diffusion();

    URI staging();

    /** How long a page waits for another service. */
    @WithDefault("20s")
    Duration timeout();
}
