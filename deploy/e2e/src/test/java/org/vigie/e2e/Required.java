package org.vigie.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs and public data that are no part of the project: without them a test is skipped, in CI it fails. */
final class Required {
    private static final Path ROOT = Path.of(System.getProperty("vigie.root", "../.."));

    private Required() {}

    static Path root() {
        return ROOT.toAbsolutePath().normalize();
    }

    static Path data(String folder) {
        Stream<Path> places = Stream.of(
                        Optional.ofNullable(System.getenv("VIGIE_TEST_DATA")).map(Path::of),
                        Optional.of(ROOT.resolve("../shared/data")))
                .flatMap(Optional::stream)
                .map(place -> place.resolve(folder).toAbsolutePath().normalize());
        return found(places.filter(Files::isDirectory).findFirst(), "test data " + folder);
    }

    static Path program(String... names) {
        Stream<Path> places = Stream.of(names)
                .flatMap(name ->
                        Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin").map(dir -> Path.of(dir, name)));
        return found(places.filter(Files::isExecutable).findFirst(), "program " + names[0]);
    }

    /** A file that is no part of the project either. */
    static Path file(String place, String what) {
        return found(Optional.of(Path.of(place)).filter(Files::exists), what);
    }

    private static Path found(Optional<Path> path, String what) {
        if (path.isEmpty() && "1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError("required and absent: " + what);
        }
        if (path.isEmpty()) {
            System.out.println("SKIPPED: no " + what);
        }
        Assumptions.assumeTrue(path.isPresent(), "absent: " + what);
        return path.orElseThrow();
    }
}
