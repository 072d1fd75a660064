package org.vigie.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.cli.Addresses;
import org.vigie.cli.CommandException;
import org.vigie.cli.Component;
import org.vigie.cli.Foreground;
import org.vigie.cli.Home;
import org.vigie.cli.Installation;
import org.vigie.cli.Output;
import org.vigie.cli.PortOptions;
import org.vigie.cli.Ports;
import org.vigie.cli.Root;
import org.vigie.cli.Secrets;
import org.vigie.cli.ServiceClient;
import org.vigie.cli.ServiceOptions;
import org.vigie.cli.Stack;
import org.vigie.contract.Json;
import org.vigie.simulator.DemoPatient;
import org.vigie.simulator.DemoPatients;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Start everything with a simulated PACS: seven patients, dated relative to today.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    /** Registered for MLLP. */
    private static final int HL7_PORT = 2575;

    private static final List<Component> ALL = Arrays.asList(Component.values());

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PortOptions portOptions = new PortOptions();

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    @Option(
            names = "--once",
            description =
                    "in a temporary home on free ports: judge every patient, clean up, exit 0 only if all are right")
    private boolean once;

    @Option(names = "--json", description = "print the services' answers as JSON; progress goes to standard error")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "limit from all ready to all patients judged (default ${DEFAULT-VALUE})")
    private int timeoutSeconds;

    private volatile boolean judgedRight;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        PrintWriter progress = json ? Output.errorOf(spec) : Output.of(spec);
        Map<String, String> config = new LinkedHashMap<>();
        config.put("VIGIE_QUIET_SERIES", "5s");
        config.put("VIGIE_QUIET_STUDY", "20s");
        config.put("VIGIE_RADIOLOGIST_EMAIL", "radiologist@localhost");
        config.putAll(services.environment());
        LocalDate today = LocalDate.now(ZoneId.of(zone(config)));

        Home home = once ? DemoHome.temporary() : claim(today, progress);
        Ports stated = once ? Ports.free() : portOptions.ports();
        Ports ports = stated.hl7() == null ? stated.withHl7(HL7_PORT) : stated;
        Stack stack = new Stack(Root.path(), home, progress);
        Secrets secrets = Secrets.readOrCreate(home);
        Installation installation = new Installation(ports, config);
        Foreground foreground = new Foreground(stack, progress).stopAtExit(() -> {
            if (once) {
                leave(home, progress);
            }
        });

        progress.println("starting Vigie with simulated patients in " + home.dir());
        progress.flush();
        stack.up(ALL, installation, secrets);
        if (!once) {
            Addresses.print(progress, home, ports, secrets);
        }
        DemoReport report = run(home, ports, secrets, today, progress, begin);
        print(report, progress);
        if (!once) {
            progress.println("Ctrl-C stops it.");
            progress.flush();
            foreground.stay(ALL, installation, secrets);
            return 0;
        }
        judgedRight = report.ok();
        return report.ok() ? 0 : 1;
    }

    private DemoReport run(Home home, Ports ports, Secrets secrets, LocalDate today, PrintWriter progress, long begin)
            throws IOException, InterruptedException {
        List<DemoPatient> patients = DemoPatients.of(today);
        long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
        try (ServiceClient staging = new ServiceClient(ports.staging(), "vigie", secrets.apiPassword());
                ServiceClient notify = new ServiceClient(ports.web(), "vigie", secrets.apiPassword())) {
            DemoPacs pacs = new DemoPacs(ports, staging, home.dir().resolve("simulated-pacs"), progress);
            pacs.stateCourses(patients);
            pacs.state(new DemoMyeloma(today));
            pacs.send(patients);
            progress.println("  waiting for the services' answers");
            progress.flush();
            List<DemoReport.Row> rows = new DemoWatch(patients, notify, progress).await(deadline);
            return DemoReport.of(rows, (System.nanoTime() - begin) / 1e9);
        }
    }

    private Home claim(LocalDate today, PrintWriter progress) {
        Home home = Home.current();
        Stack stack = new Stack(Root.path(), home, progress);
        if (ALL.stream().anyMatch(component -> stack.running(component).isPresent())) {
            throw new CommandException("something already runs in " + home.dir() + ": 'vigie down' stops it");
        }
        return DemoHome.claim(home, today);
    }

    private void leave(Home home, PrintWriter progress) {
        try {
            if (judgedRight) {
                DemoHome.delete(home.dir());
            } else {
                progress.println("kept for a look: " + home.dir());
            }
        } catch (IOException e) {
            progress.println("not removed: " + home.dir());
        }
    }

    private static String zone(Map<String, String> config) {
        String fromEnvironment = System.getenv().getOrDefault("VIGIE_SITE_ZONE", "Europe/Paris");
        return config.getOrDefault("VIGIE_SITE_ZONE", fromEnvironment);
    }

    private void print(DemoReport report, PrintWriter progress) {
        if (json) {
            try {
                PrintWriter out = Output.of(spec);
                out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
                out.flush();
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        for (DemoReport.Row row : report.patients()) {
            progress.printf("  %-15s %-6s %s%n", row.name(), row.ok() ? "ok" : "NOT OK", row.expected());
            row.faults().forEach(fault -> progress.println("                  " + fault));
        }
        progress.printf("  %.1f s after the command was typed%n", report.elapsedSeconds());
        progress.flush();
    }
}
