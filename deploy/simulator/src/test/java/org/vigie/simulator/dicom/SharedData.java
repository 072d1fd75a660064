package org.vigie.simulator.dicom;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Public data and programs that are no part of the project. */
final class SharedData {
    private static final Optional<Path> ROOT = Stream.of(
                    Optional.ofNullable(System.getenv("VIGIE_TEST_DATA")).map(Path::of),
                    Optional.of(Path.of(System.getProperty("vigie.root", "."), "..", "shared", "data")))
            .flatMap(Optional::stream)
            .filter(Files::isDirectory)
            .findFirst();

    private SharedData() {}

    static Path folder(String path) {
        return required(ROOT.map(root -> root.resolve(path)).filter(Files::isDirectory), "test data " + path);
    }

    static Path program(String path) {
        return required(Optional.of(Path.of(path)).filter(Files::isExecutable), path);
    }

    private static Path required(Optional<Path> path, String what) {
        if (path.isEmpty() && "1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError("required and absent: " + what);
        }
        if (path.isEmpty()) {
            System.out.println("SKIPPED: no " + what);
        }
        Assumptions.assumeTrue(path.isPresent(), "absent");
        return path.orElseThrow();
    }
}
