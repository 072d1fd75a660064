package org.vigie.staging.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.web.Intake.Person;
import org.vigie.staging.web.Requests.FactRequest;

/** Any fact by its kind. */
@Path("/api/facts")
@RolesAllowed("service")
@Blocking
public class FactResource {
    private final Intake intake;

    FactResource(Intake intake) {
        this.intake = intake;
    }

    @POST
    @Operation(summary = "State a clinical fact: body.kind tells which")
    public Response add(@Nullable FactRequest request, @Context SecurityContext who) {
        FactRequest fact = FactRules.present(request, "body");
        Person person = new Person(fact.patientId(), fact.issuer());
        FactBody body = FactRules.present(fact.body(), "body.body");
        List<String> facts = intake.record(person, List.of(body), CourseResource.user(who));
        return CourseResource.created(intake.patientKey(person), null, facts);
    }
}
