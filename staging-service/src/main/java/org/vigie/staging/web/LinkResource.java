package org.vigie.staging.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.messaging.PatientLinks;
import org.vigie.staging.web.Answers.Recorded;
import org.vigie.staging.web.Intake.Person;

/** Two ids of one person. Identifiers stand in bodies, never in addresses. */
@Path("/api/patients")
@RolesAllowed("service")
@Blocking
public class LinkResource {
    private final Intake intake;
    private final PatientLinks links;
    private final Clock clock;

    LinkResource(Intake intake, PatientLinks links, Clock clock) {
        this.intake = intake;
        this.links = links;
        this.clock = clock;
    }

    record PersonRequest(
            @Nullable String patientId, @Nullable String issuer) {}

    /** @param source whose facts and measurements are read under {@code target} from now on */
    record LinkRequest(
            @Nullable PersonRequest source,
            @Nullable PersonRequest target,
            @Nullable String reason) {}

    @POST
    @Path("/merge")
    @Operation(summary = "State that two ids are one person, to be read under the target; reversible")
    public Response merge(@Nullable LinkRequest request, @Context SecurityContext who) {
        Keys keys = keys(request);
        String fact = links.merge(keys.source(), keys.target(), clock.instant(), user(who), "rest", keys.reason());
        return recorded(keys, fact);
    }

    @POST
    @Path("/unlink")
    @Operation(summary = "Take a merge back")
    public Response unlink(@Nullable LinkRequest request, @Context SecurityContext who) {
        Keys keys = keys(request);
        String fact = links.unlink(keys.source(), keys.target(), clock.instant(), user(who), "rest", keys.reason());
        return recorded(keys, fact);
    }

    private record Keys(
            String source, String target, @Nullable String reason) {}

    private Keys keys(@Nullable LinkRequest request) {
        LinkRequest link = FactRules.present(request, "body");
        String source = key(link.source(), "source");
        String target = key(link.target(), "target");
        if (source.equals(target)) {
            throw new Rejected("target", "another patient than source");
        }
        return new Keys(source, target, link.reason() == null ? null : FactRules.text(link.reason(), "reason"));
    }

    private String key(@Nullable PersonRequest person, String object) {
        PersonRequest stated = FactRules.present(person, object);
        return intake.patientKey(
                new Person(FactRules.text(stated.patientId(), object + ".patientId"), stated.issuer()));
    }

    private static String user(SecurityContext who) {
        String user = CourseResource.user(who);
        return user == null ? "unknown" : user;
    }

    private static Response recorded(Keys keys, String fact) {
        return Response.status(Response.Status.CREATED)
                .entity(new Recorded(keys.source(), null, List.of(fact)))
                .build();
    }
}
