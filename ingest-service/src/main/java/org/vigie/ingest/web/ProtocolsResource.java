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
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.StudyDesk;
import org.vigie.ingest.domain.ProtocolReport;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.Uids;

/** The rules by which a study is taken as complete, and what they say of a study received. */
@Path("/api/protocols")
@RolesAllowed({Roles.SERVICE, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public class ProtocolsResource {
    private final StudyDesk desk;
    private final IngestService service;

    public ProtocolsResource(StudyDesk desk, IngestService service) {
        this.desk = desk;
        this.service = service;
    }

    /** @param asks the kind with its numbers */
    public record Rule(
            String name,
            String kind,
            Set<String> bodyParts,
            @Nullable String description,
            boolean whenUnstated,
            boolean otherwise,
            boolean required,
            Object asks) {
        static Rule of(ProtocolRule rule) {
            Pattern description = rule.selector().description();
            return new Rule(
                    rule.name(),
                    switch (rule.content()) {
                        case ProtocolRule.Diffusion d -> "dwi";
                        case ProtocolRule.WholeBodyDiffusion w -> "wb-dwi";
                        case ProtocolRule.Dynamic d -> "dce";
                    },
                    rule.selector().bodyParts(),
                    description == null ? null : description.pattern(),
                    rule.selector().whenUnstated(),
                    rule.selector().otherwise(),
                    rule.required(),
                    rule.content());
        }
    }

    public record Rules(List<Rule> protocols) {}

    /** In the body, since identifiers never stand in an address. */
    public record Question(@Nullable String studyUid) {}

    @GET
    @Operation(summary = "Every rule of completeness in force")
    public Rules rules() {
        return new Rules(desk.protocolRules().all().stream().map(Rule::of).toList());
    }

    @POST
    @Path("/explain")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What the rules say of a study received, and from what")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProtocolReport.Study.class)))
    public Response explain(@Nullable Question question) {
        if (question == null || !Uids.isValid(question.studyUid())) {
            return fault(400, "not a unique identifier", "studyUid", "digits and dots, 64 characters at most");
        }
        if (!service.isAssembling()) {
            return fault(503, "assembly not running", service.assemblyState(), "come again");
        }
        return desk.explain(java.util.Objects.requireNonNull(question.studyUid()))
                .map(study -> Response.ok(study).build())
                .orElseGet(() -> fault(404, "study not here", "studyUid", "received, and assembled by this replica"));
    }

    private static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
