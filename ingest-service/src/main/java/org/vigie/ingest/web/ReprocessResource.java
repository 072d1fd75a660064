package org.vigie.ingest.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.StudyDesk;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.domain.Uids;
import org.vigie.ingest.messaging.Reannouncing;

/** Announces chosen studies once more, so that they are measured again after a change of the algorithm. */
@Path("/api/studies/reprocess")
@RolesAllowed({Roles.SERVICE, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public class ReprocessResource {
    private final StudyDesk desk;
    private final IngestService service;

    public ReprocessResource(StudyDesk desk, IngestService service) {
        this.desk = desk;
        this.service = service;
    }

    public record PatientId(
            @Nullable String patientId, @Nullable String issuer) {
        @Override
        public String toString() {
            return "PatientId[hidden]";
        }
    }

    /**
     * What to announce again; one of the three choices, or several of them together.
     *
     * @param runId any text of 1 to 64 characters; the same again announces under the same event ids
     * @param all every study that was ever announced
     * @param dryRun only list them
     */
    public record Choice(
            @Nullable String runId,
            @Nullable List<String> studyUids,
            @Nullable List<PatientId> patients,
            @Nullable Boolean all,
            @Nullable Boolean dryRun) {
        @Override
        public String toString() {
            return "Choice[hidden]";
        }
    }

    record Announced(String runId, List<Reannouncing.Again> studies) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Announce studies again (ce_reason reprocess); with dryRun only list them")
    public Response reprocess(@Nullable Choice choice) {
        String runId = choice == null ? null : choice.runId();
        if (choice == null || runId == null || !runId.matches("[A-Za-z0-9._-]{1,64}")) {
            return fault(400, "no run", "runId", "1 to 64 letters, digits or . _ -");
        }
        List<String> uids = choice.studyUids() == null ? List.of() : choice.studyUids();
        List<PatientId> patients = choice.patients() == null ? List.of() : choice.patients();
        boolean all = Boolean.TRUE.equals(choice.all());
        if (!all && uids.isEmpty() && patients.isEmpty()) {
            return fault(400, "nothing chosen", "studyUids, patients or all", "at least one");
        }
        if (uids.stream().anyMatch(uid -> uid == null || !Uids.isValid(uid))) {
            return fault(400, "not a unique identifier", "studyUids", "digits and dots, 64 characters at most");
        }
        Set<String> keys = new HashSet<>();
        for (PatientId patient : patients) {
            Optional<String> key = patient == null || patient.patientId() == null
                    ? Optional.empty()
                    : desk.patientKey(patient.patientId(), patient.issuer());
            if (key.isEmpty()) {
                return fault(400, "no patient", "patients.patientId", "not blank");
            }
            keys.add(key.get());
        }
        Optional<List<StudyState>> known = desk.studies(Integer.MAX_VALUE);
        if (known.isEmpty()) {
            return fault(503, "assembly not running", service.assemblyState(), "repeat the request later");
        }
        List<StudyState> announced =
                known.get().stream().filter(s -> s.announced() != null).toList();
        List<String> missing = new ArrayList<>(uids);
        announced.forEach(s -> missing.remove(s.studyUid()));
        Set<String> without = new HashSet<>(keys);
        announced.forEach(s -> without.remove(String.valueOf(s.patientKey())));
        if (!missing.isEmpty() || !without.isEmpty()) {
            return fault(
                    404,
                    "never announced",
                    missing.isEmpty() ? "patients" : "studyUids " + String.join(", ", missing),
                    "studies that were announced; nothing was announced again");
        }
        List<StudyState> chosen = announced.stream()
                .filter(s -> all || uids.contains(s.studyUid()) || keys.contains(String.valueOf(s.patientKey())))
                .toList();
        boolean dryRun = Boolean.TRUE.equals(choice.dryRun());
        try {
            return desk.reannounce(chosen, runId, dryRun)
                    .map(again -> Response.status(dryRun ? 200 : 202)
                            .entity(new Announced(runId, again))
                            .build())
                    .orElseGet(() -> fault(503, "assembly not running", "ingest", "repeat the request later"));
        } catch (IOException notConfirmed) {
            return fault(503, "not confirmed", "broker or store", "repeat the request with the same runId");
        }
    }

    private static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
