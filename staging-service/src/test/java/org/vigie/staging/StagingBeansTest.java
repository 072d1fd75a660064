package org.vigie.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingBeansTest {
    @TempDir
    Path folder;

    @Test
    void listsEveryFaultAtOnce() throws IOException {
        Path secret = folder.resolve("site.key");
        Files.writeString(secret, "4242");

        assertThat(new StagingBeans(site(secret, "\u2003"), "test").faults())
                .containsExactly(
                        "vigie.site.secret-file: hexadecimal text of at least 32 bytes expected",
                        "issuer table: an issuer must not be empty");
        assertThat(new StagingBeans(site(folder.resolve("absent"), "LOCAL"), "test").faults())
                .singleElement()
                .asString()
                .startsWith("vigie.site.secret-file: no readable file at ");
    }

    @Test
    void findsNothingWrongWithAGoodConfiguration() throws IOException {
        Path secret = folder.resolve("site.key");
        Files.writeString(secret, "42".repeat(32) + "\n");

        assertThat(new StagingBeans(site(secret, "LOCAL"), "test").faults()).isEmpty();
    }

    private static SiteConfig site(Path secret, String issuer) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SiteConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "vigie.site.secret-file",
                                secret.toString(),
                                "vigie.site.default-issuer",
                                issuer,
                                "vigie.site.zone",
                                "Europe/Paris",
                                "vigie.site.thresholds",
                                "no-such-folder"),
                        "test",
                        100))
                .build()
                .getConfigMapping(SiteConfig.class);
    }
}
