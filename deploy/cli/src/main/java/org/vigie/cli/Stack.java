package org.vigie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of one installation: started in order, awaited until ready, stopped by their ids. */
public final class Stack {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path root;
    private final Home home;
    private final PrintWriter progress;
    private final PidFiles pids;
    private boolean closed;

    /** @param progress for people; never the place of JSON */
    public Stack(Path root, Home home, PrintWriter progress) {
        this.root = root;
        this.home = home;
        this.progress = progress;
        this.pids = new PidFiles(home);
    }

    public Optional<ProcessHandle> running(Component component) {
        return pids.running(component);
    }

    /**
     * Starts what does not run yet and waits until all of it is ready.
     *
     * @throws CommandException if a port is taken, a process ends, or two minutes pass
     */
    public void up(List<Component> wanted, Installation installation, Secrets secrets) {
        List<Component> missing =
                wanted.stream().filter(c -> pids.running(c).isEmpty()).toList();
        refuseTakenPorts(missing, installation.ports());
        installation.write(home);
        delete(stopping());
        long begin = System.nanoTime();
        if (missing.contains(Component.INFRASTRUCTURE)) {
            start(Component.INFRASTRUCTURE, installation, secrets);
        }
        if (wanted.contains(Component.INFRASTRUCTURE)) {
            awaitReady(List.of(Component.INFRASTRUCTURE), installation.ports(), begin);
        }
        missing.stream().filter(c -> c != Component.INFRASTRUCTURE).forEach(c -> start(c, installation, secrets));
        awaitReady(wanted.stream().filter(c -> c != Component.INFRASTRUCTURE).toList(), installation.ports(), begin);
    }

    /** Starts one component and returns at once. */
    synchronized void start(Component component, Installation installation, Secrets secrets) {
        refuseIfClosed();
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C at the terminal must reach us alone, so that we stop them in order.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(component.command(root, home));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.dir().toFile());
        builder.environment().putAll(component.environment(home, installation, secrets));
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(log(component).toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            pids.write(component, process.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(component.id() + " cannot be started", e);
        }
    }

    void awaitReady(List<Component> components, Ports ports, long begin) {
        List<Component> waiting = new ArrayList<>(components);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (Readiness readiness = new Readiness(home)) {
            while (!waiting.isEmpty()) {
                refuseIfClosed();
                for (Component component : List.copyOf(waiting)) {
                    ProcessHandle process = pids.running(component)
                            .orElseThrow(() -> new CommandException(component.id() + " ended while it was starting; "
                                    + log(component) + " ends with:\n" + endOfLog(component)));
                    if (readiness.isReady(component, ports, process)) {
                        waiting.remove(component);
                        progress.printf(
                                "  %-15s ready after %.1f s%n", component.id(), (System.nanoTime() - begin) / 1e9);
                        progress.flush();
                    }
                }
                if (!waiting.isEmpty() && System.nanoTime() > deadline) {
                    throw new CommandException("not ready after " + START_LIMIT.toSeconds() + " s: "
                            + waiting.stream().map(Component::id).toList() + "; see " + home.logs());
                }
                if (!waiting.isEmpty()) {
                    pause();
                }
            }
        }
    }

    /** Stops what runs, services before the infrastructure they write to; nothing is started any more. */
    public void down() {
        close();
        tellOthers();
        stop(Component.SERVICES);
        stop(List.of(Component.INFRASTRUCTURE));
        if (running(Component.INFRASTRUCTURE).isEmpty() && OrphanedDatabase.stop(home)) {
            progress.println("  stopped the PostgreSQL that a killed infrastructure process left behind");
        }
    }

    void stop(List<Component> components) {
        Map<Component, ProcessHandle> stopping = new EnumMap<>(Component.class);
        components.forEach(component -> pids.running(component).ifPresent(p -> stopping.put(component, p)));
        stopping.values().forEach(ProcessHandle::destroy);
        stopping.forEach((component, process) -> {
            try {
                process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                progress.println("  " + component.id() + " did not stop by itself and was killed");
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        components.stream().filter(c -> pids.running(c).isEmpty()).forEach(pids::forget);
    }

    /** True after a {@code down} of this home by whatever process, until the next {@code up}. */
    boolean isToldToStop() {
        return Files.exists(stopping());
    }

    /** Whoever keeps the components alive must not take their end for a crash. */
    private void tellOthers() {
        try {
            Files.createDirectories(home.run());
            Files.writeString(stopping(), "");
        } catch (IOException e) {
            progress.println("  a 'vigie up' in the foreground may start again what is stopped now: " + e.getMessage());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted", e);
        }
    }

    private Path stopping() {
        return home.run().resolve("stopping");
    }

    private synchronized void close() {
        closed = true;
    }

    private synchronized void refuseIfClosed() {
        if (closed) {
            throw new CommandException("stopping", 130);
        }
    }

    Path log(Component component) {
        return home.logs().resolve(component.id() + ".log");
    }

    private void refuseTakenPorts(List<Component> components, Ports ports) {
        List<String> taken = new ArrayList<>();
        // The infrastructure process deals with its own PostgreSQL itself.
        boolean orphan = OrphanedDatabase.find(home).isPresent();
        components.forEach(component -> component.listensOn(ports).forEach((flag, port) -> {
            if (orphan && flag.equals("--postgres-port")) {
                return;
            }
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return;
            } catch (IOException e) {
                taken.add(flag + " " + port);
            }
        }));
        if (!taken.isEmpty()) {
            throw new CommandException("ports in use: " + String.join(", ", taken)
                    + ". Give others, or stop what listens there (another Vigie? VIGIE_HOME says which).");
        }
    }

    private String endOfLog(Component component) {
        try {
            String text = new String(Files.readAllBytes(log(component)), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", 130);
        }
    }
}
