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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.diffusion.ContourDecision;
import org.vigie.diffusion.ContourDesk;
import org.vigie.diffusion.ContourReview;

/** For the page on which a reader validates a contour; the page itself is notify's. */
@Path("/api/contours")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
public class ContourResource {
    private static final int MOST_EARLIER = 3;

    private final ContourReview review;
    private final ContourDesk desk;

    @Inject
    public ContourResource(ContourReview review, ContourDesk desk) {
        this.review = review;
        this.desk = desk;
    }

    /**
     * @param manifest of the study's revision
     * @param earlier manifests of earlier studies of the patient, at most {@value #MOST_EARLIER}
     */
    public record Open(
            @Nullable ObjectRef manifest, @Nullable List<ObjectRef> earlier) {}

    /** @see ContourDecision */
    public record Accept(
            @Nullable ObjectRef manifest,
            @Nullable List<ObjectRef> earlier,
            @Nullable String proposalId,
            @Nullable String trackingUid,
            @Nullable String label,
            int firstSlice,
            int lastSlice,
            @Nullable List<ContourDecision.Drawn> polygons,
            @Nullable String validatedBy) {}

    public record Problem(String error, String object, String rule) {}

    @POST
    @Path("/open")
    @Operation(summary = "Images of a study with the contours that are there or proposed")
    public Response open(@Nullable Open request) throws IOException {
        if (request == null || request.manifest() == null) {
            return refused(400, "nothing to open", "manifest", "the claim check of a study's manifest");
        }
        return switch (review.open(request.manifest(), few(request.earlier()))) {
            case ContourReview.Opened.Refused(Reason reason) ->
                refused(422, "study cannot be shown", "study", reason.toString());
            case ContourReview.Opened.NoManifest(String object, boolean stored) -> noManifest(object, stored);
            case ContourReview.Opened.Study study ->
                Response.ok(review.images(study)).build();
        };
    }

    @POST
    @Path("/accept")
    @Operation(summary = "Stores what a reader decided as a segmentation of the study")
    public Response accept(@Nullable Accept request) throws IOException {
        if (request == null || request.manifest() == null) {
            return refused(400, "nothing to accept", "manifest", "the claim check of a study's manifest");
        }
        String reader = request.validatedBy();
        if (reader == null || !reader.matches("[A-Za-z0-9._@-]{1,64}")) {
            return refused(400, "nobody stands behind it", "validatedBy", "user id of the reader");
        }
        String tracking = request.trackingUid();
        if (tracking != null && (!tracking.matches("[0-9]+([.][0-9]+)+") || tracking.length() > 64)) {
            return refused(400, "not a unique identifier", "trackingUid", "digits and dots, 64 characters at most");
        }
        ContourDecision decision = new ContourDecision(
                request.manifest(),
                few(request.earlier()),
                request.proposalId(),
                tracking,
                request.label() == null ? "" : request.label(),
                request.firstSlice(),
                request.lastSlice(),
                request.polygons() == null ? List.of() : request.polygons(),
                reader);
        return switch (desk.accept(decision)) {
            case ContourDesk.Result.Stored stored -> Response.ok(stored).build();
            case ContourDesk.Result.Refused(Reason reason) ->
                refused(422, "contour cannot be used", "contour", reason.toString());
            case ContourDesk.Result.Changed(Reason reason) ->
                refused(
                        409,
                        "the contour is not the one that was shown: load the page again",
                        "contour",
                        reason.toString());
            case ContourDesk.Result.NoManifest(String object, boolean stored) -> noManifest(object, stored);
            case ContourDesk.Result.NotTaken(int status) ->
                refused(503, "contour was not stored", "ingest", status == 0 ? "no answer" : "HTTP " + status);
        };
    }

    private static List<ObjectRef> few(@Nullable List<ObjectRef> earlier) {
        return earlier == null
                ? List.of()
                : earlier.stream().limit(MOST_EARLIER).toList();
    }

    private static Response noManifest(String object, boolean stored) {
        return stored
                ? refused(400, "not a manifest", object, "the claim check of a study's manifest")
                : refused(404, "not in the store", object, "the claim check of a study's manifest");
    }

    private static Response refused(int status, String error, String object, String rule) {
        return Response.status(status).entity(new Problem(error, object, rule)).build();
    }
}
