package org.vigie.ingest.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.StudyDesk;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.domain.Uids;

/** Studies in flight and lately announced. */
@Path("/api/studies")
@RolesAllowed({Roles.SERVICE, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public class StudiesResource {
    private static final int MAX = 500;

    private final StudyDesk desk;
    private final IngestService service;

    public StudiesResource(StudyDesk desk, IngestService service) {
        this.desk = desk;
        this.service = service;
    }

    /** Identifiers come in the body, never in the address; of several, all must hold. */
    public record Search(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String patientKey,
            @Nullable String studyUid) {
        @Override
        public String toString() {
            return "Search[hidden]";
        }
    }

    @GET
    @Operation(summary = "Studies in flight and lately announced, the last changed first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Answers.Studies.class)))
    public Response latest() {
        return answer(study -> true, MAX);
    }

    @POST
    @Path("/search")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Studies of one patient, or one study")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Answers.Studies.class)))
    public Response search(@Nullable Search search) {
        if (search == null
                || (search.patientId() == null && search.patientKey() == null && search.studyUid() == null)) {
            return fault("nothing to search by", "patientId, patientKey or studyUid", "at least one");
        }
        if (search.studyUid() != null && !Uids.isValid(search.studyUid())) {
            return fault("not a unique identifier", "studyUid", "digits and dots, 64 characters at most");
        }
        Optional<String> key = search.patientId() == null
                ? Optional.ofNullable(search.patientKey())
                : desk.patientKey(search.patientId(), search.issuer());
        if (key.isEmpty() && search.studyUid() == null) {
            return fault("no patient", "patientId", "not blank");
        }
        return answer(
                s -> (key.isEmpty() || key.get().equals(s.patientKey()))
                        && (search.studyUid() == null || search.studyUid().equals(s.studyUid())),
                Integer.MAX_VALUE);
    }

    private Response answer(Predicate<StudyState> wanted, int max) {
        Optional<List<StudyState>> studies = desk.studies(max);
        if (studies.isEmpty()) {
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .entity(new Answers.Fault("assembly not running", service.assemblyState(), null))
                    .build();
        }
        return Response.ok(new Answers.Studies(studies.get().stream()
                        .filter(wanted)
                        .limit(MAX)
                        .map(Answers.Study::of)
                        .toList()))
                .build();
    }

    private static Response fault(String error, String object, String rule) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
