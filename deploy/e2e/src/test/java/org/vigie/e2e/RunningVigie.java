package org.vigie.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.vigie.cli.Home;
import org.vigie.cli.Ports;
import org.vigie.cli.Secrets;
import org.vigie.cli.ServiceClient;
import org.vigie.contract.Json;
import org.vigie.simulator.domain.Destination;

/** One installation, started by {@code deploy/vigie up -d}, with a mail server of ours. */
final class RunningVigie implements AutoCloseable {
    static final String ONCOLOGIST = "oncologist@localhost";
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Nothing more happens to a study once it has been silent so long; see {@code --quiet-study}. */
    static final Duration SETTLED = Duration.ofSeconds(9);

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Path home;
    private final Launcher launcher;
    private final Ports ports = Ports.free();
    private final ServiceClient notify;
    private final ServiceClient admin;
    private final ServiceClient ingest;
    private final ServiceClient staging;

    RunningVigie() throws IOException, InterruptedException {
        home = Files.createTempDirectory("vigie-e2e");
        launcher = new Launcher(home, Map.of());
        mail.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        cli(
                "up -d --quiet-series 2s --quiet-study 6s --smtp",
                "127.0.0.1:" + mail.getSmtp().getPort(),
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
                "--hl7-port",
                hl7Port(),
                "--kafka-port",
                ports.kafka(),
                "--postgres-port",
                ports.postgres(),
                "--config",
                "VIGIE_ONCOLOGIST_EMAIL=" + ONCOLOGIST,
                "--config",
                "VIGIE_RADIOLOGIST_EMAIL=");
        String password = Secrets.apiPassword(new Home(home));
        notify = new ServiceClient(ports.web(), "vigie", password);
        admin = new ServiceClient(ports.web(), "admin", adminPassword());
        ingest = new ServiceClient(ports.ingest(), "vigie", password);
        staging = new ServiceClient(ports.staging(), "vigie", password);
    }

    /** {@code deploy/vigie}; the first argument may hold several words. */
    String cli(String words, Object... more) throws IOException, InterruptedException {
        return launcher.run(words, more);
    }

    /** Sends by DCMTK, which proposes only what the files need, as a PACS does. */
    static void storescu(String calledAe, int port, Path... folders) throws IOException, InterruptedException {
        List<Object> command = new ArrayList<>(
                List.of(Required.program("storescu"), "-R", "-aec", calledAe, "+sd", "+r", "127.0.0.1", port));
        command.addAll(Arrays.asList(folders));
        Shell.run(Map.of("TCP_NODELAY", "1"), command.toArray());
    }

    Destination dicom() {
        return new Destination("VIGIE", "127.0.0.1", ports.dicom());
    }

    Ports ports() {
        return ports;
    }

    int hl7Port() {
        return java.util.Objects.requireNonNull(ports.hl7(), "free ports have one for HL7");
    }

    ServiceClient admin() {
        return admin;
    }

    ServiceClient ingest() {
        return ingest;
    }

    /** Starts services again with these settings beside their others; an empty value takes one away. */
    void reconfigure(Map<String, String> settings, String... components) throws IOException, InterruptedException {
        Path file = home.resolve("run/installation.json");
        ObjectNode installation = (ObjectNode) Json.mapper().readTree(Files.readAllBytes(file));
        ObjectNode config = installation.withObject("/config");
        settings.forEach((name, value) -> {
            config.remove(name);
            if (!value.isEmpty()) {
                config.put(name, value);
            }
        });
        Files.write(file, Json.bytes(installation));
        for (String component : components) {
            cli("restart " + component);
        }
    }

    /** The REST of another ingest process of this installation. */
    ServiceClient ingestAt(int port) throws IOException {
        return new ServiceClient(port, "vigie", Secrets.apiPassword(new Home(home)));
    }

    /** One more ingest process on the same store, with a home of its own. */
    Replica replica(Path ownHome, int dicomPort, int restPort) throws IOException {
        return new Replica(
                ownHome,
                dicomPort,
                restPort,
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "127.0.0.1:" + ports.kafka(),
                        "VIGIE_STORE_DIR",
                        home.resolve("store").toString(),
                        "VIGIE_SITE_SECRET_FILE",
                        home.resolve("secrets/site.key").toString(),
                        "VIGIE_API_PASSWORD",
                        Secrets.apiPassword(new Home(home)),
                        "VIGIE_QUIET_SERIES",
                        "2s",
                        "VIGIE_QUIET_STUDY",
                        "6s"));
    }

    /** Instances the ingest process of the installation took since it was started. */
    long stored() throws IOException, InterruptedException {
        return Replica.stored(Replica.get(ports.ingest(), "/q/metrics").body());
    }

    ServiceClient staging() {
        return staging;
    }

    String adminPassword() throws IOException {
        return Files.readString(home.resolve("secrets/admin.password")).strip();
    }

    /** Mails that reached the oncologist since the start. */
    int mails() {
        return (int)
                Arrays.stream(mail.getReceivedMessagesForDomain(ONCOLOGIST)).count();
    }

    Patient patient(String id) throws IOException {
        return new Patient(notify.post("/api/patients/search", Map.of("patientId", id, "issuer", "LOCAL"))
                .body());
    }

    /** What is said about the patient as soon as the condition holds. */
    Patient await(String id, String what, Predicate<Patient> condition) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> patient(id), condition);
    }

    /** What is said about the patient after all that was received has been worked off. */
    Patient settled(String id, Predicate<Patient> condition) {
        return Awaitility.await("nothing else happens")
                .pollInterval(Duration.ofMillis(500))
                .during(SETTLED)
                .atMost(SETTLED.plusSeconds(5))
                .until(() -> patient(id), condition);
    }

    /** Kills as the kernel does when memory is short. */
    void kill(String component) throws IOException, InterruptedException {
        launcher.kill(component);
    }

    boolean isReady() throws IOException, InterruptedException {
        return launcher.isReady();
    }

    @Override
    public synchronized void close() {
        if (!Files.exists(home)) {
            return;
        }
        try {
            cli("down");
            Path logs = Required.root().resolve("deploy/e2e/target/vigie-log");
            Files.createDirectories(logs);
            try (Stream<Path> files = Files.list(home.resolve("log"))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, logs.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            mail.stop();
        }
    }
}
