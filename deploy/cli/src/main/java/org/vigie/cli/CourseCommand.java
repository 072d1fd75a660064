package org.vigie.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.Side;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** States facts about a course of neoadjuvant chemotherapy to the staging service. */
@Command(
        name = "course",
        description =
                "State a course of neoadjuvant chemotherapy: add, next-cycle, regimen, end; import facts from CSV.",
        synopsisSubcommandLabel = "(add | next-cycle | regimen | end | import)",
        mixinStandardHelpOptions = true)
final class CourseCommand {
    @Spec
    private @Nullable CommandSpec spec;

    /** Whose course, and where to say it. Identifiers travel in the body of the request, never in its address. */
    static final class Patient {
        @Option(names = "--patient", required = true, paramLabel = "ID", description = "PatientID")
        private String patient = "";

        @Option(
                names = "--issuer",
                paramLabel = "ISSUER",
                description = "issuer of the PatientID; the site's default if absent")
        private @Nullable String issuer;

        @Option(names = "--staging-port", paramLabel = "PORT", description = "REST of staging, if 'up' is elsewhere")
        private @Nullable Integer stagingPort;

        Map<String, @Nullable Object> body() {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("patientId", patient);
            body.put("issuer", issuer);
            return body;
        }

        int stagingPort(Home home) {
            return stagingPort != null
                    ? stagingPort
                    : Installation.read(home)
                            .map(installation -> installation.ports().staging())
                            .orElse(8083);
        }
    }

    @Command(
            name = "add",
            description = "State a course and the lesion to follow; the same course id again corrects it.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Patient patient,
            @Option(
                            names = "--c1d1",
                            required = true,
                            paramLabel = "DATE",
                            description = "first administration: 2026-03-02 or 2026-03-02T09:30:00+01:00")
                    String c1d1,
            @Option(names = "--regimen", required = true, paramLabel = "NAME", description = "for example EC-T")
                    String regimen,
            @Option(names = "--next-cycle", paramLabel = "DATE", description = "next planned cycle") @Nullable
                    String nextCycle,
            @Option(names = "--side", paramLabel = "L|R", description = "breast treated") @Nullable Side side,
            @Option(
                            names = "--tracking-uid",
                            paramLabel = "UID",
                            description = "tracking UID of the lesion (0062,0021)")
                    @Nullable
                    String trackingUid,
            @Option(names = "--label", paramLabel = "LABEL", defaultValue = "L1", description = "lesion label (L1)")
                    String label,
            @Option(names = "--course-id", paramLabel = "ID", description = "made up by staging if absent") @Nullable
                    String courseId)
            throws IOException {
        Map<String, @Nullable Object> body = patient.body();
        body.put("courseId", courseId);
        body.put("c1d1", c1d1);
        body.put("regimen", regimen);
        body.put("nextCycleAt", nextCycle);
        body.put("side", side);
        if (trackingUid != null) {
            Map<String, @Nullable Object> lesion = new LinkedHashMap<>();
            lesion.put("trackingUid", trackingUid);
            lesion.put("label", label);
            lesion.put("side", side);
            body.put("lesions", List.of(lesion));
        }
        return post(patient, "/api/courses", body);
    }

    @Command(
            name = "next-cycle",
            description = "State or move the next planned cycle.",
            mixinStandardHelpOptions = true)
    int nextCycle(
            @Mixin Patient patient,
            @Option(names = "--course-id", required = true, paramLabel = "ID") String courseId,
            @Option(names = "--at", required = true, paramLabel = "DATE", description = "next planned cycle") String at)
            throws IOException {
        Map<String, @Nullable Object> body = patient.body();
        body.put("courseId", courseId);
        body.put("nextCycleAt", at);
        return post(patient, "/api/courses/next-cycle", body);
    }

    @Command(
            name = "regimen",
            description = "State that the treatment was changed (add only corrects its name).",
            mixinStandardHelpOptions = true)
    int regimen(
            @Mixin Patient patient,
            @Option(names = "--course-id", required = true, paramLabel = "ID") String courseId,
            @Option(names = "--at", required = true, paramLabel = "DATE", description = "first day of the new one")
                    String at,
            @Option(names = "--regimen", required = true, paramLabel = "NAME") String regimen)
            throws IOException {
        Map<String, @Nullable Object> body = patient.body();
        body.put("courseId", courseId);
        body.put("changedAt", at);
        body.put("regimen", regimen);
        return post(patient, "/api/courses/regimen", body);
    }

    @Command(
            name = "import",
            description = "Record the facts of a CSV file, all or none; each fault is told with line and column.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Parameters(paramLabel = "FILE.csv", description = "see docs/operations.md for the columns") Path file,
            @Option(names = "--dry-run", description = "check everything, record nothing") boolean dryRun,
            @Option(names = "--staging-port", paramLabel = "PORT") @Nullable Integer stagingPort)
            throws IOException {
        if (!Files.isReadable(file)) {
            throw new CommandException("no readable file: " + file);
        }
        Home home = Home.current();
        Patient where = new Patient();
        where.stagingPort = stagingPort;
        int port = where.stagingPort(home);
        try (ServiceClient staging = new ServiceClient(port, "vigie", Secrets.apiPassword(home))) {
            return told(staging.post("/api/imports?dryRun=" + dryRun, file, "text/csv"));
        } catch (java.net.ConnectException e) {
            throw new CommandException("staging does not answer on port " + port + ": is Vigie up?", 3);
        }
    }

    private int told(ServiceClient.Answer answer) throws JsonProcessingException {
        Output.of(spec).println(pretty(answer));
        return answer.isSuccess() ? 0 : 1;
    }

    @Command(name = "end", description = "State the end of the course.", mixinStandardHelpOptions = true)
    int end(
            @Mixin Patient patient,
            @Option(names = "--course-id", required = true, paramLabel = "ID") String courseId,
            @Option(names = "--at", required = true, paramLabel = "DATE", description = "end of the course") String at)
            throws IOException {
        Map<String, @Nullable Object> body = patient.body();
        body.put("courseId", courseId);
        body.put("endedAt", at);
        return post(patient, "/api/courses/end", body);
    }

    private int post(Patient patient, String path, Map<String, @Nullable Object> body) throws IOException {
        Home home = Home.current();
        int port = patient.stagingPort(home);
        body.values().removeIf(value -> value == null);
        try (ServiceClient staging = new ServiceClient(port, "vigie", Secrets.apiPassword(home))) {
            return told(staging.post(path, body));
        } catch (java.net.ConnectException e) {
            throw new CommandException("staging does not answer on port " + port + ": is Vigie up?", 3);
        }
    }

    private static String pretty(ServiceClient.Answer answer) throws JsonProcessingException {
        return answer.body().isMissingNode()
                ? "{\"status\":" + answer.status() + "}"
                : Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer.body());
    }
}
