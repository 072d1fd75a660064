package org.vigie.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.vigie.cli.Home;
import org.vigie.cli.Ports;
import org.vigie.cli.Secrets;
import org.vigie.cli.ServiceClient;
import org.vigie.store.s3.S3Server;
import org.vigie.store.s3.S3Settings;

/**
 * The services as on machines of their own: one bucket, and for each a local folder that no other has. Started by
 * {@code deploy/vigie up} with what docs/operations.md says about S3 and nothing else.
 */
final class SpreadVigie implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "site/";

    private final Path folder;
    private final S3Server server;
    private final Launcher launcher;
    private final Ports ports = Ports.free();
    private final ServiceClient notify;
    private final ServiceClient ingest;

    SpreadVigie(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        server = S3Server.start(folder.resolve("s3"));
        Path home = folder.resolve("home");
        launcher = new Launcher(home, Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test-secret"));
        up("infrastructure");
        List<String> services = List.of("ingest", "diffusion", "staging", "notify");
        try (ExecutorService all = Executors.newFixedThreadPool(services.size())) {
            List<Future<?>> starting = new ArrayList<>();
            for (String service : services) {
                starting.add(all.submit(() -> {
                    up(service);
                    return true;
                }));
            }
            for (Future<?> one : starting) {
                one.get();
            }
        } catch (ExecutionException e) {
            close();
            throw new IOException("not all services started", e);
        }
        String password = Secrets.apiPassword(new Home(home));
        notify = new ServiceClient(ports.web(), "vigie", password);
        ingest = new ServiceClient(ports.ingest(), "vigie", password);
    }

    /** Returns when it is ready. */
    void up(String component) throws IOException, InterruptedException {
        launcher.run(
                "up -d --quiet-series 2s --quiet-study 6s --only",
                component.toUpperCase(java.util.Locale.ROOT),
                "--web-port",
                ports.web(),
                "--dicom-port",
                ports.dicom(),
                "--ingest-port",
                ports.ingest(),
                "--diffusion-port",
                ports.diffusion(),
                "--staging-port",
                ports.staging(),
                "--kafka-port",
                ports.kafka(),
                "--postgres-port",
                ports.postgres(),
                "--config",
                "VIGIE_STORE_KIND=s3",
                "--config",
                "VIGIE_STORE_S3_ENDPOINT=" + server.endpoint(),
                "--config",
                "VIGIE_STORE_S3_BUCKET=" + S3Server.BUCKET,
                "--config",
                "VIGIE_STORE_S3_PREFIX=" + PREFIX,
                "--config",
                "VIGIE_STORE_DIR=" + local(component));
    }

    Launcher launcher() {
        return launcher;
    }

    Ports ports() {
        return ports;
    }

    S3Server server() {
        return server;
    }

    ServiceClient ingest() {
        return ingest;
    }

    /** The local folder of one service. */
    Path local(String service) {
        return folder.resolve("store-" + service);
    }

    S3Settings settings() {
        return new S3Settings(
                server.endpoint(),
                S3Server.BUCKET,
                "us-east-1",
                true,
                PREFIX,
                Duration.ofMinutes(1),
                S3Settings.KEEP_LOCAL_BYTES);
    }

    String adminPassword() throws IOException {
        return Files.readString(folder.resolve("home/secrets/admin.password")).strip();
    }

    Patient patient(String id) throws IOException {
        return new Patient(notify.post("/api/patients/search", Map.of("patientId", id, "issuer", "LOCAL"))
                .body());
    }

    Patient await(String id, String what, Predicate<Patient> condition) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> patient(id), condition);
    }

    /** The one study of a patient as ingest sees it. */
    com.fasterxml.jackson.databind.JsonNode received(String id) throws IOException {
        return ingest.post("/api/studies/search", Map.of("patientId", id, "issuer", "LOCAL"))
                .body()
                .path("studies")
                .path(0);
    }

    @Override
    public void close() {
        try {
            launcher.run("down");
            Path logs = Required.root().resolve("deploy/e2e/target/vigie-s3-log");
            Files.createDirectories(logs);
            try (Stream<Path> files = Files.list(folder.resolve("home/log"))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, logs.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }
}
