package org.vigie.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.vigie.contract.Json;

/** REST of one service with its API password. */
public final class ServiceClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration UPLOADING = Duration.ofHours(12);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;
    private final String authorization;

    public ServiceClient(int port, String user, String password) {
        this.base = "http://127.0.0.1:" + port;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What a service answered. */
    public record Answer(int status, JsonNode body) {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    public Answer post(String path, Object body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .header("Content-Type", "application/json"));
    }

    /** A file as it is, not JSON. */
    public Answer post(String path, Path file, String contentType) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .POST(BodyPublishers.ofFile(file))
                .header("Content-Type", contentType));
    }

    /** However long it takes; {@code by} is the person. */
    public Answer upload(String path, HttpRequest.BodyPublisher body, String contentType, String by)
            throws IOException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .POST(body)
                        .header("Content-Type", contentType)
                        .header("X-Vigie-By", by.isBlank() ? "unknown" : by.replaceAll("[^ -~]", "?")),
                UPLOADING);
    }

    public Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        return send(request, PATIENCE);
    }

    private Answer send(HttpRequest.Builder request, Duration patience) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(
                    request.timeout(patience)
                            .header("Accept", "application/json")
                            .header("Authorization", authorization)
                            .build(),
                    BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Json.mapper().readTree(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
