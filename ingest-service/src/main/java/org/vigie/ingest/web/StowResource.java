package org.vigie.ingest.web;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.dicom.MultipartFiles;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.StowResult;
import org.vigie.ingest.domain.Uids;

/** STOW-RS (PS3.18, 10.5): what comes here goes through the same pipeline as a C-STORE. */
@Path("/dicom-web/studies")
@RolesAllowed({Roles.SERVICE, Roles.SENDER})
@Produces({"application/dicom+json", MediaType.APPLICATION_JSON})
@Consumes("multipart/related")
public class StowResource {
    private static final int MAX_PARTS = 20_000;

    private final IngestService service;
    private final SecurityIdentity caller;

    public StowResource(IngestService service, SecurityIdentity caller) {
        this.service = service;
        this.caller = caller;
    }

    @POST
    @Blocking
    @Operation(summary = "Stores instances of any studies")
    public Response store(@HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, InputStream body)
            throws IOException {
        return take(contentType, body, null);
    }

    @POST
    @Path("/{study}")
    @Blocking
    @Operation(summary = "Stores instances of one study; those of another fail")
    public Response storeStudy(
            @PathParam("study") String study,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body)
            throws IOException {
        return Uids.isValid(study)
                ? take(contentType, body, study)
                : fault(400, "not a unique identifier", "study", "digits and dots, 64 characters at most");
    }

    private Response take(String contentType, InputStream body, @Nullable String study) throws IOException {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.contains("application/dicom+json") || type.contains("application/dicom+xml")) {
            return fault(415, "metadata and bulk data apart", "Content-Type", "type=\"application/dicom\"");
        }
        StowIntake intake = service.stow().orElse(null);
        if (intake == null) {
            return fault(503, "not started", "store", "come again");
        }
        String sender = "STOW:" + caller.getPrincipal().getName();
        List<StowResult> results;
        try {
            results = MultipartFiles.each(
                    body,
                    contentType,
                    MAX_PARTS,
                    part -> intake.take(part, sender, study),
                    () -> new StowResult.Failed(
                            null, null, StowResult.CANNOT_UNDERSTAND, "a part is application/dicom or nothing"));
        } catch (MultipartFiles.BrokenBodyException broken) {
            return fault(400, "body is no multipart/related", "body", String.valueOf(broken.getMessage()));
        }
        if (results.isEmpty()) {
            return fault(400, "no part", "body", "at least one part of type application/dicom");
        }
        Map<String, Object> answer = StowAnswer.body(results);
        return Response.status(StowAnswer.status(results)).entity(answer).build();
    }

    private static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
