package org.vigie.staging.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.RecordedStudy;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.messaging.TimelineStreams;
import org.vigie.staging.web.Answers.Timeline;
import org.vigie.staging.web.Requests.TimelineRequest;

/** What is known of one patient and what was said about it. */
@Path("/api/patients/timeline")
@RolesAllowed("service")
@Blocking
public class TimelineResource {
    private final Identities identities;
    private final TimelineStreams streams;

    TimelineResource(Identities identities, TimelineStreams streams) {
        this.identities = identities;
        this.streams = streams;
    }

    @POST
    @Operation(summary = "Facts, current studies, assessments clause by clause and alerts of one patient")
    public Timeline read(@Nullable TimelineRequest request) {
        TimelineRequest patient = Rejected.present(request, "body");
        String key = identities
                .find(StatedPatient.of(patient.patientId(), patient.issuer()))
                .patientKey();
        PatientState state = streams.find(key).orElseGet(() -> PatientState.empty(key));
        return new Timeline(
                key,
                state.timeline().validFacts(),
                state.timeline().currentStudies().stream()
                        .map(RecordedStudy::measured)
                        .toList(),
                List.copyOf(state.assessed().values()),
                List.copyOf(state.alerts().values()),
                Answers.NOTICE);
    }
}
