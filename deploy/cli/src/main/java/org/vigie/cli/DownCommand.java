package org.vigie.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "down", description = "Stop what 'up' started in this VIGIE_HOME.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Stack stack = new Stack(Root.path(), Home.current(), out);
        List<Component> running = Arrays.stream(Component.values())
                .filter(component -> stack.running(component).isPresent())
                .toList();
        if (running.isEmpty()) {
            stack.down();
            out.println("nothing is running");
            return 0;
        }
        stack.down();
        out.println("stopped "
                + String.join(", ", running.stream().map(Component::id).toList()));
        return 0;
    }
}
