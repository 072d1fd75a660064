package org.vigie.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which process runs a component of this home, told safely: process ids are used again by others. */
final class PidFiles {
    private final Home home;

    PidFiles(Home home) {
        this.home = home;
    }

    void write(Component component, ProcessHandle process) {
        String started = process.info().startInstant().map(Instant::toString).orElse("");
        try {
            Files.writeString(file(component), process.pid() + "\n" + started + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("not writable: " + file(component), e);
        }
    }

    /** The living process of the component, if it is ours: same id, same start, and it carries our mark. */
    Optional<ProcessHandle> running(Component component) {
        Path file = file(component);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.getFirst().matches("[0-9]{1,9}")) {
                return Optional.empty();
            }
            String started = lines.size() > 1 ? lines.get(1) : "";
            return ProcessHandle.of(Long.parseLong(lines.getFirst()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(at -> at.toString().equals(started))
                            .orElse(true))
                    .filter(process -> carriesMark(process, component.mark(home)));
        } catch (IOException e) {
            throw new UncheckedIOException("not readable: " + file, e);
        }
    }

    void forget(Component component) {
        try {
            Files.deleteIfExists(file(component));
        } catch (IOException e) {
            throw new UncheckedIOException("not removable: " + file(component), e);
        }
    }

    private Path file(Component component) {
        return home.run().resolve(component.id() + ".pid");
    }

    private static boolean carriesMark(ProcessHandle process, String mark) {
        // A process that died without being waited for still has an id, but no arguments.
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(mark))
                .orElse(false);
    }
}
