package org.vigie.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.vigie.cli.demo.DemoCommand;
import org.vigie.simulator.cli.RedateCommand;
import org.vigie.simulator.cli.SendCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point; {@code deploy/vigie} finds the JDK, builds what is missing and calls it. */
@Command(
        name = "vigie",
        description = "Vigie watches oncologic MRI.",
        footer = VigieCommand.NOTICE,
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            RestartCommand.class,
            DemoCommand.class,
            CourseCommand.class,
            ReprocessCommand.class,
            RetentionCommand.class,
            SendCommand.class,
            UploadCommand.class,
            RedateCommand.class
        })
public final class VigieCommand {
    public static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    // Held: java.util.logging forgets the level of a logger that nobody refers to.
    private static final Logger LIBRARIES = Logger.getLogger("org");

    private VigieCommand() {}

    public static void main(String[] args) {
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new VigieCommand())
                .setExecutionExceptionHandler((failure, line, result) -> {
                    if (failure instanceof CommandException expected) {
                        line.getErr().println("vigie: " + expected.getMessage());
                        return expected.exitCode();
                    }
                    throw failure;
                })
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
