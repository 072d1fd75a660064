package org.vigie.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.cli.CommandException;
import org.vigie.cli.Home;

class DemoHomeTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

    @TempDir
    private Path dir;

    @Test
    void refusesAHomeInRealUseAndTouchesNothing() throws IOException {
        Path data = Files.createDirectories(dir.resolve("store"));
        assertThatThrownBy(() -> DemoHome.claim(new Home(dir), MONDAY)).isInstanceOf(CommandException.class);
        assertThat(data).exists();
    }

    @Test
    void keepsTheDemoOfTheSameDayAndThrowsAwayAnEarlierOne() throws IOException {
        Home home = DemoHome.claim(new Home(dir.resolve("demo")), MONDAY);
        Path data = Files.createDirectories(home.dir().resolve("store"));

        DemoHome.claim(home, MONDAY);
        assertThat(data).exists();

        DemoHome.claim(home, MONDAY.plusDays(1));
        assertThat(data).doesNotExist();
    }
}
