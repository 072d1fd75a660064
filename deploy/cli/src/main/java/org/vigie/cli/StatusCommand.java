package org.vigie.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Show per process: id, port, ready. Exit 0 only if all are ready.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    /** @param pid null if it does not run */
    record Line(String name, @Nullable Long pid, int port, boolean ready) {}

    record Status(String home, boolean ready, List<Line> processes, Ports ports) {}

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Home home = Home.current();
        Optional<Installation> installation = Installation.read(home);
        if (installation.isEmpty()) {
            throw new CommandException("nothing has been started in " + home.dir(), 3);
        }
        Status status = ask(home, installation.get().ports());
        if (json) {
            out.println(new String(Json.bytes(status), StandardCharsets.UTF_8));
        } else {
            out.println(home.dir());
            status.processes()
                    .forEach(line -> out.printf(
                            "  %-15s %-9s port %-6d %s%n",
                            line.name(),
                            line.pid() == null ? "-" : line.pid().toString(),
                            line.port(),
                            line.pid() == null ? "not running" : line.ready() ? "ready" : "not ready"));
        }
        return status.ready() ? 0 : 3;
    }

    private static Status ask(Home home, Ports ports) {
        PidFiles pids = new PidFiles(home);
        List<Line> lines = new ArrayList<>();
        try (Readiness readiness = new Readiness(home)) {
            for (Component component : Component.values()) {
                Optional<ProcessHandle> process = pids.running(component);
                lines.add(new Line(
                        component.id(),
                        process.map(ProcessHandle::pid).orElse(null),
                        component.port(ports),
                        process.map(p -> readiness.isReady(component, ports, p)).orElse(false)));
            }
        }
        return new Status(home.dir().toString(), lines.stream().allMatch(Line::ready), lines, ports);
    }
}
