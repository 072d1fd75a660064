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
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Merging;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.messaging.PatientLinks;
import org.vigie.staging.messaging.TimelineStreams;
import org.vigie.staging.web.Answers.Recorded;

/** Two ids of one person. Identifiers stand in bodies, never in addresses. */
@Path("/api/patients")
@RolesAllowed("service")
@Blocking
public class LinkResource {
    static final String NOT_MERGED = "NOT_MERGED";
    private static final int LONGEST_REASON = 200;

    private final Identities identities;
    private final Merging merging;
    private final PatientLinks links;
    private final TimelineStreams streams;
    private final Clock clock;

    LinkResource(Identities identities, Merging merging, PatientLinks links, TimelineStreams streams, Clock clock) {
        this.identities = identities;
        this.merging = merging;
        this.links = links;
        this.streams = streams;
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
        String fact = merging.merge(keys.source(), keys.target(), clock.instant(), user(who), "rest", keys.reason());
        return recorded(keys, fact);
    }

    @POST
    @Path("/unlink")
    @Operation(summary = "Take a merge back")
    public Response unlink(@Nullable LinkRequest request, @Context SecurityContext who) {
        Keys keys = keys(request);
        if (!wasMerged(keys.source(), keys.target())) {
            throw new Rejected(List.of(new Fault(NOT_MERGED, "target", "the patient that source was merged into")));
        }
        String fact = links.unlink(keys.source(), keys.target(), clock.instant(), user(who), "rest", keys.reason());
        return recorded(keys, fact);
    }

    /** Ever, so that a request may be repeated; also where the stream has not read it yet. */
    private boolean wasMerged(String source, String target) {
        return Stream.concat(
                        links.underway(source).stream(),
                        streams.find(source).stream().flatMap(state -> state.timeline().validFacts().stream()))
                .anyMatch(fact -> fact.body() instanceof LinkFact.PatientMerged merged
                        && merged.targetKey().equals(target));
    }

    private record Keys(
            String source, String target, @Nullable String reason) {}

    private Keys keys(@Nullable LinkRequest request) {
        LinkRequest link = Rejected.present(request, "body");
        String source = key(link.source(), "source");
        String target = key(link.target(), "target");
        if (source.equals(target)) {
            throw new Rejected("target", "another patient than source");
        }
        if (link.reason() != null && link.reason().length() > LONGEST_REASON) {
            throw new Rejected("reason", "at most " + LONGEST_REASON + " characters");
        }
        return new Keys(source, target, link.reason());
    }

    private String key(@Nullable PersonRequest person, String object) {
        PersonRequest stated = Rejected.present(person, object);
        try {
            return identities
                    .find(StatedPatient.of(stated.patientId(), stated.issuer()))
                    .patientKey();
        } catch (Rejected e) {
            throw new Rejected(
                    e.faults().stream().map(fault -> fault.within(object)).toList());
        }
    }

    private static String user(SecurityContext who) {
        String user = CourseResource.user(who);
        return user == null ? "unknown" : user;
    }

    private static Response recorded(Keys keys, String fact) {
        return Response.status(Response.Status.CREATED)
                .entity(new Recorded(keys.source(), null, List.of(fact), List.of()))
                .build();
    }
}
