package org.vigie.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has ingest drop the images whose time is over, or says which those are. */
@Command(
        name = "retention",
        description = "Drop images whose time is over (vigie.retention.*); with --dry-run only say what would go.",
        mixinStandardHelpOptions = true)
final class RetentionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--dry-run", description = "say what would go, drop nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "the whole answer as JSON")
    private boolean json;

    @Option(names = "--ingest-port", paramLabel = "PORT", description = "REST of ingest, if 'up' is elsewhere")
    private @Nullable Integer ingestPort;

    @Override
    public Integer call() throws IOException {
        Home home = Home.current();
        int port = ingestPort != null
                ? ingestPort
                : Installation.read(home)
                        .map(installation -> installation.ports().ingest())
                        .orElse(8081);
        PrintWriter out = Output.of(spec);
        try (ServiceClient ingest = new ServiceClient(port, "vigie", Secrets.apiPassword(home))) {
            ServiceClient.Answer answer = ingest.post(
                    "/api/retention", Map.of("by", System.getProperty("user.name", "operator"), "dryRun", dryRun));
            JsonNode run = answer.body();
            if (json || !answer.isSuccess()) {
                out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(run));
            } else {
                print(out, run);
            }
            return answer.isSuccess() ? 0 : 1;
        } catch (java.net.ConnectException e) {
            throw new CommandException("ingest does not answer on port " + port + ": is Vigie up?", 3);
        }
    }

    private void print(PrintWriter out, JsonNode run) {
        int freed = run.path("freedObjects").asInt();
        int due = run.path("dueObjects").asInt();
        StringJoiner held = new StringJoiner(", ");
        run.path("held").properties().forEach(h -> held.add(h.getValue().asInt() + " " + h.getKey()));
        out.printf(
                "%s: %d of %d due objects, of %d studies, %d bytes; held back: %s%n",
                dryRun ? "would drop" : "dropped",
                freed,
                due,
                run.path("studies").asInt(),
                run.path("freedBytes").asLong(),
                held.length() == 0 ? "nothing" : held);
        if (freed < due) {
            out.printf(
                    "%d due objects stay for now: too little of their packs would be won (vigie.retention.min-gain),"
                            + " or they lie in the pack that is being written%n",
                    due - freed);
        }
    }
}
