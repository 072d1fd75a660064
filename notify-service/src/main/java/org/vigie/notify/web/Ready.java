package org.vigie.notify.web;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.vigie.notify.Outbox;
import org.vigie.notify.messaging.TimelineConsumer;

/** Ready: events are being read. The database has a check of its own. */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {
    private final TimelineConsumer consumer;
    private final Outbox outbox;

    public Ready(TimelineConsumer consumer, Outbox outbox) {
        this.consumer = consumer;
        this.outbox = outbox;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("events")
                .status(consumer.isConsuming())
                .withData("condition", consumer.condition())
                .withData("mail", outbox.isMailConfigured() ? "configured" : "not configured")
                .build();
    }
}
