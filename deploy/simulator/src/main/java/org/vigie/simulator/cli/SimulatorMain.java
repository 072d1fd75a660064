package org.vigie.simulator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The simulator's commands without the rest of Vigie. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        subcommands = {SendCommand.class, RedateCommand.class, PhantomCommand.class})
public final class SimulatorMain {
    private SimulatorMain() {}

    static CommandLine commands() {
        return new CommandLine(new SimulatorMain());
    }

    /** Exit code of the command. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(commands().execute(args));
    }
}
