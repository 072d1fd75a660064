package org.vigie.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;

/**
 * The broker and the database of one machine, in one process: {@code VIGIE_HOME}, {@code VIGIE_KAFKA_PORT} (9092),
 * {@code VIGIE_POSTGRES_PORT} (5433), {@code VIGIE_POSTGRES_PASSWORD}. Ready is said twice: a line starting with
 * {@code READY} in the log, and the file {@code run/infrastructure.ready} that holds this process' id.
 */
public final class Infrastructure implements AutoCloseable {
    static {
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        }
    }

    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private Infrastructure(EmbeddedKafka kafka, EmbeddedPostgres postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
    }

    static Infrastructure start(InfrastructureConfig config) {
        CompletableFuture<EmbeddedPostgres> database = CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(
                config.home().resolve("postgres"), config.postgresPort(), config.postgresPassword()));
        EmbeddedKafka broker = EmbeddedKafka.start(config.home().resolve("kafka"), config.kafkaPort());
        try (Admin admin = broker.admin()) {
            TopicCatalogue.load().createAll(admin, 1);
        }
        return new Infrastructure(broker, database.join());
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Logger log = Logger.getLogger(Infrastructure.class.getName());
        InfrastructureConfig config;
        try {
            config = InfrastructureConfig.of(System.getenv());
        } catch (IllegalArgumentException e) {
            log.severe("not started: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path ready = config.home().resolve("run").resolve("infrastructure.ready");
        Files.createDirectories(config.home().resolve("run"));
        Files.deleteIfExists(ready);

        Infrastructure running;
        try {
            running = start(config);
        } catch (RuntimeException e) {
            log.log(Level.SEVERE, "not started", e);
            // The half that did start has threads that would keep the process alive; PostgreSQL has a shutdown hook.
            System.exit(1);
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.deleteIfExists(ready);
                running.close();
            } catch (IOException | RuntimeException e) {
                log.log(Level.WARNING, "not stopped cleanly", e);
            } finally {
                stopped.countDown();
            }
        }));
        announce(ready);
        log.info("READY kafka=" + running.kafka.bootstrap() + " postgres=" + running.postgres.jdbcUrl());
        stopped.await();
    }

    private static void announce(Path ready) throws IOException {
        Path written = ready.resolveSibling("infrastructure.ready.new");
        Files.writeString(written, Long.toString(ProcessHandle.current().pid()));
        Files.move(written, ready, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
