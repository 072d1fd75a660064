package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.diffusion.dicom.DwiFile;

/** Bad input ends in a named reason: no trace, no number, and an exit code that tells. */
class BadInputTest {
    @TempDir
    private Path folder = Path.of(".");

    private int files;
    private String errors = "";

    @Test
    void aFolderWithoutDicom() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing");

        JsonNode report = measure(1);

        assertThat(report.get("reasons").toString()).isEqualTo("[\"MISSING_INPUT(DICOM files)\"]");
        assertThat(report.get("skipped").toString()).isEqualTo("[\"notes.txt\"]");
        assertThat(errors).startsWith("no DICOM file in ");
    }

    @Test
    void aTruncatedHeaderIsNamedByItsFile() throws IOException {
        byte[] whole = new DwiFile("1", 0, 0, 900).bytes();
        Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, 300));

        JsonNode report = measure(1);

        assertThat(report.get("unreadable").get(0).get("file").asText()).isEqualTo("cut.dcm");
        assertThat(report.get("unreadable").get(0).get("reason").asText()).isEqualTo("INVALID_VALUE(instance)");
        assertThat(errors).startsWith("cannot read cut.dcm: INVALID_VALUE(instance): ");
    }

    @Test
    void truncatedPixelsAreNamedByTheirFile() throws IOException {
        write(new DwiFile("1", 0, 0, 900));
        byte[] whole = new DwiFile("1", 800, 0, 400).bytes();
        Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length - 50));

        JsonNode report = measure(1);

        assertThat(report.get("series").get(0).get("reasons").toString()).isEqualTo("[\"INVALID_VALUE(pixelData)\"]");
        assertThat(errors).startsWith("cannot read cut.dcm: INVALID_VALUE(pixelData): ");
    }

    @Test
    void aSingleFileMayBeGiven() throws IOException {
        Path file = folder.resolve("one.dcm");
        Files.write(file, Arrays.copyOf(new DwiFile("1", 0, 0, 900).bytes(), 200));

        StringWriter err = new StringWriter();
        int exit = Measure.run(new PrintWriter(new StringWriter()), new PrintWriter(err), file.toString(), "--json");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).startsWith("cannot read one.dcm");
    }

    @Test
    void aFolderThatIsNotThereIsWrongUsage() {
        StringWriter err = new StringWriter();

        int exit = Measure.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                folder.resolve("nowhere").toString());

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).startsWith("no such folder");
    }

    @Test
    void twoPatientsInOneStudyAreRefused() throws IOException {
        write(new DwiFile("1", 0, 0, 900));
        write(new DwiFile("1", 800, 0, 400).with(a -> a.setString(Tag.PatientID, VR.LO, "P2")));

        JsonNode report = measure(0);

        assertThat(report.get("series")).isEmpty();
        assertThat(report.get("reasons").toString()).isEqualTo("[\"AMBIGUOUS_IDENTITY(patient)\"]");
        assertThat(report.toString()).doesNotContain("P2");
    }

    @Test
    void theUnweightedImageAloneGivesNoNumber() throws IOException {
        write(new DwiFile("1", 0, 0, 900));

        assertThat(reasonsOfFirstSeries()).isEqualTo("[\"B_VALUES_INADEQUATE\"]");
    }

    @Test
    void oneWeightedImageAloneGivesNoNumber() throws IOException {
        write(new DwiFile("1", 800, 0, 900));

        assertThat(reasonsOfFirstSeries()).isEqualTo("[\"B_VALUES_INADEQUATE\"]");
    }

    @Test
    void aNegativeValueGivesNoNumber() throws IOException {
        write(new DwiFile("1", 0, 0, 900));
        write(new DwiFile("1", -800, 0, 400));

        JsonNode report = measure(0);

        assertThat(report.get("reasons").toString()).isEqualTo("[\"INVALID_VALUE(bValue)\"]");
        assertThat(report.get("series").get(0).get("reasons").toString()).isEqualTo("[\"INVALID_VALUE(bValue)\"]");
        assertThat(report.get("series").get(0).get("rois")).isEmpty();
    }

    @Test
    void noBValueAnywhereIsAMissingInput() throws IOException {
        write(new DwiFile("1", 0, 0, 900).with(a -> a.remove(Tag.DiffusionBValue)));

        assertThat(measure(0).get("reasons").toString()).isEqualTo("[\"MISSING_INPUT(bValue)\"]");
    }

    @Test
    void aMissingImageGivesNoNumber() throws IOException {
        write(new DwiFile("1", 0, 0, 900));
        write(new DwiFile("1", 0, 1, 900));
        write(new DwiFile("1", 800, 0, 400));

        assertThat(reasonsOfFirstSeries()).contains("MISSING_INPUT(images of b800)");
    }

    @Test
    void allZeroPixelsAreBelowTheNoise() throws IOException {
        write(new DwiFile("1", 0, 0, 0));
        write(new DwiFile("1", 800, 0, 0));

        JsonNode roi = measure(0, "--roi", "box:4,4,0,7")
                .get("series")
                .get(0)
                .get("rois")
                .get(0);

        assertThat(roi.get("reasons").toString()).contains("BELOW_NOISE_FLOOR");
        assertThat(roi.has("raw")).isFalse();
        assertThat(roi.has("valid")).isFalse();
    }

    @Test
    void aClippedRegionIsSaturated() throws IOException {
        write(new DwiFile("1", 0, 0, 4095));
        write(new DwiFile("1", 800, 0, 1500));

        JsonNode roi = measure(0, "--roi", "box:4,4,0,7")
                .get("series")
                .get(0)
                .get("rois")
                .get(0);

        assertThat(roi.get("reasons").toString()).contains("SATURATED");
        assertThat(roi.get("flags").toString()).contains("saturated-voxels");
        assertThat(roi.has("valid")).isFalse();
    }

    @Test
    void anImageSentTwiceCountsOnceAndAContradictionNever() throws IOException {
        byte[] b0 = new DwiFile("1", 0, 0, 900).bytes();
        Files.write(folder.resolve("a.dcm"), b0);
        Files.write(folder.resolve("copy of a.dcm"), b0);
        write(new DwiFile("1", 800, 0, 400));
        assertThat(measure(0).get("series").get(0).get("reasons")).isEmpty();

        byte[] other = b0.clone();
        other[other.length - 1] ^= 1;
        Files.write(folder.resolve("zother.dcm"), other);

        JsonNode report = measure(1);

        assertThat(report.get("reasons").toString()).contains("AMBIGUOUS_IDENTITY(instance)");
        assertThat(report.get("series").get(0).get("acquiredB").toString()).isEqualTo("[800.0]");
    }

    private String reasonsOfFirstSeries() throws IOException {
        JsonNode series = measure(0).get("series").get(0);
        for (JsonNode roi : series.get("rois")) {
            assertThat(roi.has("raw") || roi.has("valid")).isFalse();
        }
        return series.get("reasons").toString();
    }

    private void write(DwiFile file) throws IOException {
        Files.write(folder.resolve("image" + files++ + ".dcm"), file.bytes());
    }

    private JsonNode measure(int expectedExit, String... options) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = new String[options.length + 2];
        arguments[0] = folder.toString();
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);

        int exit = Measure.run(new PrintWriter(out), new PrintWriter(err), arguments);

        errors = err.toString();
        assertThat(errors).doesNotContain("\tat ");
        assertThat(exit).as(errors + out).isEqualTo(expectedExit);
        return new ObjectMapper().readTree(out.toString());
    }
}
