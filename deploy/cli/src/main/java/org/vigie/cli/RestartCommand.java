package org.vigie.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restart",
        description = "Stop one component if it still runs, start it as 'up' did, wait until it is ready.",
        mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMPONENT", description = "${COMPLETION-CANDIDATES}")
    private Component component = Component.INGEST;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Home home = Home.current();
        Installation installation = Installation.read(home)
                .orElseThrow(() -> new CommandException("nothing has been started in " + home.dir()));
        Secrets secrets = Secrets.readOrCreate(home);
        Stack stack = new Stack(Root.path(), home, out);
        stack.stop(List.of(component));
        long begin = System.nanoTime();
        stack.start(component, installation, secrets);
        stack.awaitReady(List.of(component), installation.ports(), begin);
        return 0;
    }
}
