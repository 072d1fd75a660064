package org.vigie.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Start the embedded broker and database and the four services, and stay until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "return when all is ready; stop it by 'vigie down'")
    private boolean detach;

    @Option(names = "--only", split = ",", hidden = true, description = "components to start (tests)")
    private @Nullable List<Component> only;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        Home home = Home.current();
        Secrets secrets = Secrets.readOrCreate(home);
        Installation installation = new Installation(ports.ports(), services.environment());
        List<Component> wanted = only == null ? List.of(Component.values()) : only;
        Stack stack = new Stack(Root.path(), home, out);
        if (wanted.stream().allMatch(component -> stack.running(component).isPresent())) {
            throw new CommandException("already running; 'vigie status' shows what, 'vigie down' stops it");
        }
        out.println("starting Vigie in " + home.dir());
        if (home.isDemo()) {
            out.println("NOTE: this home holds simulated patients of 'vigie demo'; real ones do not belong here.");
        }
        Foreground foreground = new Foreground(stack, out);
        if (!detach) {
            foreground.stopAtExit(() -> {});
        }
        stack.up(wanted, installation, secrets);
        Addresses.print(out, home, installation.ports(), secrets);
        if (!detach) {
            out.println("Ctrl-C stops it.");
            foreground.stay(wanted, installation, secrets);
        }
        return 0;
    }
}
