package org.vigie.diffusion.messaging;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.embedded.EmbeddedKafka;

/** A real broker and an empty store for the tests of this module. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("vigie-diffusion");
            EmbeddedKafka started = EmbeddedKafka.startEphemeral(home);
            kafka = started;
            return Map.of("kafka.bootstrap.servers", started.bootstrap(), "vigie.home", home.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }
}
