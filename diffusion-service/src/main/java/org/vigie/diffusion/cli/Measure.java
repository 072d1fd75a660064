package org.vigie.diffusion.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** {@code measure DIR …}: exit 0 with the result on standard output, 2 for wrong usage, 1 if nothing could be read. */
public final class Measure {
    private Measure() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(commandLine().execute(args));
    }

    /** For a command that contains this one. */
    public static CommandLine commandLine() {
        return new CommandLine(new MeasureCommand());
    }

    /** The same, writing where told. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }
}
