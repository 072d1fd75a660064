package org.vigie.ingest.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.RetentionDesk;
import org.vigie.ingest.storage.RetentionRun;

/** Dropping images whose time is over, as {@code vigie.retention.*} has it. */
@Path("/api/retention")
@RolesAllowed("service")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RetentionResource {
    private static final int MAX = 200;
    private static final int MAX_TEXT = 100;

    private final RetentionDesk desk;

    public RetentionResource(RetentionDesk desk) {
        this.desk = desk;
    }

    /**
     * @param by who has it done
     * @param dryRun only say what would go
     */
    public record Wish(@Nullable String by, @Nullable Boolean dryRun) {}

    /** Newest first; a run that dropped stands twice, before and after. */
    public record Runs(List<RetentionRun> runs) {}

    @GET
    @Operation(summary = "What retention did: who, when, how much")
    public Runs latest() {
        return new Runs(desk.latest(MAX));
    }

    @POST
    @Operation(summary = "Drops images whose time is over; with dryRun only says which")
    public Response run(@Nullable Wish wish) {
        String by = wish == null || wish.by() == null ? "" : wish.by().strip();
        if (wish == null || by.isEmpty() || by.length() > MAX_TEXT) {
            return fault(400, "incomplete", "by", "who has it done, 1 to 100 characters");
        }
        try {
            Optional<RetentionRun> run = desk.retain(by, Boolean.TRUE.equals(wish.dryRun()));
            return run.isPresent() ? Response.ok(run.get()).build() : fault(503, "not started", "service", "ready");
        } catch (IOException e) {
            return fault(503, "not now", "broker, store", String.valueOf(e.getMessage()));
        }
    }

    private static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
