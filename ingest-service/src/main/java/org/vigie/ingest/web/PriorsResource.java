package org.vigie.ingest.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.vigie.access.Roles;
import org.vigie.ingest.StudyDesk;
import org.vigie.ingest.domain.PriorSearchState;

/** Earlier studies that were asked for. */
@Path("/api/priors")
@RolesAllowed({Roles.SERVICE, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public class PriorsResource {
    private static final int MAX = 500;

    private final StudyDesk desk;

    public PriorsResource(StudyDesk desk) {
        this.desk = desk;
    }

    public record Priors(List<PriorSearchState> priors) {}

    @GET
    @Operation(summary = "Requests for earlier studies and what became of them, the last changed first")
    public Priors latest() {
        return new Priors(desk.priors(MAX));
    }
}
