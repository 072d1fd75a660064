package org.vigie.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The PostgreSQL server that outlives a killed parent. */
final class OrphanedPostmaster {
    private static final long FAST_SECONDS = 5;
    private static final long IMMEDIATE_SECONDS = 10;

    private OrphanedPostmaster() {}

    /** Stops the server that {@code postmaster.pid} names, if it runs on this data; else only forgets the file. */
    static void stop(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> postmaster = pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(OrphanedPostmaster::isPostgres);
        if (postmaster.isPresent()) {
            // SIGINT: fast shutdown, clients are cut off. SIGQUIT: immediate, recovery replays the log.
            if (!signalled(postmaster.get(), "INT", FAST_SECONDS)
                    && !signalled(postmaster.get(), "QUIT", IMMEDIATE_SECONDS)) {
                throw new IOException("a PostgreSQL left behind by a killed process does not stop; pid "
                        + postmaster.get().pid());
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private static Optional<Long> pid(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(Long.valueOf(lines.getFirst().strip()));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName())
                .filter(name -> name != null && name.toString().startsWith("postgres"))
                .isPresent();
    }

    private static boolean signalled(ProcessHandle process, String signal, long waitSeconds) throws IOException {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0 && !process.isAlive()) {
                return true;
            }
            process.onExit().get(waitSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
