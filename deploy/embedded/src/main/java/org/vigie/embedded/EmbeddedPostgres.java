package org.vigie.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A PostgreSQL server from Maven Central's binaries, on loopback, with data kept in a folder. Commits are durable:
 * the binaries' wrapper starts without fsync, we switch it on again.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** Owner of the database; not a superuser. */
    public static final String USER = "vigie";

    public static final String DATABASE = "vigie";

    private static final String INITIALISED = "vigie-initialised";

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts on the folder's data, which is created where there is none, and stops a server first that a killed
     * process left behind on it: it would go on with its old settings.
     *
     * @param password of {@link #USER} and of the superuser; asked of every connection
     * @throws IllegalStateException if the server cannot be prepared
     */
    public static EmbeddedPostgres start(Path folder, int port, String password) {
        if (!password.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("PostgreSQL password: letters and digits only");
        }
        QuietLogs.apply();
        Path data = folder.resolve("data").toAbsolutePath();
        Path binaries = folder.resolve("binaries").toAbsolutePath();
        try {
            OrphanedPostmaster.stop(data);
            LeftBehind.discardHalfUnpacked(binaries);
            setAsideUnfinished(data);
            boolean fresh = !Files.exists(data);
            Files.createDirectories(binaries);
            var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("shared_buffers", "32MB")
                    .setServerConfig("max_connections", "60")
                    .start();
            if (fresh) {
                initialise(server, data, password);
            }
            return new EmbeddedPostgres(server, password);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started", e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL could not be prepared: " + e.getSQLState(), e);
        }
    }

    /** For tests: an empty database on a free port. */
    public static EmbeddedPostgres startEphemeral(Path folder) {
        return start(folder.resolve("postgres"), FreePort.pick(), "test");
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be stopped", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static void initialise(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data, String password)
            throws SQLException, IOException {
        try (Connection c = server.getPostgresDatabase().getConnection();
                Statement sql = c.createStatement()) {
            sql.execute("alter role postgres password '" + password + "'");
            sql.execute("create role " + USER + " login password '" + password + "'");
            sql.execute("create database " + DATABASE + " owner " + USER);
            Files.writeString(data.resolve("pg_hba.conf"), """
                    local all all scram-sha-256
                    host  all all 127.0.0.1/32 scram-sha-256
                    """);
            sql.execute("select pg_reload_conf()");
        }
        Files.createFile(data.resolve(INITIALISED));
    }

    // Killed between initdb and the last statement above: nothing of ours can be in there yet.
    private static void setAsideUnfinished(Path data) throws IOException {
        if (Files.exists(data) && !Files.exists(data.resolve(INITIALISED))) {
            Path aside = data.resolveSibling("unfinished-" + System.currentTimeMillis());
            Files.move(data, aside, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
