package org.vigie.ingest.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.ingest.dicom.FolderScan;
import org.vigie.ingest.domain.ProtocolReport;
import org.vigie.ingest.mr.ProtocolExplanation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain-protocol DIR}: whether the files of a folder would be a complete study, and why. */
@Command(
        name = "explain-protocol",
        description = "Tell of a folder's studies whether they are complete, and from what.",
        mixinStandardHelpOptions = true)
public final class ExplainProtocol implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "folder with DICOM files; others are skipped and listed")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "NAME=VALUE",
            description = "try a setting, such as vigie.protocols.breast-dwi.high-b=800; may be repeated")
    private Map<String, String> config = Map.of();

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "properties with the site's rules, beside the packaged ones and the environment")
    private @Nullable Path rules;

    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(new CommandLine(new ExplainProtocol()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Objects.requireNonNull(spec, "set by picocli").commandLine();
        PrintWriter out = command.getOut();
        if (!Files.isDirectory(folder)) {
            command.getErr().println("explain-protocol: " + folder + ": a folder is expected");
            return 1;
        }
        ProtocolExplanation explanation;
        try {
            OfflineConfig settings = OfflineConfig.read(rules, config);
            explanation = new ProtocolExplanation(settings.times(), settings.rules());
        } catch (IllegalArgumentException | NoSuchElementException fault) {
            command.getErr().println("explain-protocol: " + fault.getMessage());
            return 1;
        }
        FolderScan scan = FolderScan.of(folder);
        List<ProtocolReport.Study> studies = scan.studies().entrySet().stream()
                .map(e -> explanation.of(e.getKey(), e.getValue(), scan.texts().getOrDefault(e.getKey(), Set.of())))
                .toList();
        ProtocolReport report = new ProtocolReport(deciding(studies), studies, scan.skipped(), scan.unusable());
        if (json) {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            print(report, out);
        }
        out.flush();
        return studies.isEmpty() ? 1 : 0;
    }

    private static String deciding(List<ProtocolReport.Study> studies) {
        String names = studies.stream()
                .flatMap(s -> s.rules().stream())
                .filter(r -> r.decides() && !r.result().equals("absent"))
                .map(ProtocolReport.Rule::name)
                .distinct()
                .collect(Collectors.joining("+"));
        return names.isEmpty() ? "none" : names;
    }

    private static void print(ProtocolReport report, PrintWriter out) {
        for (ProtocolReport.Study study : report.studies()) {
            out.printf("study %s%n", study.studyUid());
            for (ProtocolReport.Series s : study.series()) {
                out.printf(
                        "  series %-6d %-9s %4d images on %3d slices %-9s b %s %s%s%n",
                        s.number(),
                        s.kind(),
                        s.images(),
                        s.slices(),
                        s.matrix(),
                        s.bSecPerMm2(),
                        String.join(",", s.bSources()),
                        s.withoutB() == 0 ? "" : " (" + s.withoutB() + " state none)");
            }
            study.sets()
                    .forEach(set -> out.printf(
                            "  set: b %s on %d slices, series %s%n",
                            set.bSecPerMm2(), set.slices(), set.seriesNumbers()));
            study.reasons().forEach(reason -> out.printf("  missing: %s%n", reason));
            for (ProtocolReport.Rule rule : study.rules()) {
                out.printf(
                        "  rule %-12s %-10s %-10s %s%n",
                        rule.name(), rule.why(), rule.result(), String.join("; ", rule.reasons()));
            }
            out.printf("  %s, %d s after the last image%n", study.decision(), study.readyAfterSeconds());
        }
        report.unusable().forEach(line -> out.println("  not usable: " + line));
        if (!report.skipped().isEmpty()) {
            out.printf("  %d files are no DICOM%n", report.skipped().size());
        }
    }
}
