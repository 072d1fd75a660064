package org.vigie.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.ingest.SharedData;
import org.vigie.ingest.domain.ProtocolReport;
import picocli.CommandLine;

class ExplainProtocolTest {
    private static final int UNWEIGHTED_SERIES = 3001;

    @TempDir
    Path folder;

    @Test
    void seesOneSetInBValuesSplitIntoSeries() throws IOException {
        ProtocolReport report = explain(SharedData.folder("S01_mrbias_diffusion_session1"));

        ProtocolReport.Study study = report.studies().getFirst();
        assertThat(study.decision()).isEqualTo("ready");
        assertThat(study.readyAfterSeconds()).isEqualTo(60);
        assertThat(study.sets())
                .containsExactly(new ProtocolReport.Set(
                        List.of(3001, 3002, 3003, 3004, 3005), List.of(0.0, 500.0, 1000.0, 1500.0, 2000.0), 25));
    }

    /** Seven flip angles for a map of T1, none with contrast. */
    @Test
    void flipAnglesAreNoPhases() throws IOException {
        ProtocolReport.Study study =
                explain(SharedData.folder("S02_mrbias_vfa_A")).studies().getFirst();

        assertThat(study.rules())
                .filteredOn(rule -> rule.name().equals("breast-dce"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.result()).isEqualTo("absent"));
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        int n = 0;
        for (Path file : SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))) {
            if (seriesNumber(file) == UNWEIGHTED_SERIES) {
                Files.copy(file, folder.resolve("f" + n++));
            }
        }
        assertThat(n).isEqualTo(25);

        ProtocolReport.Study study = explain(folder).studies().getFirst();

        assertThat(study.decision()).isEqualTo("incomplete");
        assertThat(study.reasons()).containsExactly("NO_HIGH_B b [0.0]");
    }

    private static int seriesNumber(Path file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            return in.readDataset(-1, Tag.PixelData).getInt(Tag.SeriesNumber, 0);
        }
    }

    @Test
    void aFolderWithoutDicomIsSaidToBeOne() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        StringWriter out = new StringWriter();

        int exit = new CommandLine(new ExplainProtocol())
                .setOut(new PrintWriter(out))
                .execute(folder.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).contains("1 files are no DICOM");
    }

    @Test
    void saysWhichRuleDecidesAndWhatTheOthersWouldSay() throws IOException {
        ProtocolReport report = explain(SharedData.folder("S01_mrbias_diffusion_session1"));

        // The phantom says BRAIN
        assertThat(report.protocol()).isEqualTo("dwi");
        assertThat(report.studies().getFirst().rules())
                .containsExactly(
                        new ProtocolReport.Rule("dwi", true, "otherwise", "complete", List.of()),
                        new ProtocolReport.Rule("breast-dce", false, "not-chosen", "absent", List.of()),
                        new ProtocolReport.Rule("breast-dwi", false, "not-chosen", "complete", List.of()),
                        new ProtocolReport.Rule(
                                "wb-dwi",
                                false,
                                "not-chosen",
                                "incomplete",
                                report.studies().getFirst().rules().getLast().reasons()));
        assertThat(report.studies().getFirst().rules().getLast().reasons())
                .singleElement()
                .asString()
                .startsWith("COVERAGE_SHORT ");
    }

    @Test
    void aSitesOwnRuleIsTriedBeforeItIsInForce() throws IOException {
        Path rules = Files.writeString(folder.resolve("site.properties"), """
                        vigie.protocols.prostate.kind=dwi
                        vigie.protocols.prostate.description=calibrediffusion
                        vigie.protocols.prostate.high-b=1400
                        """);

        ProtocolReport report = explain(
                SharedData.folder("S01_mrbias_diffusion_session1"),
                "--rules",
                rules.toString(),
                "--config",
                "vigie.protocols.prostate.high-b=2500");

        ProtocolReport.Study study = report.studies().getFirst();
        assertThat(report.protocol()).isEqualTo("prostate");
        assertThat(study.decision()).isEqualTo("incomplete");
        assertThat(study.reasons()).containsExactly("NO_HIGH_B b [0.0, 500.0, 1000.0, 1500.0, 2000.0]");
        assertThat(study.touchesDiffusion()).isTrue();
    }

    @Test
    void aRuleThatIsNoneIsNamedWithItsKey() {
        StringWriter err = new StringWriter();

        int exit = new CommandLine(new ExplainProtocol())
                .setErr(new PrintWriter(err))
                .execute(folder.toString(), "--config", "vigie.protocols.breast-dwi.high-b=20");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "explain-protocol: vigie.protocols.breast-dwi: 0 <= low-b < high-b <= 10000 s/mm2 expected\n");
    }

    private static ProtocolReport explain(Path dir, String... options) {
        StringWriter out = new StringWriter();
        String[] arguments = Stream.concat(Stream.of(dir.toString(), "--json"), Stream.of(options))
                .toArray(String[]::new);
        new CommandLine(new ExplainProtocol()).setOut(new PrintWriter(out)).execute(arguments);
        return Json.read(out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), ProtocolReport.class);
    }
}
