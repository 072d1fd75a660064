package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;

class FactPosterTest {
    private static final FactBody FACT =
            new FactBody.PhantomChecked("46069", "Skyra", 3, ClinicalTime.parse("2024-10-10T11:32"), true);

    private final List<String> bodies = new ArrayList<>();
    private final List<String> credentials = new ArrayList<>();
    private int status = 201;
    private HttpServer staging;

    @BeforeEach
    void listen() throws IOException {
        staging = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        staging.createContext("/api/facts", exchange -> {
            credentials.add(exchange.getRequestHeaders().getFirst("Authorization"));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        staging.start();
    }

    @AfterEach
    void stop() {
        staging.stop(0);
    }

    @Test
    void theFactIsStatedForThePatient() throws IOException {
        poster().post("P1", FACT);

        JsonNode body = new ObjectMapper().readTree(bodies.getFirst());
        assertThat(body.get("patientId").asText()).isEqualTo("P1");
        assertThat(body.get("body").get("kind").asText()).isEqualTo("phantom-checked");
        assertThat(body.get("body").get("deviceSerial").asText()).isEqualTo("46069");
        assertThat(body.get("body").get("at").asText()).isEqualTo("2024-10-10T11:32");
        assertThat(body.get("body").get("passed").asBoolean()).isTrue();
        assertThat(credentials.getFirst())
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("vigie:secret".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRefusalNamesTheStatusAndNotThePatient() {
        status = 401;

        assertThatThrownBy(() -> poster().post("P1", FACT))
                .isInstanceOf(IOException.class)
                .hasMessage("staging does not take the fact: status 401");
    }

    private FactPoster poster() {
        return new FactPoster(
                URI.create("http://127.0.0.1:" + staging.getAddress().getPort()), "secret");
    }
}
