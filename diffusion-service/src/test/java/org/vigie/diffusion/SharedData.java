package org.vigie.diffusion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Public data that lie beside the project and are never part of it. */
public final class SharedData {
    private static final Optional<Path> ROOT = Stream.of(
                    Optional.ofNullable(System.getenv("VIGIE_TEST_DATA")).map(Path::of),
                    Optional.of(Path.of(System.getProperty("vigie.root", "."), "..", "shared", "data")))
            .flatMap(Optional::stream)
            .filter(Files::isDirectory)
            .findFirst();

    private SharedData() {}

    /** A bundle's folder; the test is skipped, with a line that says so, where the data are absent. */
    public static Path folder(String name) {
        Optional<Path> folder = ROOT.map(root -> root.resolve(name)).filter(Files::isDirectory);
        if (folder.isEmpty() && "1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError("test data required and absent: " + name);
        }
        if (folder.isEmpty()) {
            System.out.println("SKIPPED: no test data " + name);
        }
        Assumptions.assumeTrue(folder.isPresent(), "no test data");
        return folder.orElseThrow();
    }
}
