package org.vigie.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {
    @TempDir
    private Path dir;

    @Test
    void namesEveryPortThatIsTakenBeforeStartingAnything() throws IOException {
        Home home = new Home(dir);
        Ports free = Ports.free();
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket dicom = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(
                    web.getLocalPort(),
                    dicom.getLocalPort(),
                    free.ingest(),
                    free.diffusion(),
                    free.staging(),
                    free.kafka(),
                    free.postgres());
            assertThatThrownBy(() -> stack(home)
                            .up(
                                    List.of(Component.values()),
                                    new Installation(ports, Map.of()),
                                    Secrets.readOrCreate(home)))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("--web-port " + ports.web())
                    .hasMessageContaining("--dicom-port " + ports.dicom());
        }
    }

    @Test
    void saysWhatHasNotBeenBuilt() {
        Home home = new Home(dir);
        Secrets secrets = Secrets.readOrCreate(home);
        assertThatThrownBy(() ->
                        stack(home).up(List.of(Component.INGEST), new Installation(Ports.free(), Map.of()), secrets))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("ingest has not been built");
    }

    @Test
    void whoStaysInTheForegroundEndsWhenAnotherProcessStopsAll() throws InterruptedException {
        Home home = new Home(dir);
        Secrets secrets = Secrets.readOrCreate(home);
        StringWriter said = new StringWriter();
        stack(home).down();

        new Foreground(stack(home), new PrintWriter(said))
                .stay(List.of(Component.INGEST), new Installation(Ports.free(), Map.of()), secrets);

        assertThat(said.toString()).isEqualToIgnoringNewLines("stopped by 'vigie down'");
    }

    @Test
    void startsNothingOnceItIsBeingStopped() {
        Home home = new Home(dir);
        Secrets secrets = Secrets.readOrCreate(home);
        Stack stack = stack(home);
        stack.down();
        assertThatThrownBy(() -> stack.up(List.of(Component.INGEST), new Installation(Ports.free(), Map.of()), secrets))
                .isInstanceOf(CommandException.class)
                .hasMessage("stopping");
    }

    private Stack stack(Home home) {
        return new Stack(dir.resolve("nowhere"), home, new PrintWriter(Writer.nullWriter()));
    }
}
