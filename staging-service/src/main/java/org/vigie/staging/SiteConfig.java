package org.vigie.staging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** {@code vigie.site}: what all services of a site share. */
@ConfigMapping(prefix = "vigie.site")
public interface SiteConfig {
    /** Hexadecimal text, at least 32 bytes; the same file for every service. */
    Path secretFile();

    /** Issuer of patient ids where none is stated or the table does not know it. */
    @NotBlank
    @WithDefault("LOCAL")
    String defaultIssuer();

    /** Spelling to canonical issuer. */
    Map<String, String> issuers();

    /** Folder with the site's own thresholds ({@code NAME-site-N.yaml}); need not exist. */
    Path thresholds();

    /** Zone in which days of a course are counted. */
    @WithDefault("Europe/Paris")
    ZoneId zone();
}
