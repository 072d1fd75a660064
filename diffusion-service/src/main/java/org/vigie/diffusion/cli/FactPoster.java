package org.vigie.diffusion.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.FactBody;

/** Records a fact at staging's {@code /api/facts} as user {@code vigie}. */
final class FactPoster {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The declared type of the fact makes its kind part of the JSON. */
    private record Statement(String patientId, FactBody body) {}

    private final URI staging;
    private final String password;

    FactPoster(URI staging, String password) {
        this.staging = staging;
        this.password = password;
    }

    /** @throws IOException with the status if staging does not take it; never with the identifier */
    void post(String patientId, FactBody fact) throws IOException {
        String basic = Base64.getEncoder().encodeToString(("vigie:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(staging.resolve("/api/facts"))
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(new Statement(patientId, fact))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new IOException("staging does not take the fact: status " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
