package org.vigie.diffusion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.ZoneId;

/** Where contours that were validated here are stored: {@code vigie.contours.*}. */
@ConfigMapping(prefix = "vigie.contours")
public interface ContourConfig {
    URI ingest();

    /** Of the user {@code vigie}. */
    String password();

    /** The site's, in which contours are dated. */
    @WithDefault("Europe/Paris")
    ZoneId zone();
}
