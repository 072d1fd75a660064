package org.vigie.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.vigie.contract.Json;

/**
 * How the processes of a home were last started: {@code run/installation.json}.
 *
 * @param config environment passed on to every service
 */
public record Installation(Ports ports, Map<String, String> config) {
    private static final String FILE = "installation.json";

    static Optional<Installation> read(Home home) {
        Path file = home.run().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.mapper().readTree(Files.readAllBytes(file));
            return Optional.of(Json.mapper().convertValue(json, Installation.class));
        } catch (IOException e) {
            throw new UncheckedIOException("not readable: " + file, e);
        }
    }

    /** Each under a name of its own until it is whole: several {@code up --only} may write at once. */
    void write(Home home) {
        Path file = home.run().resolve(FILE);
        try {
            Path written = Files.createTempFile(home.run(), FILE, ".new");
            Files.write(written, Json.bytes(this));
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("not writable: " + file, e);
        }
    }
}
