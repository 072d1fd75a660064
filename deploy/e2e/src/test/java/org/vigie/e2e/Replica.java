package org.vigie.e2e;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One more packaged ingest process of a running Vigie: the same store, broker and secret, everything else its own. */
final class Replica implements AutoCloseable {
    private static final Pattern RECEIVED =
            Pattern.compile("ingest_instances_received_total\\{outcome=\"stored\"} ([0-9.E]+)");

    private final ProcessBuilder builder;
    private final int restPort;
    private Process process;

    Replica(Path home, int dicomPort, int restPort, Map<String, String> environment) throws IOException {
        this.restPort = restPort;
        File log = Required.root().resolve("deploy/e2e/target/ingest-b.log").toFile();
        builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-jar",
                        Required.root()
                                .resolve("ingest-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(environment);
        builder.environment().put("VIGIE_HOME", home.toString());
        builder.environment().put("VIGIE_DICOM_PORT", Integer.toString(dicomPort));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(restPort));
        process = builder.start();
    }

    /** Returns when it is ready to receive. */
    void awaitReady() {
        Awaitility.await("the second ingest process is ready")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get(restPort, "/q/health/ready").statusCode() == 200);
    }

    /** Instances it took since it was started. */
    long stored() throws IOException, InterruptedException {
        return stored(get(restPort, "/q/metrics").body());
    }

    static long stored(String metrics) {
        Matcher found = RECEIVED.matcher(metrics);
        return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void restart() throws IOException {
        process = builder.start();
    }

    static HttpResponse<String> get(int restPort, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
