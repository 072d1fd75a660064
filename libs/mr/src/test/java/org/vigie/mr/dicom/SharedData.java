package org.vigie.mr.dicom;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.junit.jupiter.api.Assumptions;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;

/** Public data that lie beside the project and are never part of it. */
final class SharedData {
    private static final Optional<Path> ROOT = Stream.of(
                    Optional.ofNullable(System.getenv("VIGIE_TEST_DATA")).map(Path::of),
                    Optional.of(Path.of(System.getProperty("vigie.root", "."), "..", "shared", "data")))
            .flatMap(Optional::stream)
            .filter(Files::isDirectory)
            .findFirst();

    private SharedData() {}

    /** A folder of a bundle; the test is skipped, with a line that says so, where the data are absent. */
    static Path folder(String path) {
        Optional<Path> folder = ROOT.map(root -> root.resolve(path)).filter(Files::isDirectory);
        if (folder.isEmpty() && "1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError("test data required and absent: " + path);
        }
        if (folder.isEmpty()) {
            System.out.println("SKIPPED: no test data " + path);
        }
        Assumptions.assumeTrue(folder.isPresent(), "no test data");
        return folder.orElseThrow();
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().matches(".*(LICENSE|\\.(md|txt|csv))"))
                    .sorted()
                    .toList();
        }
    }

    static Attributes header(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try (DicomInputStream in = new DicomInputStream(file.toString().endsWith(".gz") ? unzipped(raw) : raw)) {
            return in.readDataset(-1, Tag.PixelData);
        }
    }

    static List<MrFrame> frames(String path) throws IOException {
        List<MrFrame> frames = new java.util.ArrayList<>();
        for (Path file : files(folder(path))) {
            if (MrHeaderReader.read(header(file)) instanceof MrHeader.Usable usable) {
                frames.addAll(usable.frames());
            }
        }
        return frames;
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(raw));
    }
}
