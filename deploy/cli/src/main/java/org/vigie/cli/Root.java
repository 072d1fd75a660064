package org.vigie.cli;

import java.nio.file.Path;

/** Where Vigie was unpacked; the script says it by {@code -Dvigie.root}. */
public final class Root {
    private Root() {}

    public static Path path() {
        String root = System.getProperty("vigie.root", "");
        if (root.isBlank()) {
            throw new CommandException("vigie.root is not set: call deploy/vigie");
        }
        return Path.of(root).toAbsolutePath().normalize();
    }
}
