package org.vigie.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a component whether it can do its work, which is more than being alive. */
final class Readiness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Home home;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Readiness(Home home) {
        this.home = home;
    }

    boolean isReady(Component component, Ports ports, ProcessHandle process) {
        if (component == Component.INFRASTRUCTURE) {
            return announcedBy(process);
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(component.readyUri(ports))
                    .timeout(PATIENCE)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean announcedBy(ProcessHandle process) {
        Path file = home.run().resolve("infrastructure.ready");
        try {
            return Files.exists(file) && Files.readString(file).strip().equals(Long.toString(process.pid()));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
