package org.vigie.notify.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** One of the other services, spoken to as the user {@code vigie}. */
public final class Sibling {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final URI address;
    private final String authorization;
    private final Duration timeout;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    public Sibling(String name, URI address, String password, Duration timeout) {
        this.name = name;
        this.address = address;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(("vigie:" + password).getBytes(StandardCharsets.UTF_8));
        this.timeout = timeout;
    }

    public Answer get(String path) {
        return send(path, "GET", BodyPublishers.noBody());
    }

    public Answer post(String path, JsonNode body) {
        return send(path, "POST", BodyPublishers.ofString(body.toString()));
    }

    private Answer send(String path, String method, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(timeout)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body)
                .build();
        try {
            return read(client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException away) {
            return new Answer.Silent(name);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer.Silent(name);
        }
    }

    private static Answer read(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (JacksonException notJson) {
            body = MissingNode.getInstance();
        }
        return response.statusCode() / 100 == 2
                ? new Answer.Done(body)
                : new Answer.Refused(
                        response.statusCode(),
                        body.path("error").asText("refused"),
                        body.path("object").asText(""),
                        body.path("rule").asText(""));
    }
}
