package org.vigie.ingest.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link ReceiverMain}, forked; ends as by {@code kill -9}. */
final class ReceiverProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    /** @param before words before the command, as a tracer's */
    ReceiverProcess(Path home, String... before) throws IOException {
        this(List.of(before), ReceiverMain.class, List.of(home.toString()));
    }

    /** @param arguments of the main class, which prints its port */
    ReceiverProcess(List<String> before, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = out.readLine();
        while (line != null && !line.startsWith("PORT ")) {
            said.append(line).append('\n');
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("receiver did not start: " + said);
        }
        port = Integer.parseInt(line.substring("PORT ".length()));
        Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns when it is dead. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
