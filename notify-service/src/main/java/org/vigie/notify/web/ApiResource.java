package org.vigie.notify.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.PatientIds;
import org.vigie.notify.Acknowledging;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.TimelineRows;

/** What the pages show, for programs. Identifiers travel in bodies, never in addresses. */
@Path("/api")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ApiResource {
    private static final int AT_MOST = 1000;

    private final Database database;
    private final Acknowledging acknowledging;
    private final Auditing auditing;
    private final Reader reader;
    private final Issuers issuers;

    public ApiResource(
            Database database, Acknowledging acknowledging, Auditing auditing, Reader reader, Issuers issuers) {
        this.database = database;
        this.acknowledging = acknowledging;
        this.auditing = auditing;
        this.reader = reader;
        this.issuers = issuers;
    }

    @GET
    @Path("alerts")
    @Operation(summary = "Every alert in its current version, the latest first")
    public List<Api.Alert> alerts() {
        auditing.viewed(reader.user(), "worklist", "api");
        return database.inTransaction(sql -> new AlertRows(sql).all()).stream()
                .map(Api.Alert::of)
                .toList();
    }

    @POST
    @Path("patients/search")
    @Operation(summary = "Everything about the patient with this PatientID")
    public Response search(Api.@Nullable Search search) {
        String patientId = search == null || search.patientId() == null ? "" : PatientIds.normalise(search.patientId());
        if (search == null || patientId.isEmpty()) {
            return fault(Response.Status.BAD_REQUEST, "no patient id given", "patientId", "required");
        }
        String issuer = search.issuer() == null ? null : issuers.canonical(search.issuer(), null);
        List<String> keys = database.inTransaction(sql -> new TimelineRows(sql).find(patientId, issuer));
        return switch (keys.size()) {
            case 0 -> fault(Response.Status.NOT_FOUND, "no such patient", "patient", "known identity");
            case 1 -> patient(keys.getFirst());
            default -> fault(Response.Status.CONFLICT, "several issuers know this id", "issuer", "unique identity");
        };
    }

    @GET
    @Path("patients/{patientKey}")
    @Operation(summary = "Everything about the patient with this key")
    public Response patient(@PathParam("patientKey") String patientKey) {
        PatientFile file = database.inTransaction(sql -> PatientFile.read(sql, patientKey));
        if (file.isEmpty()) {
            return fault(Response.Status.NOT_FOUND, "no such patient", "patient", "known key");
        }
        auditing.viewed(reader.user(), "patient", patientKey);
        return Response.ok(Api.Patient.of(file)).build();
    }

    @POST
    @Path("alerts/{alertKey}/acknowledge")
    @Operation(summary = "Answer an alert as the named clinician who is signed in")
    public Response acknowledge(@PathParam("alertKey") String alertKey, Api.@Nullable Answer answer) {
        if (reader.isService()) {
            return fault(
                    Response.Status.FORBIDDEN, "a service cannot acknowledge", "alert", "acknowledged by a clinician");
        }
        String choice = answer == null || answer.choice() == null ? "" : answer.choice();
        String reason = answer == null ? null : answer.reason();
        Integer version = answer == null ? null : answer.version();
        return switch (acknowledging.acknowledge(alertKey, version, choice, reason, reader.user())) {
            case ACKNOWLEDGED ->
                Response.ok(database.inTransaction(sql -> new AlertRows(sql).find(alertKey))
                                .map(Api.Alert::of)
                                .orElseThrow())
                        .build();
            case UNKNOWN_ALERT -> fault(Response.Status.NOT_FOUND, "no such alert", "alert", "known key");
            case NOT_OPEN -> fault(Response.Status.CONFLICT, "the alert is not open", "alert", "open");
            case NEWER_VERSION ->
                fault(
                        Response.Status.CONFLICT,
                        "the alert has changed since",
                        "version",
                        "the latest people were told of");
            case ALREADY_ACKNOWLEDGED ->
                fault(Response.Status.CONFLICT, "acknowledged before", "alert", "the first answer stands");
            case UNKNOWN_CHOICE ->
                fault(
                        Response.Status.BAD_REQUEST,
                        "no such choice",
                        "choice",
                        "reviewed-continue, reviewed-further-test, reviewed-plan-changed or disagree");
            case REASON_MISSING ->
                fault(Response.Status.BAD_REQUEST, "a reason is missing", "reason", "required for disagree");
        };
    }

    @GET
    @Path("deliveries")
    @Operation(summary = "The latest deliveries")
    public List<Api.Delivery> deliveries(@QueryParam("limit") @DefaultValue("200") int limit) {
        return database.inTransaction(sql -> new DeliveryRows(sql).all(Math.clamp(limit, 1, AT_MOST))).stream()
                .map(Api.Delivery::of)
                .toList();
    }

    @GET
    @Path("audit")
    @Operation(summary = "The latest audit entries; for administrators and services")
    public Response audit(@QueryParam("limit") @DefaultValue("200") int limit) {
        if (!reader.isAdmin() && !reader.isService()) {
            return fault(Response.Status.FORBIDDEN, "not allowed", "audit", "administrators and services");
        }
        auditing.viewed(reader.user(), "audit", "api");
        return Response.ok(database.inTransaction(sql -> new Api.Trail(
                        new AuditRows(sql).isUnbroken(), new AuditRows(sql).latest(Math.clamp(limit, 1, AT_MOST)))))
                .build();
    }

    private static Response fault(Response.Status status, String error, String object, String rule) {
        return Response.status(status)
                .entity(new Api.Fault(error, object, rule))
                .build();
    }
}
