package org.vigie.staging.web;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.vigie.staging.messaging.TimelineStreams;

/** Ready while the timeline is being processed. */
@Readiness
@ApplicationScoped
public class StreamsReady implements HealthCheck {
    private final TimelineStreams streams;

    public StreamsReady(TimelineStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("timeline streams")
                .status(streams.running())
                .withData("state", streams.state())
                .build();
    }
}
