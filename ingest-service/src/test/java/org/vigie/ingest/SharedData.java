package org.vigie.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Public data that lie beside the project, and programs of the system; both may be absent. */
public final class SharedData {
    private SharedData() {}

    public static Path folder(String name) {
        Optional<Path> folder = Stream.of(
                        Optional.ofNullable(System.getenv("VIGIE_TEST_DATA")).map(Path::of),
                        Optional.of(Path.of(System.getProperty("vigie.root", "."), "..", "shared", "data")))
                .flatMap(Optional::stream)
                .map(root -> root.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        require(folder.isPresent(), "test data " + name);
        return folder.orElseThrow();
    }

    /** DICOM files by their preamble, in the order of their names. */
    public static List<Path> dicomFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(SharedData::isDicom)
                    .sorted()
                    .toList();
        }
    }

    public static void requireProgram(Path program) {
        require(Files.isExecutable(program), "program " + program.getFileName());
    }

    public static void require(boolean present, String what) {
        if (!present && "1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError("required and absent: " + what);
        }
        if (!present) {
            System.out.println("SKIPPED: no " + what);
        }
        Assumptions.assumeTrue(present, what);
    }

    private static boolean isDicom(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(132);
            return head.length == 132 && head[128] == 'D' && head[129] == 'I' && head[130] == 'C' && head[131] == 'M';
        } catch (IOException e) {
            return false;
        }
    }
}
