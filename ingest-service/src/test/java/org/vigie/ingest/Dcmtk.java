package org.vigie.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** DCMTK's senders as a PACS would use them. */
final class Dcmtk {
    private Dcmtk() {}

    record Result(int exit, String output) {}

    static Result store(int port, String caller, Path... files) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-v", "+sd", "+r", "-aet", caller, "-aec", "VIGIE", "127.0.0.1"));
        arguments.add(Integer.toString(port));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return run("storescu", arguments);
    }

    /** Proposes what the file needs and nothing else, so that it may be of any class. */
    static Result storeRequired(int port, String caller, Path file) throws IOException, InterruptedException {
        return run(
                "storescu",
                List.of("-R", "-aet", caller, "-aec", "VIGIE", "127.0.0.1", Integer.toString(port), file.toString()));
    }

    /** The same, in implicit encoding, as a PACS may forward it. */
    static Result storeImplicit(int port, String caller, Path... files) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-xi", "-aet", caller, "-aec", "VIGIE", "127.0.0.1"));
        arguments.add(Integer.toString(port));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return run("storescu", arguments);
    }

    static Result run(String program, List<String> arguments) throws IOException, InterruptedException {
        Path binary = Path.of("/usr/bin", program);
        SharedData.require(Files.isExecutable(binary), program);
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TCP_NODELAY", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(program + " did not end");
        }
        return new Result(process.exitValue(), output);
    }
}
