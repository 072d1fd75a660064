package org.vigie.diffusion.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.diffusion.ContourReview;

/** For the page on which a reader validates a contour; the page itself is notify's. */
@Path("/api/contours")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
public class ContourResource {
    private final ContourReview review;

    @Inject
    public ContourResource(ContourReview review) {
        this.review = review;
    }

    /** @param manifest of the study's revision */
    public record Open(@Nullable ObjectRef manifest) {}

    public record Problem(String error, String object, String rule) {}

    @POST
    @Path("/open")
    @Operation(summary = "Images of a study with the contours that are there or proposed")
    public Response open(@Nullable Open request) throws IOException {
        if (request == null || request.manifest() == null) {
            return refused(400, "nothing to open", "manifest", "the claim check of a study's manifest");
        }
        return switch (review.open(request.manifest())) {
            case ContourReview.Opened.Refused(Reason reason) ->
                refused(422, "study cannot be shown", "study", reason.toString());
            case ContourReview.Opened.Study study ->
                Response.ok(review.images(study)).build();
        };
    }

    private static Response refused(int status, String error, String object, String rule) {
        return Response.status(status).entity(new Problem(error, object, rule)).build();
    }
}
