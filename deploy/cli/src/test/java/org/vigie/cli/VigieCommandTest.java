package org.vigie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import picocli.CommandLine;

class VigieCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A request as staging would see it. */
    private record Received(String path, String authorization, JsonNode body) {}

    @BeforeEach
    void useATemporaryHome() {
        System.setProperty("vigie.home", dir.toString());
        System.setProperty("vigie.root", dir.toString());
    }

    @AfterEach
    void forgetTheHome() {
        System.clearProperty("vigie.home");
    }

    @Test
    void listsItsCommandsAndSaysWhatItIsNot() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("up ", "down ", "status ", "demo ", "course ", "send ", "redate ");
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Research use / decision support. Not a medical device.");
    }

    @Test
    void refusesAnUnknownCommandWithExitCode2() {
        assertThat(run("fly")).isEqualTo(2);
    }

    @Test
    void saysThatNothingWasStarted() {
        assertThat(run("status")).isEqualTo(3);
        assertThat(err.toString()).contains("nothing has been started");
    }

    @Test
    void statesACourseInTheBodyOfAnAuthenticatedRequest() throws IOException {
        List<Received> received = new ArrayList<>();
        Secrets secrets = Secrets.readOrCreate(new Home(dir));
        HttpServer staging = staging(received);
        try {
            int exit = run(
                    "course",
                    "add",
                    "--patient",
                    "P1",
                    "--issuer",
                    "LOCAL",
                    "--c1d1",
                    "2026-03-02T09:30:00",
                    "--regimen",
                    "EC",
                    "--next-cycle",
                    "2026-03-23",
                    "--side",
                    "L",
                    "--tracking-uid",
                    "1.2.3",
                    "--staging-port",
                    Integer.toString(staging.getAddress().getPort()));

            assertThat(exit).isZero();
            assertThat(received).hasSize(1);
            assertThat(received.getFirst().path()).isEqualTo("/api/courses");
            assertThat(new String(
                            Base64.getDecoder()
                                    .decode(received.getFirst().authorization().substring("Basic ".length())),
                            StandardCharsets.UTF_8))
                    .isEqualTo("vigie:" + secrets.apiPassword());
            assertThat(received.getFirst().body()).isEqualTo(Json.mapper().readTree("""
                                            {"patientId":"P1","issuer":"LOCAL","c1d1":"2026-03-02T09:30:00",
                                             "regimen":"EC","nextCycleAt":"2026-03-23","side":"L",
                                             "lesions":[{"trackingUid":"1.2.3","label":"L1","side":"L"}]}
                                            """));
            assertThat(out.toString()).contains("\"courseId\" : \"c-1\"");
        } finally {
            staging.stop(0);
        }
    }

    private HttpServer staging(List<Received> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    Json.mapper().readTree(exchange.getRequestBody().readAllBytes())));
            byte[] answer = "{\"courseId\":\"c-1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private int run(String... args) {
        CommandLine line =
                VigieCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
