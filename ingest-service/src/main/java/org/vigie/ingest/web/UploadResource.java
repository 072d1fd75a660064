package org.vigie.ingest.web;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.UploadDesk;
import org.vigie.ingest.WebConfig;
import org.vigie.ingest.dicom.Upload;
import org.vigie.ingest.dicom.Upload.Outcome;
import org.vigie.ingest.dicom.UploadIntake;
import org.vigie.ingest.storage.UploadLog.Uploaded;

/** Files an operator brings, of a CD for example; the same pipeline as a C-STORE. */
@Path("/api")
@RolesAllowed({Roles.SERVICE, Roles.OPERATOR})
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
    private static final int MAX_BY = 100;

    private final UploadDesk desk;
    private final SecurityIdentity caller;
    private final Gate gate;
    private final UploadIntake.Limits limits;

    public UploadResource(UploadDesk desk, SecurityIdentity caller, Gate gate, WebConfig config) {
        this.desk = desk;
        this.caller = caller;
        this.gate = gate;
        this.limits = new UploadIntake.Limits(config.maxEntries(), config.maxUnpackedBytes(), config.maxRatio());
    }

    /** @param limit the one that ended it, if any did: what comes behind was not looked at */
    public record Answer(
            boolean dryRun,
            long stored,
            long failed,
            long skipped,
            @Nullable String limit,
            List<Upload.Entry> entries) {}

    public record Uploads(List<Uploaded> uploads) {}

    /** @param by the person, where the caller is a program */
    @POST
    @Path("/upload")
    @Consumes({
        "application/zip",
        "application/x-zip-compressed",
        "application/dicom",
        "application/octet-stream",
        "multipart/form-data"
    })
    @Operation(
            summary = "Takes a DICOM file, a ZIP archive of them or a form with files; with dryRun only says what it"
                    + " would do")
    public Response upload(
            @QueryParam("dryRun") @DefaultValue("false") String dryRun,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam("X-Vigie-By") @Nullable String by,
            InputStream body) {
        if (contentType == null || Gate.mediaType(contentType) == null) {
            return Gate.fault(415, "no type", "Content-Type", "application/zip, application/dicom or a form");
        }
        if (!dryRun.equals("true") && !dryRun.equals("false")) {
            return Gate.fault(400, "not readable", "dryRun", "true or false");
        }
        return gate.pass(() -> take(dryRun.equals("true"), contentType, by, body));
    }

    @GET
    @Path("/uploads")
    @Operation(summary = "Who uploaded how much, the newest first")
    public Uploads uploads() {
        return new Uploads(desk.latest());
    }

    private Response take(boolean dryRun, String contentType, @Nullable String by, InputStream body)
            throws IOException {
        String who = by == null || by.isBlank() ? caller.getPrincipal().getName() : shortened(by);
        Upload upload = desk.take(limits, "UPLOAD:" + caller.getPrincipal().getName(), who, dryRun, body, contentType)
                .orElse(null);
        if (upload == null) {
            return Gate.fault(503, "not started", "store", "come again");
        }
        long stored = upload.count(Outcome.STORED) + upload.count(Outcome.WOULD_STORE);
        Answer answer = new Answer(
                dryRun,
                stored,
                upload.count(Outcome.FAILED),
                upload.count(Outcome.SKIPPED),
                upload.limit(),
                upload.entries());
        return Response.status(status(upload, answer)).entity(answer).build();
    }

    /** As STOW-RS: 200 all, 202 some, 409 none, 503 none for want of room; 400 nothing that could be, 413 too large. */
    private static int status(Upload upload, Answer answer) {
        if (answer.stored() > 0) {
            return answer.failed() > 0 || answer.limit() != null ? 202 : 200;
        }
        if (answer.limit() != null) {
            return 413;
        }
        if (answer.failed() > 0) {
            return upload.outOfResources() ? 503 : 409;
        }
        return 400;
    }

    private static String shortened(String by) {
        String shown = by.strip().replaceAll("\\p{Cntrl}", "?");
        return shown.substring(0, Math.min(MAX_BY, shown.length()));
    }
}
