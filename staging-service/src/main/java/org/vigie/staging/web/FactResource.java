package org.vigie.staging.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.Intake;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Origin;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.web.Requests.FactRequest;
import org.vigie.staging.web.Requests.LabRequest;
import org.vigie.staging.web.Requests.LabsRequest;
import org.vigie.staging.web.Requests.RetractRequest;

/** Any fact by its kind; results of a laboratory with the unit they were reported in; what was stated in error. */
@Path("/api")
@RolesAllowed("service")
@Blocking
public class FactResource {
    private static final int MOST_RESULTS = 1000;

    private final Intake intake;
    private final LabResults labs;

    FactResource(Intake intake, LabResults labs) {
        this.intake = intake;
        this.labs = labs;
    }

    @POST
    @Path("/facts")
    @Operation(
            summary = "State a clinical fact: body.kind tells which",
            description = "With a sourceId (the source's own name for the statement) the same id again corrects it.")
    public Response add(@Nullable FactRequest request, @Context SecurityContext who) {
        FactRequest fact = Rejected.present(request, "body");
        FactBody body = Rejected.present(fact.body(), "body.body");
        if (body instanceof LaboratoryFact.Lab) {
            throw new Rejected("body.kind", "results of a laboratory go to /api/labs, with the unit as reported");
        }
        Statement made = new Statement.Made(body, sourceId(fact.sourceId()), fact.statedAt(), UnaryOperator.identity());
        return Answers.created(
                intake.record(
                        origin(fact.system(), who), StatedPatient.of(fact.patientId(), fact.issuer()), List.of(made)),
                null);
    }

    @POST
    @Path("/facts/retract")
    @Operation(summary = "Take back what was stated under a fact id, or under the source's own id")
    public Response retract(@Nullable RetractRequest request, @Context SecurityContext who) {
        RetractRequest error = Rejected.present(request, "body");
        if ((error.factId() == null) == (error.sourceId() == null)) {
            throw new Rejected("factId", "either factId or sourceId");
        }
        Statement taken = error.factId() != null
                ? Statement.of(new FactBody.Retracted(error.factId()))
                : new Statement.Withdrawn(
                        Rejected.present(error.sourceId(), "sourceId"), error.statedAt(), UnaryOperator.identity());
        return Answers.created(
                intake.record(
                        origin(error.system(), who),
                        StatedPatient.of(error.patientId(), error.issuer()),
                        List.of(taken)),
                null);
    }

    @POST
    @Path("/labs")
    @Operation(
            summary = "State results of a laboratory, all or none",
            description = "Units are UCUM and are converted; a result without a unit is recorded, no rule can use it"
                    + " (warning UNIT_UNKNOWN). Impossible values are refused with the plausible range.")
    public Response labs(@Nullable LabsRequest request, @Context SecurityContext who) {
        LabsRequest stated = Rejected.present(request, "body");
        List<LabRequest> results = Rejected.present(stated.labs(), "labs");
        if (results.isEmpty() || results.size() > MOST_RESULTS) {
            throw new Rejected("labs", "1 to " + MOST_RESULTS + " results");
        }
        List<Statement> statements = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            String path = "labs[" + i + "]";
            try {
                statements.add(lab(Rejected.present(results.get(i), "result"), path));
            } catch (Rejected e) {
                e.faults().forEach(fault -> faults.add(fault.within(path)));
            }
        }
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
        return Answers.created(
                intake.record(
                        origin(stated.system(), who),
                        StatedPatient.of(stated.patientId(), stated.issuer()),
                        statements),
                null);
    }

    private Statement lab(LabRequest lab, String path) {
        LaboratoryFact.Lab fact = labs.fact(new LabResults.Reported(
                Rejected.present(lab.analyte(), "analyte"),
                Rejected.present(lab.at(), "at"),
                Rejected.present(lab.value(), "value"),
                lab.unit(),
                lab.referenceLow(),
                lab.referenceHigh(),
                lab.specimen(),
                lab.code()));
        return new Statement.Made(fact, sourceId(lab.sourceId()), lab.statedAt(), fault -> fault.within(path));
    }

    private static @Nullable String sourceId(@Nullable String id) {
        if (id != null && (id.isBlank() || id.length() > 200)) {
            throw new Rejected("sourceId", "1 to 200 characters");
        }
        return id;
    }

    private static Origin origin(@Nullable String system, SecurityContext who) {
        String user = CourseResource.user(who);
        return new Origin("rest", user == null ? "unknown" : user, system);
    }
}
