package org.vigie.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** {@code $VIGIE_HOME}: everything Vigie keeps on this machine. Readable by its owner alone. */
public record Home(Path dir) {
    /** The home of this process: system property {@code vigie.home}, else {@link #of} its environment. */
    public static Home current() {
        String named = System.getProperty("vigie.home", "");
        return named.isBlank() ? of(System.getenv()) : of(Map.of("VIGIE_HOME", named));
    }

    /** {@code VIGIE_HOME} of the environment, else {@code ~/.vigie}. */
    public static Home of(Map<String, String> env) {
        String named = env.getOrDefault("VIGIE_HOME", "");
        return new Home((named.isBlank() ? Path.of(System.getProperty("user.home"), ".vigie") : Path.of(named))
                .toAbsolutePath()
                .normalize());
    }

    /** Says that the home holds simulated patients; its content is the day they are dated to. */
    public Path demoMark() {
        return dir.resolve("demo-of");
    }

    boolean isDemo() {
        return Files.exists(demoMark());
    }

    public Path secrets() {
        return dir.resolve("secrets");
    }

    public Path logs() {
        return dir.resolve("log");
    }

    public Path run() {
        return dir.resolve("run");
    }

    /** Makes the folders that are missing, closed to others. */
    public void create() {
        var onlyOwner = PosixFilePermissions.fromString("rwx------");
        try {
            for (Path folder : new Path[] {dir, secrets(), logs(), run()}) {
                if (!Files.isDirectory(folder)) {
                    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(onlyOwner));
                }
            }
            Files.setPosixFilePermissions(secrets(), onlyOwner);
        } catch (IOException e) {
            throw new UncheckedIOException("VIGIE_HOME cannot be written: " + dir, e);
        }
    }
}
