package org.vigie.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final String AGAIN = "/api/studies/reprocess";

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

    @Option(
            names = "--images",
            description =
                    "measure the chosen studies again (all if none is chosen); amendments follow the alert policy")
    private boolean images;

    @Option(names = "--dry-run", description = "with --images: list the studies and do nothing")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "with --images: how long to wait for new results; default ${DEFAULT-VALUE}")
    private long waitSeconds;

    @Option(names = "--ingest-port", paramLabel = "PORT", description = "REST of ingest, if 'up' is elsewhere")
    private @Nullable Integer ingestPort;

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
        if (images) {
            return againWithImages(home, port, out);
        }
        try (ServiceClient staging = new ServiceClient(port, "vigie", Secrets.apiPassword(home))) {
            ServiceClient.Answer started = staging.post("/api/reprocess", body());
            if (!started.isSuccess()) {
                out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(started.body()));
                return 1;
            }
            JsonNode report = finished(staging, started.body(), Duration.ofDays(1));
            print(report, out);
            return report.path("progress").asText().equals("DONE") ? 0 : 1;
        } catch (java.net.ConnectException e) {
            throw new CommandException("staging does not answer on port " + port + ": is Vigie up?", 3);
        }
    }

    private int againWithImages(Home home, int port, PrintWriter out) throws IOException {
        int intake = ingestPort != null
                ? ingestPort
                : Installation.read(home)
                        .map(installation -> installation.ports().ingest())
                        .orElse(8081);
        String password = Secrets.apiPassword(home);
        try (ServiceClient staging = new ServiceClient(port, "vigie", password);
                ServiceClient ingest = new ServiceClient(intake, "vigie", password)) {
            ServiceClient.Answer chosen = ingest.post(AGAIN, choice("list", true));
            if (!chosen.isSuccess()) {
                out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(chosen.body()));
                return 1;
            }
            if (dryRun) {
                printChosen(chosen.body(), out);
                return 0;
            }
            if (chosen.body().path("studies").isEmpty()) {
                out.println("No study was announced yet: nothing to measure again.");
                return 0;
            }
            // What stands is kept before anything is measured again.
            ServiceClient.Answer kept =
                    staging.post("/api/reprocess/images", Map.of("studies", studies(chosen.body())));
            ServiceClient.Answer announced = kept.isSuccess()
                    ? ingest.post(AGAIN, choice(kept.body().path("runId").asText(), false))
                    : kept;
            if (!announced.isSuccess()) {
                out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(announced.body()));
                return 1;
            }
            JsonNode report = finished(staging, kept.body(), Duration.ofSeconds(waitSeconds));
            print(report, out);
            return report.path("progress").asText().equals("DONE") ? 0 : 1;
        } catch (java.net.ConnectException e) {
            throw new CommandException("ingest or staging does not answer: is Vigie up?", 3);
        }
    }

    private void printChosen(JsonNode chosen, PrintWriter out) throws IOException {
        if (json) {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(chosen));
            return;
        }
        for (JsonNode study : chosen.path("studies")) {
            out.printf(
                    "study %s revision %s%n",
                    study.path("studyUid").asText(), study.path("revision").asText());
        }
        int count = chosen.path("studies").size();
        out.printf("%d %s would be measured again; nothing was done%n", count, count == 1 ? "study" : "studies");
        out.println(VigieCommand.NOTICE);
    }

    private static List<Map<String, String>> studies(JsonNode chosen) {
        List<Map<String, String>> listed = new ArrayList<>();
        chosen.path("studies")
                .forEach(s -> listed.add(Map.of(
                        "studyUid", s.path("studyUid").asText(),
                        "patientKey", s.path("patientKey").asText())));
        return listed;
    }

    private Map<String, Object> choice(String runId, boolean listOnly) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("runId", runId);
        body.put("dryRun", listOnly);
        body.put("studyUids", studies);
        body.put("patients", patients.stream().map(this::patient).toList());
        body.put("all", studies.isEmpty() && patients.isEmpty());
        return body;
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

    private static JsonNode finished(ServiceClient staging, JsonNode started, Duration most) throws IOException {
        JsonNode report = started;
        long end = System.nanoTime() + most.toNanos();
        while (report.path("progress").asText().equals("RUNNING") && System.nanoTime() < end) {
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
        if (report.path("awaited").asInt() > 0) {
            out.printf(
                    "%s studies have no new result yet: GET /api/reprocess/%s of staging has the rest later%n",
                    report.path("awaited").asText(), report.path("runId").asText());
        }
        for (JsonNode row : report.path("images")) {
            out.printf(
                    "study %s lesion %s %s: %s %s (%s) -> %s %s (%s)%n",
                    row.path("studyUid").asText(),
                    row.path("lesion").asText(),
                    row.path("variant").asText(),
                    row.path("outcomeBefore").asText("-"),
                    adc(row.path("before")),
                    row.path("algorithmBefore").asText("-"),
                    row.path("outcomeAfter").asText(),
                    adc(row.path("after")),
                    row.path("algorithmAfter").asText());
        }
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

    private static String adc(JsonNode mm2PerSec) {
        return mm2PerSec.isNumber() ? String.format(Locale.ROOT, "%.6f e-3 mm2/s", mm2PerSec.asDouble() * 1e3) : "-";
    }
}
