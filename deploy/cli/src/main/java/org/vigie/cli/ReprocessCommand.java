package org.vigie.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Assesses all or chosen patients again and shows old and new side by side. */
@Command(
        name = "reprocess",
        description = "Compare what was said with what the rules in force say; with --publish amend what differs.",
        mixinStandardHelpOptions = true)
final class ReprocessCommand implements Callable<Integer> {
    private static final int POLL_MS = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--patient", paramLabel = "ID", description = "PatientID; may be repeated; all if absent")
    private List<String> patients = new ArrayList<>();

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "issuer of the PatientIDs")
    private @Nullable String issuer;

    @Option(names = "--study", paramLabel = "UID", description = "only patients with this study; may be repeated")
    private List<String> studies = new ArrayList<>();

    @Option(names = "--publish", description = "publish amendments; otherwise nothing changes")
    private boolean publish;

    @Option(names = "--json", description = "the whole report as JSON")
    private boolean json;

    @Option(names = "--staging-port", paramLabel = "PORT", description = "REST of staging, if 'up' is elsewhere")
    private @Nullable Integer stagingPort;

    @Override
    public Integer call() throws IOException {
        Home home = Home.current();
        int port = stagingPort != null
                ? stagingPort
                : Installation.read(home)
                        .map(installation -> installation.ports().staging())
                        .orElse(8083);
        PrintWriter out = Output.of(spec);
        try (ServiceClient staging = new ServiceClient(port, "vigie", Secrets.apiPassword(home))) {
            ServiceClient.Answer started = staging.post("/api/reprocess", body());
            if (!started.isSuccess()) {
                out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(started.body()));
                return 1;
            }
            JsonNode report = finished(staging, started.body());
            print(report, out);
            return report.path("progress").asText().equals("DONE") ? 0 : 1;
        } catch (java.net.ConnectException e) {
            throw new CommandException("staging does not answer on port " + port + ": is Vigie up?", 3);
        }
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!patients.isEmpty()) {
            body.put("patients", patients.stream().map(this::patient).toList());
        }
        if (!studies.isEmpty()) {
            body.put("studyUids", studies);
        }
        body.put("publish", publish);
        return body;
    }

    private Map<String, String> patient(String id) {
        return issuer == null ? Map.of("patientId", id) : Map.of("patientId", id, "issuer", issuer);
    }

    private static JsonNode finished(ServiceClient staging, JsonNode started) throws IOException {
        JsonNode report = started;
        while (report.path("progress").asText().equals("RUNNING")) {
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            report = staging.get("/api/reprocess/" + started.path("runId").asText())
                    .body();
        }
        return report;
    }

    private void print(JsonNode report, PrintWriter out) throws IOException {
        if (json) {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
            return;
        }
        out.printf(
                "%s patients, %s with other results, %s outcomes changed%s%n",
                report.path("patients").asText(),
                report.path("changed").asText(),
                report.path("outcomesChanged").asText(),
                report.path("published").asBoolean() ? ", amendments published" : ", nothing published");
        for (JsonNode row : report.path("assessments")) {
            out.printf(
                    "%s study %s: %s %s -> %s %s%n",
                    row.path("ruleId").asText(),
                    row.path("studyUid").asText("-"),
                    row.path("before").path("outcome").asText("-"),
                    row.path("before").path("value").asText(""),
                    row.path("after").path("outcome").asText(),
                    row.path("after").path("value").asText(""));
        }
        for (JsonNode row : report.path("alerts")) {
            out.printf(
                    "alert %s: %s -> %s%s%n",
                    row.path("kind").asText(),
                    row.path("before").asText("-"),
                    row.path("after").asText(),
                    row.path("notifies").asBoolean() ? " (people are told)" : "");
        }
        out.println(VigieCommand.NOTICE);
    }
}
