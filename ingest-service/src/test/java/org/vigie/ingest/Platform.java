package org.vigie.ingest;

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
import org.vigie.embedded.FreePort;

/** A broker, a home folder with a site secret and a free DICOM port for the service under test. */
public class Platform implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedKafka kafka;
    private @Nullable Path home;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("vigie-ingest");
            home = folder;
            Files.createDirectories(folder.resolve("secrets"));
            Files.writeString(folder.resolve("secrets/site.key"), "5a".repeat(32));
            EmbeddedKafka broker = EmbeddedKafka.startEphemeral(folder.resolve("broker"));
            kafka = broker;
            return Map.of(
                    "vigie.home", folder.toString(),
                    "kafka.bootstrap.servers", broker.bootstrap(),
                    "vigie.dicom.port", Integer.toString(FreePort.pick()),
                    "vigie.dicom.allowed-calling-aes", "STORESCU,ECHOSCU,OTHER",
                    "vigie.completeness.series-quiet", "2s",
                    "vigie.completeness.study-quiet", "4s",
                    "vigie.completeness.hard-stop", "60s",
                    "VIGIE_API_PASSWORD", "test");
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
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
