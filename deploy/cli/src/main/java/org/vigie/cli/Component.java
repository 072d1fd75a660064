package org.vigie.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One process of an installation. */
public enum Component {
    INFRASTRUCTURE,
    INGEST,
    DIFFUSION,
    STAGING,
    NOTIFY;

    static final List<Component> SERVICES = List.of(INGEST, DIFFUSION, STAGING, NOTIFY);

    /** Java options that stand in every command line of ours and tell our processes from others. */
    String mark(Home home) {
        return "-Dvigie.process=" + id() + "@" + home.dir();
    }

    String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    int port(Ports ports) {
        return switch (this) {
            case INFRASTRUCTURE -> ports.kafka();
            case INGEST -> ports.ingest();
            case DIFFUSION -> ports.diffusion();
            case STAGING -> ports.staging();
            case NOTIFY -> ports.web();
        };
    }

    /** Every port the process listens on. */
    Map<String, Integer> listensOn(Ports ports) {
        return switch (this) {
            case INFRASTRUCTURE -> Map.of("--kafka-port", ports.kafka(), "--postgres-port", ports.postgres());
            case INGEST -> Map.of("--ingest-port", ports.ingest(), "--dicom-port", ports.dicom());
            case DIFFUSION -> Map.of("--diffusion-port", ports.diffusion());
            case STAGING ->
                ports.hl7() == null
                        ? Map.of("--staging-port", ports.staging())
                        : Map.of("--staging-port", ports.staging(), "--hl7-port", ports.hl7());
            case NOTIFY -> Map.of("--web-port", ports.web());
        };
    }

    URI readyUri(Ports ports) {
        return URI.create("http://127.0.0.1:" + port(ports) + "/q/health/ready");
    }

    /** @throws CommandException if the component has not been built */
    List<String> command(Path root, Home home) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(mark(home));
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        switch (this) {
            case INFRASTRUCTURE -> {
                Path target = root.resolve("deploy/embedded/target");
                built(target.resolve("lib"));
                command.addAll(List.of(
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        target.resolve("*") + System.getProperty("path.separator") + target.resolve("lib/*"),
                        "org.vigie.embedded.Infrastructure"));
            }
            // C1 alone starts faster, but knows no Vector API: diffusion needs C2.
            case DIFFUSION -> command.addAll(List.of("-Xmx768m", "--add-modules=jdk.incubator.vector"));
            // C1 alone hashes at a tenth of the speed: SHA-256 by the processor's instructions is C2's.
            case INGEST -> command.add("-Xmx512m");
            case STAGING, NOTIFY -> command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1"));
        }
        if (this != INFRASTRUCTURE) {
            Path jar = root.resolve(id() + "-service/target/quarkus-app/quarkus-run.jar");
            built(jar);
            command.addAll(List.of("-jar", jar.toString()));
        }
        return command;
    }

    Map<String, String> environment(Home home, Installation installation, Secrets secrets) {
        Ports ports = installation.ports();
        Map<String, String> env = new LinkedHashMap<>();
        env.put("VIGIE_HOME", home.dir().toString());
        if (this == INFRASTRUCTURE) {
            env.put("VIGIE_KAFKA_PORT", Integer.toString(ports.kafka()));
            env.put("VIGIE_POSTGRES_PORT", Integer.toString(ports.postgres()));
            env.put("VIGIE_POSTGRES_PASSWORD", secrets.postgresPassword());
            return env;
        }
        env.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.kafka());
        env.put("QUARKUS_HTTP_PORT", Integer.toString(port(ports)));
        env.put("VIGIE_API_PASSWORD", secrets.apiPassword());
        env.put("VIGIE_WEB_PORT", Integer.toString(ports.web()));
        env.put("VIGIE_INGEST_URL", "http://127.0.0.1:" + ports.ingest());
        env.put("VIGIE_DIFFUSION_URL", "http://127.0.0.1:" + ports.diffusion());
        env.put("VIGIE_STAGING_URL", "http://127.0.0.1:" + ports.staging());
        if (this == INGEST) {
            env.put("VIGIE_DICOM_PORT", Integer.toString(ports.dicom()));
        }
        Integer hl7 = ports.hl7();
        if (this == STAGING && hl7 != null) {
            env.put("VIGIE_HL7_PORT", hl7.toString());
        }
        if (this == NOTIFY) {
            env.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/vigie");
            env.put("QUARKUS_DATASOURCE_USERNAME", "vigie");
            env.put("QUARKUS_DATASOURCE_PASSWORD", secrets.postgresPassword());
            env.put("VIGIE_ADMIN_PASSWORD", secrets.adminPassword());
        }
        env.putAll(installation.config());
        return env;
    }

    private void built(Path file) {
        if (!Files.exists(file)) {
            throw new CommandException(id() + " has not been built: " + file + " is missing (./mvnw package)");
        }
    }
}
