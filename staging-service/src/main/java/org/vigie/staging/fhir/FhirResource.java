package org.vigie.staging.fhir;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.domain.facts.CourseRules;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.AnalyteCodes;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Intake;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Origin;
import org.vigie.staging.intake.Receipt;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.messaging.IntakeUnavailableException;

/** The FHIR endpoint: one transaction in, all of it recorded or none. */
@Path("/fhir")
@RolesAllowed("service")
@Blocking
@Singleton
@Produces({FhirResource.FHIR_JSON, "application/json"})
public class FhirResource {
    static final String FHIR_JSON = "application/fhir+json";

    private final Intake intake;
    private final StagingMetrics metrics;
    private final BundleParser parser;
    private final BundleReader reader;

    FhirResource(
            Intake intake,
            AnalyteCodes codes,
            LabResults labs,
            Identities identities,
            FhirConfig config,
            StagingMetrics metrics) {
        this.intake = intake;
        this.metrics = metrics;
        this.parser = new BundleParser(config.profiles().orElse(Set.of()));
        this.reader = new BundleReader(
                new CourseResources(config.courseCodes().orElse(Set.of())),
                new ObservationResource(codes, labs),
                identities);
    }

    /** HAPI reads its model at first use: that is done beside the start, not by the first sender. */
    @PermitAll
    void warm(@Observes StartupEvent event) {
        Thread.ofPlatform()
                .name("staging-fhir-warm-up")
                .daemon()
                .start(() -> parser.read("{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}"));
    }

    @GET
    @Path("/metadata")
    @Operation(summary = "CapabilityStatement")
    public String metadata() {
        return parser.write(Outcomes.capabilities());
    }

    @POST
    @Consumes({FHIR_JSON, "application/json"})
    @Operation(summary = "A transaction Bundle: all of it is recorded or nothing")
    public Response transaction(@Nullable String body, @Context SecurityContext who) {
        try {
            BundleReader.Transaction transaction = reader.read(parser.read(readable(body == null ? "" : body)));
            String user = who.getUserPrincipal() == null
                    ? "unknown"
                    : who.getUserPrincipal().getName();
            List<Receipt> receipts = intake.record(new Origin("fhir", user, "fhir|" + user), transaction.submissions());
            return answer(200, answered(transaction, receipts));
        } catch (Unprocessable e) {
            metrics.refused("fhir", e.issues().getFirst().code());
            return answer(e.status(), Outcomes.outcome(e.issues()));
        } catch (Rejected e) {
            String code = e.faults().getFirst().code();
            metrics.refused("fhir", code);
            boolean conflict = code.equals(CourseRules.OVERLAP) || code.equals(ReasonCode.AMBIGUOUS_IDENTITY.name());
            return answer(conflict ? 409 : 422, Outcomes.outcome(issues(e.faults(), Issue.Severity.ERROR)));
        } catch (IntakeUnavailableException | IllegalStateException e) {
            return answer(
                    503,
                    Outcomes.outcome(List.of(Issue.error(
                            "transient", "Bundle", "nothing is confirmed; repeat the request, it is idempotent"))));
        }
    }

    /** Two ids that differ only in bytes that are no character would be one. */
    private static String readable(String body) {
        if (body.indexOf('\ufffd') >= 0) {
            throw new Unprocessable(400, List.of(Issue.error("structure", "Bundle", "JSON in UTF-8")));
        }
        return body;
    }

    private static Bundle answered(BundleReader.Transaction transaction, List<Receipt> receipts) {
        List<Issue> warnings = new ArrayList<>();
        receipts.forEach(receipt -> warnings.addAll(issues(receipt.warnings(), Issue.Severity.WARNING)));
        return Outcomes.response(transaction.statuses(), warnings);
    }

    private static List<Issue> issues(List<Fault> faults, Issue.Severity severity) {
        return faults.stream()
                .map(fault -> new Issue(
                        severity,
                        fault.code().equals(Fault.INVALID) ? "value" : "business-rule",
                        fault.object().startsWith("Bundle") ? fault.object() : "Bundle",
                        fault.code(),
                        fault.rule()))
                .toList();
    }

    private Response answer(int status, IBaseResource resource) {
        return Response.status(status)
                .type(FHIR_JSON)
                .entity(parser.write(resource))
                .build();
    }
}
