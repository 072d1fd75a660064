package org.vigie.simulator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.Side;
import org.vigie.simulator.dicom.RedateException;
import org.vigie.simulator.dicom.Redater;
import org.vigie.simulator.domain.Box;
import org.vigie.simulator.domain.RedateReport;
import org.vigie.simulator.domain.RedateRequest;
import org.vigie.simulator.domain.RedateRequest.Outline;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exit code 0 if the copy is complete, 1 if it cannot be made as asked, 2 for a wrong command line. */
@Command(
        name = "redate",
        mixinStandardHelpOptions = true,
        description = "Copy a study to another date and patient, with new UIDs that follow from the old ones.")
public final class RedateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder with one study; other files are skipped.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "Folder for the copy, absent or empty.")
    private Path out = Path.of("");

    @Option(names = "--study-date", required = true, paramLabel = "YYYY-MM-DD")
    private LocalDate studyDate = LocalDate.EPOCH;

    @Option(names = "--study-time", paramLabel = "HH:MM", description = "Default: as in the original.")
    private @Nullable LocalTime studyTime;

    @Option(names = "--patient-id", required = true, paramLabel = "P")
    private String patientId = "";

    @Option(names = "--issuer", required = true, paramLabel = "I")
    private String issuer = "";

    @Option(names = "--patient-name", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private String patientName = RedateRequest.DEFAULT_NAME;

    @Option(
            names = "--roi",
            paramLabel = "box:col,row,slice,edge",
            description = "Add a SEG drawn by hand: zero-based, slices ascending along the slice normal, edge odd.")
    private @Nullable String roi;

    @Option(names = "--tracking-uid", paramLabel = "U", description = "Tracking UID of the lesion in the SEG.")
    private @Nullable String trackingUid;

    @Option(names = "--label", paramLabel = "L", description = "Label of the lesion (${DEFAULT-VALUE}).")
    private String label = "L1";

    @Option(names = "--side", paramLabel = "L|R", description = "Breast of the lesion.")
    private @Nullable Side side;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** What {@code --json} prints. */
    record Report(
            String studyUid,
            int written,
            List<String> skipped,
            @Nullable String seg,
            int segVoxels) {}

    @Override
    public Integer call() throws IOException {
        Terminal.quiet();
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!Files.isDirectory(source)) {
            throw new CommandLine.ParameterException(line, "no such folder: " + source);
        }
        try {
            print(Redater.redate(source, out, request(line)), line.getOut());
            return 0;
        } catch (RedateException e) {
            line.getErr().println("redate: " + e.getMessage());
            line.getErr().flush();
            return 1;
        }
    }

    private RedateRequest request(CommandLine line) {
        return new RedateRequest(
                studyDate, Optional.ofNullable(studyTime), patientId, issuer, patientName, outline(line));
    }

    private Optional<Outline> outline(CommandLine line) {
        if (roi == null && trackingUid == null) {
            return Optional.empty();
        }
        if (roi == null || trackingUid == null) {
            throw new CommandLine.ParameterException(line, "--roi and --tracking-uid belong together");
        }
        try {
            return Optional.of(new Outline(Box.parse(roi), trackingUid, label, Optional.ofNullable(side)));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line, String.valueOf(e.getMessage()), e);
        }
    }

    private void print(RedateReport report, PrintWriter out) {
        if (json) {
            Terminal.json(
                    out,
                    new Report(
                            report.studyUid(),
                            report.written().size(),
                            report.skipped().stream().map(Path::toString).toList(),
                            report.seg().map(Path::toString).orElse(null),
                            report.segVoxels()));
            return;
        }
        report.skipped().forEach(f -> out.println("skipped " + f));
        out.println(
                report.written().size() + " files written, " + report.skipped().size() + " skipped, study "
                        + report.studyUid()
                        + report.seg()
                                .map(s -> ", SEG of " + report.segVoxels() + " voxels")
                                .orElse(""));
        out.flush();
    }
}
