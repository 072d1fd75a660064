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
import org.vigie.staging.domain.timeline.LesionWords;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Intake;
import org.vigie.staging.intake.Origin;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.messaging.TimelineStreams;
import org.vigie.staging.web.Requests.TimelineRequest;

/** Lesions that only their position ties together: proposals, and what a reader says to them. */
@Path("/api/lesions")
@RolesAllowed("service")
@Blocking
public class LesionResource {
    private static final int LONGEST_USER = 64;

    private final Intake intake;
    private final Identities identities;
    private final TimelineStreams streams;

    LesionResource(Intake intake, Identities identities, TimelineStreams streams) {
        this.intake = intake;
        this.identities = identities;
        this.streams = streams;
    }

    /**
     * @param readers what readers have said, the latest word on each region
     * @param notice that a proposal is no match
     */
    record Proposals(List<LesionMatching.Proposal> proposals, List<LesionWords.Word> readers, String notice) {}

    /**
     * @param trackingUid lesion the region is; absent where a reader says it is none of the known ones
     * @param confidence of the proposal, as it was stated
     * @param statedBy user id of the reader, where a service speaks for one
     */
    record ConfirmRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String studyUid,
            @Nullable String regionId,
            @Nullable String trackingUid,
            @Nullable Double confidence,
            @Nullable String statedBy) {}

    @POST
    @Path("/proposals")
    @Operation(summary = "Regions without a tracking UID another study knows, with the lesion each may be")
    public Proposals proposals(@Nullable TimelineRequest request) {
        TimelineRequest patient = Rejected.present(request, "body");
        String key = identities
                .find(StatedPatient.of(patient.patientId(), patient.issuer()))
                .patientKey();
        PatientTimeline timeline = timeline(key);
        return new Proposals(LesionMatching.proposals(timeline), LesionWords.of(timeline), Answers.NOTICE);
    }

    private PatientTimeline timeline(String key) {
        return streams.find(key).orElseGet(() -> PatientState.empty(key)).timeline();
    }

    @POST
    @Path("/confirm")
    @Operation(summary = "A reader says which lesion a region is, or that it is none of the known ones")
    public Response confirm(@Nullable ConfirmRequest request, @Context SecurityContext who) {
        ConfirmRequest word = Rejected.present(request, "body");
        Double confidence = word.confidence();
        if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
            throw new Rejected("confidence", "between 0 and 1");
        }
        if (word.statedBy() != null
                && (word.statedBy().isBlank() || word.statedBy().length() > LONGEST_USER)) {
            throw new Rejected("statedBy", "a user id of 1 to " + LONGEST_USER + " characters");
        }
        FactBody.LesionMatched matched = new FactBody.LesionMatched(
                Rejected.present(word.studyUid(), "studyUid"),
                Rejected.present(word.regionId(), "regionId"),
                word.trackingUid(),
                confidence);
        StatedPatient patient = StatedPatient.of(word.patientId(), word.issuer());
        PatientTimeline timeline = timeline(identities.find(patient).patientKey());
        return switch (LesionWords.check(timeline, matched.studyUid(), matched.regionId(), matched.trackingUid())) {
            case FITS -> {
                String user = word.statedBy() == null ? CourseResource.user(who) : word.statedBy();
                yield Answers.created(intake.record(Origin.rest(user), patient, List.of(Statement.of(matched))), null);
            }
            case NO_SUCH_REGION -> refused(404, "unknown", "regionId", "a region of a current study of this patient");
            case NO_SUCH_LESION ->
                refused(404, "unknown", "trackingUid", "a lesion that a study or a course of this patient names");
            case TAKEN ->
                refused(409, "conflict", "trackingUid", "a lesion that no other region of the same study already is");
        };
    }

    private static Response refused(int status, String error, String object, String rule) {
        return Response.status(status).entity(new Problem(error, object, rule)).build();
    }
}
