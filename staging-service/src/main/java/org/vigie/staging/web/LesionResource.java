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
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.LesionMatching;
import org.vigie.staging.messaging.TimelineStreams;
import org.vigie.staging.web.Intake.Person;
import org.vigie.staging.web.Requests.TimelineRequest;

/** Lesions that only their position ties together: proposals, and what a reader says to them. */
@Path("/api/lesions")
@RolesAllowed("service")
@Blocking
public class LesionResource {
    private final Intake intake;
    private final TimelineStreams streams;

    LesionResource(Intake intake, TimelineStreams streams) {
        this.intake = intake;
        this.streams = streams;
    }

    /** @param notice that a proposal is no match */
    record Proposals(List<LesionMatching.Proposal> proposals, String notice) {}

    /**
     * @param trackingUid lesion the region is; absent where a reader says it is none of the known ones
     * @param confidence of the proposal, as it was stated
     */
    record ConfirmRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String studyUid,
            @Nullable String regionId,
            @Nullable String trackingUid,
            @Nullable Double confidence) {}

    @POST
    @Path("/proposals")
    @Operation(summary = "Regions without a tracking UID another study knows, with the lesion each may be")
    public Proposals proposals(@Nullable TimelineRequest request) {
        TimelineRequest patient = FactRules.present(request, "body");
        String key = intake.patientKey(new Person(patient.patientId(), patient.issuer()));
        PatientState state = streams.find(key).orElseGet(() -> PatientState.empty(key));
        return new Proposals(LesionMatching.proposals(state.timeline()), Answers.NOTICE);
    }

    @POST
    @Path("/confirm")
    @Operation(summary = "A reader says which lesion a region is, or that it is none of the known ones")
    public Response confirm(@Nullable ConfirmRequest request, @Context SecurityContext who) {
        ConfirmRequest word = FactRules.present(request, "body");
        Double confidence = word.confidence();
        if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
            throw new Rejected("confidence", "between 0 and 1");
        }
        Person person = new Person(word.patientId(), word.issuer());
        FactBody matched = new FactBody.LesionMatched(
                FactRules.present(word.studyUid(), "studyUid"),
                FactRules.present(word.regionId(), "regionId"),
                word.trackingUid(),
                confidence);
        List<String> facts = intake.record(person, List.of(matched), CourseResource.user(who));
        return CourseResource.created(intake.patientKey(person), null, facts);
    }
}
