package org.vigie.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vigie.cli.CommandException;
import org.vigie.cli.Home;

/** A home that holds simulated patients and nothing else, and says so by {@link Home#demoMark()}. */
final class DemoHome {
    private DemoHome() {}

    static Home temporary() {
        try {
            return mark(new Home(Files.createTempDirectory("vigie-demo-")), LocalDate.EPOCH);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
    }

    /**
     * Takes the home for a demo of that day: an earlier day's demo is thrown away, because its patients' dates no
     * longer fit.
     *
     * @throws CommandException if the home is in real use
     */
    static Home claim(Home home, LocalDate today) {
        Path mark = home.demoMark();
        try {
            if (!Files.isDirectory(home.dir()) || isEmpty(home.dir())) {
                return mark(home, today);
            }
            if (!Files.exists(mark)) {
                throw new CommandException(home.dir()
                        + " holds an installation that is no demo; simulated patients do not belong there."
                        + " Set VIGIE_HOME to another folder.");
            }
            if (!Files.readString(mark).strip().equals(today.toString())) {
                delete(home.dir());
                return mark(home, today);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("VIGIE_HOME cannot be used: " + home.dir(), e);
        }
    }

    private static boolean isEmpty(Path dir) throws IOException {
        try (Stream<Path> children = Files.list(dir)) {
            return children.findAny().isEmpty();
        }
    }

    private static Home mark(Home home, LocalDate today) throws IOException {
        home.create();
        Files.writeString(home.demoMark(), today.toString());
        return home;
    }

    static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
