package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** What is particular to the site: {@code vigie.site.*}. */
@ConfigMapping(prefix = "vigie.site")
public interface SiteConfig {
    /** Hexadecimal text, at least 32 bytes. */
    @WithDefault("${vigie.home}/secrets/site.key")
    Path secretFile();

    @WithDefault("LOCAL")
    @NotBlank
    String defaultIssuer();

    /** Spelling (DICOM issuer or calling AE title) to canonical issuer. */
    Map<String, String> issuers();

    @WithDefault("Europe/Paris")
    ZoneId zone();
}
