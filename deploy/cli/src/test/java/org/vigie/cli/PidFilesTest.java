package org.vigie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFilesTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void makeHome() {
        new Home(dir).create();
    }

    @Test
    void doesNotTakeAProcessWithoutOurMarkForOurs() throws IOException, InterruptedException {
        PidFiles pids = new PidFiles(new Home(dir));
        Process other = new ProcessBuilder("sleep", "30").start();
        try {
            pids.write(Component.INGEST, other.toHandle());
            assertThat(pids.running(Component.INGEST)).isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void doesNotTakeAProcessForOursWhoseIdWasUsedAgain() throws IOException {
        Files.writeString(
                dir.resolve("run").resolve("ingest.pid"),
                ProcessHandle.current().pid() + "\n2001-01-01T00:00:00Z\n");
        assertThat(new PidFiles(new Home(dir)).running(Component.INGEST)).isEmpty();
    }

    @Test
    void knowsOurProcessByItsMarkUntilItEnds() throws IOException, InterruptedException {
        Home home = new Home(dir);
        PidFiles pids = new PidFiles(home);
        Process ours = new ProcessBuilder("sh", "-c", "read line", Component.INGEST.mark(home)).start();
        pids.write(Component.INGEST, ours.toHandle());
        assertThat(pids.running(Component.INGEST)).map(ProcessHandle::pid).hasValue(ours.pid());
        assertThat(pids.running(Component.STAGING)).isEmpty();

        ours.destroyForcibly().waitFor();
        assertThat(pids.running(Component.INGEST)).isEmpty();
    }
}
