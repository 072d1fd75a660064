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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.QuarantineDesk;

/** Objects that were refused but kept. Identifiers come in the body, never in the address. */
@Path("/api/quarantine")
@RolesAllowed({Roles.SERVICE, Roles.OPERATOR})
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QuarantineResource {
    private static final int MAX = 500;
    private static final int MAX_TEXT = 500;

    private final QuarantineDesk desk;

    public QuarantineResource(QuarantineDesk desk) {
        this.desk = desk;
    }

    /**
     * @param by the person, as the pages know her
     * @param why asked for where something is given up
     */
    public record Act(
            @Nullable String id,
            @Nullable String by,
            @Nullable String why) {}

    @GET
    @Operation(summary = "Objects kept apart with the reason, the newest first")
    public Answers.Quarantine latest() {
        return new Answers.Quarantine(
                desk.latest(MAX).stream().map(Answers.Kept::of).toList());
    }

    @POST
    @Path("/retry")
    @Operation(summary = "Takes an object once more, after the rule or the software was mended")
    public Response retry(@Nullable Act act) throws IOException {
        return act == null || isBlank(act.id()) || isBlank(act.by())
                ? fault(400, "incomplete", "id, by", "both")
                : answer(desk.retry(text(act.id()), text(act.by())));
    }

    @POST
    @Path("/delete")
    @Operation(summary = "Gives an object up; who and why is kept")
    public Response delete(@Nullable Act act) throws IOException {
        return act == null || isBlank(act.id()) || isBlank(act.by()) || isBlank(act.why())
                ? fault(400, "incomplete", "id, by, why", "all three")
                : answer(desk.giveUp(text(act.id()), text(act.by()), text(act.why())));
    }

    private static Response answer(QuarantineDesk.Answer answer) {
        return switch (answer) {
            case QuarantineDesk.Answer.Done() ->
                Response.ok(Map.of("done", true)).build();
            case QuarantineDesk.Answer.Unknown() -> fault(404, "not in quarantine", "id", "of the list");
            case QuarantineDesk.Answer.Refused(String rule) -> fault(409, "refused again", "object", rule);
        };
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String text(@Nullable String text) {
        String given = text == null ? "" : text.strip();
        return given.substring(0, Math.min(MAX_TEXT, given.length()));
    }

    private static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
