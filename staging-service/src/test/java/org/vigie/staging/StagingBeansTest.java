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

        assertThat(new StagingBeans(site(secret, "\u2003"), watch(Map.of()), "test").faults())
                .containsExactly(
                        "vigie.site.secret-file: hexadecimal text of at least 32 bytes expected",
                        "issuer table: an issuer must not be empty");
        assertThat(new StagingBeans(site(folder.resolve("absent"), "LOCAL"), watch(Map.of()), "test").faults())
                .singleElement()
                .asString()
                .startsWith("vigie.site.secret-file: no readable file at ");
    }

    @Test
    void findsNothingWrongWithAGoodConfiguration() throws IOException {
        Path secret = folder.resolve("site.key");
        Files.writeString(secret, "42".repeat(32) + "\n");

        assertThat(new StagingBeans(site(secret, "LOCAL"), watch(Map.of()), "test").faults())
                .isEmpty();
    }

    @Test
    void namesEveryDelayOfAWatchdogThatIsOutOfRange() throws IOException {
        Path secret = folder.resolve("site.key");
        Files.writeString(secret, "42".repeat(32));
        Map<String, String> wrong = Map.of(
                "vigie.staging.watch.days-without-studies", "11",
                "vigie.staging.watch.grace-for-course", "15d",
                "vigie.staging.watch.recent", "1h",
                "vigie.staging.watch.settle", "0s");

        assertThat(new StagingBeans(site(secret, "LOCAL"), watch(wrong), "test").faults())
                .containsExactly(
                        "vigie.staging.watch.days-without-studies: 1 to 10",
                        "vigie.staging.watch.grace-for-course: PT0S to PT336H",
                        "vigie.staging.watch.recent: PT24H to PT8760H",
                        "vigie.staging.watch.settle: PT1S to PT24H");
    }

    private static WatchConfig watch(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(WatchConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(WatchConfig.class);
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
