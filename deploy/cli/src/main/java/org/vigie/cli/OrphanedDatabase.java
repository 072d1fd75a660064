package org.vigie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The PostgreSQL server of a home, which outlives its infrastructure process when that one is killed. */
final class OrphanedDatabase {
    private static final long PATIENCE_SECONDS = 10;

    private OrphanedDatabase() {}

    /** The living server, told by where its program lies: in this home. */
    static Optional<ProcessHandle> find(Home home) {
        Path folder = home.dir().resolve("postgres");
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,9}")) {
                return Optional.empty();
            }
            Path programs = folder.toRealPath();
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> Path.of(command).startsWith(programs))
                            .isPresent());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Stops it; its clients are gone by now. */
    static boolean stop(Home home) {
        Optional<ProcessHandle> found = find(home);
        found.ifPresent(process -> {
            process.destroy();
            try {
                process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return found.isPresent();
    }
}
