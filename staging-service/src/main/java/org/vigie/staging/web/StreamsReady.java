package org.vigie.staging.web;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.vigie.staging.messaging.LinkedPatients;
import org.vigie.staging.messaging.TimelineStreams;

/** Ready while the timeline is being processed, once it is known whom the site knows. */
@Readiness
@ApplicationScoped
public class StreamsReady implements HealthCheck {
    private final TimelineStreams streams;
    private final LinkedPatients linked;

    public StreamsReady(TimelineStreams streams, LinkedPatients linked) {
        this.streams = streams;
        this.linked = linked;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("timeline streams")
                .status(streams.running() && linked.isRead())
                .withData("state", streams.state())
                .withData("identities", linked.isRead() ? "read" : "being read")
                .build();
    }
}
