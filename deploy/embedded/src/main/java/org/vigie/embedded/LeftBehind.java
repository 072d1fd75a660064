package org.vigie.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a process killed in the middle leaves on disk. */
final class LeftBehind {
    private LeftBehind() {}

    /** The wrapper never repairs a folder of binaries that it was unpacking when it was killed. */
    static void discardHalfUnpacked(Path binaries) throws IOException {
        if (!Files.isDirectory(binaries)) {
            return;
        }
        List<Path> half;
        try (Stream<Path> children = Files.list(binaries)) {
            half = children.filter(Files::isDirectory)
                    .filter(child -> !Files.exists(child.resolve(".exists")))
                    .toList();
        }
        for (Path folder : half) {
            delete(folder);
        }
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
