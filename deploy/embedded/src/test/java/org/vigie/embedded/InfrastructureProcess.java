package org.vigie.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The infrastructure as a process of its own, so that it can be killed. */
final class InfrastructureProcess {
    static final String PASSWORD = "infraTest1";

    private final Process process;
    private final Duration startup;

    private InfrastructureProcess(Process process, Duration startup) {
        this.process = process;
        this.startup = startup;
    }

    static InfrastructureProcess start(Path home, int kafkaPort, int postgresPort) throws IOException {
        Instant begin = Instant.now();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.vigie.embedded.Infrastructure");
        builder.environment()
                .putAll(Map.of(
                        "VIGIE_HOME", home.toString(),
                        "VIGIE_KAFKA_PORT", Integer.toString(kafkaPort),
                        "VIGIE_POSTGRES_PORT", Integer.toString(postgresPort),
                        "VIGIE_POSTGRES_PASSWORD", PASSWORD));
        Path log = home.resolve("infrastructure.txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Path ready = home.resolve("run").resolve("infrastructure.ready");
        String pid = Long.toString(process.pid());
        Awaitility.await("infrastructure ready")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .failFast("the process ended", () -> !process.isAlive())
                .until(() -> Files.exists(ready) && Files.readString(ready).equals(pid));
        return new InfrastructureProcess(process, Duration.between(begin, Instant.now()));
    }

    Duration startup() {
        return startup;
    }

    /** SIGKILL, as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** SIGTERM. */
    boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(20, TimeUnit.SECONDS);
    }
}
