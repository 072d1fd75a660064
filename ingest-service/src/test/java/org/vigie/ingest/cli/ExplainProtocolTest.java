package org.vigie.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.ingest.SharedData;
import org.vigie.ingest.domain.ProtocolReport;
import picocli.CommandLine;

class ExplainProtocolTest {
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

    @Test
    void namesWhatIsMissing() throws IOException {
        int n = 0;
        for (Path file : SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))) {
            if (n < 25) {
                Files.copy(file, folder.resolve("f" + n++));
            }
        }

        ProtocolReport.Study study = explain(folder).studies().getFirst();

        assertThat(study.decision()).isEqualTo("incomplete");
        assertThat(study.reasons()).containsExactly("NO_LOW_B b [1000.0]");
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

    private static ProtocolReport explain(Path dir) {
        StringWriter out = new StringWriter();
        new CommandLine(new ExplainProtocol()).setOut(new PrintWriter(out)).execute(dir.toString(), "--json");
        return Json.read(out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), ProtocolReport.class);
    }
}
