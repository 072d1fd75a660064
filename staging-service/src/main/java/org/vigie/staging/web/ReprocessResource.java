package org.vigie.staging.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.reprocess.Report;
import org.vigie.staging.reprocess.Reprocessing;

/** Assess all or chosen patients again after rules or thresholds have changed. */
@Path("/api/reprocess")
@RolesAllowed("service")
@Blocking
public class ReprocessResource {
    private static final int MOST_STUDIES = 10_000;

    private final Reprocessing reprocessing;
    private final Identities identities;

    ReprocessResource(Reprocessing reprocessing, Identities identities) {
        this.reprocessing = reprocessing;
        this.identities = identities;
    }

    record PatientRequest(
            @Nullable String patientId, @Nullable String issuer) {}

    /**
     * @param patients absent: all
     * @param studyUids absent: whatever study
     * @param publish true: amend what differs; otherwise old and new are only compared
     */
    record ReprocessRequest(
            @Nullable List<PatientRequest> patients,
            @Nullable List<String> studyUids,
            @Nullable Boolean publish) {}

    @POST
    @Operation(summary = "Compare what was said with what the rules in force say, and publish amendments if asked to")
    public Response start(@Nullable ReprocessRequest request) {
        ReprocessRequest wanted = request == null ? new ReprocessRequest(null, null, null) : request;
        Set<String> keys = new TreeSet<>();
        if (wanted.patients() != null) {
            wanted.patients()
                    .forEach(patient -> keys.add(identities
                            .find(StatedPatient.of(patient.patientId(), patient.issuer()))
                            .patientKey()));
        }
        Set<String> studies = wanted.studyUids() == null ? Set.of() : Set.copyOf(wanted.studyUids());
        return Response.status(Response.Status.ACCEPTED)
                .entity(reprocessing.start(keys, studies, Boolean.TRUE.equals(wanted.publish())))
                .build();
    }

    /** @param patientKey as ingest states it */
    record StudyRequest(@Nullable String studyUid, @Nullable String patientKey) {}

    record ImagesRequest(@Nullable List<StudyRequest> studies) {}

    @POST
    @Path("/images")
    @Operation(
            summary = "Keep what stands before these studies are measured again",
            description = "Then let ingest announce them again; the report compares old and new, and is DONE once every"
                    + " study has its new result.")
    public Response images(@Nullable ImagesRequest request) {
        ImagesRequest wanted = Rejected.present(request, "body");
        List<StudyRequest> studies = Rejected.present(wanted.studies(), "studies");
        if (studies.isEmpty() || studies.size() > MOST_STUDIES) {
            throw new Rejected("studies", "1 to " + MOST_STUDIES);
        }
        Map<String, String> keys = new TreeMap<>();
        studies.forEach(study -> keys.put(
                Rejected.present(Rejected.present(study, "studies").studyUid(), "studyUid"),
                Rejected.present(study.patientKey(), "patientKey")));
        return Response.status(Response.Status.CREATED)
                .entity(reprocessing.snapshot(keys))
                .build();
    }

    @GET
    @Operation(summary = "The last runs, newest first, without their rows")
    public List<Report.Summary> list() {
        return reprocessing.list();
    }

    @GET
    @Path("/{runId}")
    @Operation(summary = "Old and new side by side, as far as the run has come")
    public Response report(@PathParam("runId") String runId) {
        return reprocessing
                .report(runId)
                .map(report -> Response.ok(report).build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(new Problem("unknown", "runId", "a run that GET /api/reprocess lists"))
                        .build());
    }
}
