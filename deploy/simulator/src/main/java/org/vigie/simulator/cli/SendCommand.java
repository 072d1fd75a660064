package org.vigie.simulator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.Destination;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.SendReport;
import org.vigie.simulator.domain.SendReport.Outcome;
import org.vigie.simulator.domain.SendReport.State;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exit code 0 only if every DICOM file was answered with Success. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Send DICOM files by C-STORE; other files are skipped and listed.")
public final class SendCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders or files, sent in the order of their paths.")
    private List<Path> sources = List.of();

    @Option(names = "--to", required = true, paramLabel = "AE@host:port")
    private String to = "";

    @Option(names = "--calling", paramLabel = "AE", description = "Our AE title (${DEFAULT-VALUE}).")
    private String calling = "VIGIE_SIM";

    @Option(
            names = "--pause-after",
            paramLabel = "N",
            description = "Pause once after N stored instances; the association stays open. Goes on at a line on stdin,"
                    + " or as --resume-file or --pause-seconds say.")
    private int pauseAfter;

    @Option(names = "--resume-file", paramLabel = "F", description = "Go on when this file exists.")
    private @Nullable Path resumeFile;

    @Option(names = "--pause-seconds", paramLabel = "S", description = "Go on after so many seconds.")
    private int pauseSeconds;

    @Option(
            names = "--reconnect-seconds",
            paramLabel = "S",
            description = "After a lost association, try for so long to go on (${DEFAULT-VALUE}).")
    private int reconnectSeconds = 60;

    @Option(names = "--connect-seconds", paramLabel = "S", description = "Try for so long to connect at first (0).")
    private int connectSeconds;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** What {@code --json} prints. */
    record Report(boolean success, long sent, long refused, long unanswered, long skipped, List<Fault> faults) {
        /** @param state {@code REFUSED}, {@code UNANSWERED} or {@code SKIPPED} */
        record Fault(String file, String state, @Nullable Integer status, String detail) {}
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal.quiet();
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        List<Path> files = new java.util.ArrayList<>();
        for (Path source : sources) {
            if (!Files.exists(source)) {
                throw new CommandLine.ParameterException(command.commandLine(), "no such file or folder: " + source);
            }
            files.addAll(StoreScu.filesBelow(source));
        }
        SendReport report = StoreScu.send(files, destination(command), options(err));
        if (json) {
            Terminal.json(out, document(report));
        } else {
            print(report, out);
        }
        return report.isSuccess() ? 0 : 1;
    }

    private Destination destination(CommandSpec command) {
        try {
            return Destination.parse(to);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command.commandLine(), "--to: " + e.getMessage(), e);
        }
    }

    private SendOptions options(PrintWriter err) {
        return new SendOptions(
                calling,
                Duration.ofSeconds(connectSeconds),
                Duration.ofSeconds(reconnectSeconds),
                pauseAfter,
                () -> pause(err));
    }

    private void pause(PrintWriter err) throws InterruptedException {
        err.println("paused after " + pauseAfter + " instances");
        err.flush();
        Path file = resumeFile;
        if (file != null) {
            while (!Files.exists(file)) {
                Thread.sleep(Duration.ofMillis(50));
            }
        } else if (pauseSeconds > 0) {
            Thread.sleep(Duration.ofSeconds(pauseSeconds));
        } else {
            awaitLine();
        }
        err.println("going on");
        err.flush();
    }

    private static void awaitLine() {
        try {
            int read = System.in.read();
            while (read >= 0 && read != '\n') {
                read = System.in.read();
            }
        } catch (IOException closed) {
            // Nobody can type any more: going on is all that is left.
        }
    }

    private static Report document(SendReport report) {
        return new Report(
                report.isSuccess(),
                report.count(State.STORED),
                report.count(State.REFUSED),
                report.count(State.UNANSWERED),
                report.count(State.SKIPPED),
                faults(report).stream()
                        .map(o -> new Report.Fault(
                                o.file().toString(),
                                o.state().name(),
                                o.status().isPresent() ? o.status().getAsInt() : null,
                                o.detail()))
                        .toList());
    }

    private static void print(SendReport report, PrintWriter out) {
        faults(report).forEach(o -> out.println(o.state() + " " + o.file() + ": " + o.detail()));
        out.println(report.count(State.STORED) + " stored, " + report.count(State.REFUSED) + " refused, "
                + report.count(State.UNANSWERED) + " unanswered, " + report.count(State.SKIPPED) + " skipped");
        out.flush();
    }

    private static List<Outcome> faults(SendReport report) {
        return report.outcomes().stream().filter(o -> o.state() != State.STORED).toList();
    }
}
