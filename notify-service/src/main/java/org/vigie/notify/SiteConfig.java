package org.vigie.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** The site: its secret, its spelling of issuers, its clock. */
@ConfigMapping(prefix = "vigie.site")
public interface SiteConfig {
    Path secretFile();

    @WithDefault("LOCAL")
    String defaultIssuer();

    Map<String, String> issuers();

    @WithDefault("Europe/Paris")
    ZoneId zone();
}
