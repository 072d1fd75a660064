package org.vigie.staging.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.embedded.EmbeddedKafka;

/** A real broker and a site secret in a temporary VIGIE_HOME. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    public static final String SECRET = "42".repeat(32);

    private @Nullable Path home;
    private @Nullable EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("vigie-staging-test");
            home = folder;
            Files.createDirectories(folder.resolve("secrets"));
            Files.writeString(folder.resolve("secrets/site.key"), SECRET);
            EmbeddedKafka broker = EmbeddedKafka.startEphemeral(folder);
            kafka = broker;
            return Map.of(
                    "kafka.bootstrap.servers", broker.bootstrap(),
                    "vigie.home", folder.toString(),
                    "vigie.site.secret-file", folder.resolve("secrets/site.key").toString(),
                    "vigie.staging.state-dir", folder.resolve("streams").toString(),
                    "vigie.site.issuers.\"WARD-7\"", "LOCAL",
                    "vigie.hl7.port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (home != null) {
            try (Stream<Path> files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
