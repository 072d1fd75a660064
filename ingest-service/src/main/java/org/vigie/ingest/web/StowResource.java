package org.vigie.ingest.web;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Roles;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.WebConfig;
import org.vigie.ingest.dicom.MultipartFiles;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.StowResult;
import org.vigie.ingest.domain.Uids;

/** STOW-RS (PS3.18, 10.5): what comes here goes through the same pipeline as a C-STORE. */
@Path("/dicom-web/studies")
@RolesAllowed({Roles.SERVICE, Roles.SENDER})
@Produces({StowAnswer.JSON, MediaType.APPLICATION_JSON, StowAnswer.XML})
@Consumes("multipart/related")
public class StowResource {
    private final IngestService service;
    private final SecurityIdentity caller;
    private final Gate gate;
    private final int maxParts;

    public StowResource(IngestService service, SecurityIdentity caller, Gate gate, WebConfig config) {
        this.service = service;
        this.caller = caller;
        this.gate = gate;
        this.maxParts = config.maxParts();
    }

    @POST
    @Blocking
    @Operation(summary = "Stores instances of any studies")
    public Response store(@Context HttpHeaders headers, InputStream body) {
        return take(headers, body, null);
    }

    @POST
    @Path("/{study}")
    @Blocking
    @Operation(summary = "Stores instances of one study; those of another fail")
    public Response storeStudy(@PathParam("study") String study, @Context HttpHeaders headers, InputStream body) {
        return Uids.isValid(study)
                ? take(headers, body, study)
                : Gate.fault(400, "not a unique identifier", "study", "digits and dots, 64 characters at most");
    }

    private Response take(HttpHeaders headers, InputStream body, @Nullable String study) {
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        MediaType stated = Gate.mediaType(contentType);
        if (stated == null) {
            return Gate.fault(415, "no type", "Content-Type", "multipart/related with a boundary");
        }
        String type = stated.getParameters().get("type");
        if (type != null && !type.equalsIgnoreCase("application/dicom")) {
            return Gate.fault(415, "parts of another type", "Content-Type", "type=\"application/dicom\"");
        }
        return gate.pass(() -> store(contentType, body, study, StowAnswer.type(headers)));
    }

    private Response store(String contentType, InputStream body, @Nullable String study, String answer)
            throws IOException {
        StowIntake intake = service.stow().orElse(null);
        if (intake == null) {
            return Gate.fault(503, "not started", "store", "come again");
        }
        String sender = "STOW:" + caller.getPrincipal().getName();
        List<StowResult> results;
        try {
            results = MultipartFiles.each(
                    body,
                    contentType,
                    maxParts,
                    part -> intake.take(part, sender, study),
                    () -> new StowResult.Failed(
                            null, null, StowResult.CANNOT_UNDERSTAND, "a part is application/dicom or nothing"));
        } catch (MultipartFiles.BrokenBodyException broken) {
            return Gate.fault(400, "body is no multipart/related", "body", String.valueOf(broken.getMessage()));
        }
        if (results.isEmpty()) {
            return Gate.fault(400, "no part", "body", "at least one part of type application/dicom");
        }
        return StowAnswer.of(results, answer);
    }
}
