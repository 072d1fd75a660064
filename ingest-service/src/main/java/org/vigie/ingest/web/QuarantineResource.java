package org.vigie.ingest.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.vigie.ingest.IngestService;

/** Objects that were refused but kept. */
@Path("/api/quarantine")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class QuarantineResource {
    private static final int MAX = 500;

    private final IngestService service;

    public QuarantineResource(IngestService service) {
        this.service = service;
    }

    @GET
    @Operation(summary = "Objects kept apart with the reason, the newest first")
    public Answers.Quarantine latest() {
        return new Answers.Quarantine(service.quarantine(MAX));
    }
}
