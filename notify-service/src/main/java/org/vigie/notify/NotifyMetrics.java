package org.vigie.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.Choice;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DatabaseException;

/** Every metric of notify, by name. */
@ApplicationScoped
public class NotifyMetrics {
    private final MeterRegistry registry;
    private final Database database;
    private final Map<AlertRaised.Severity, AtomicInteger> open = new EnumMap<>(AlertRaised.Severity.class);

    public NotifyMetrics(MeterRegistry registry, Database database) {
        this.registry = registry;
        this.database = database;
        for (AlertRaised.Severity severity : AlertRaised.Severity.values()) {
            AtomicInteger count = new AtomicInteger();
            open.put(severity, count);
            registry.gauge(
                    "notify.alerts.open", io.micrometer.core.instrument.Tags.of("severity", severity.name()), count);
        }
    }

    /** @param outcome {@code applied}, {@code duplicate}, {@code dead-letter} or {@code retried} */
    public void consumed(String topic, String outcome) {
        registry.counter("notify.events.consumed", "topic", topic, "outcome", outcome)
                .increment();
    }

    /** @param outcome {@code sent}, {@code failed} or {@code uncertain} */
    public void delivery(String channel, String outcome) {
        registry.counter("notify.deliveries", "channel", channel, "outcome", outcome)
                .increment();
    }

    public void acknowledged(Choice choice) {
        registry.counter("notify.acknowledgements", "choice", choice.code()).increment();
    }

    public void expiredUnacknowledged(AlertRaised.Severity severity) {
        registry.counter("notify.alerts.expired.unacknowledged", "severity", severity.name())
                .increment();
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void countOpenAlerts() {
        try {
            Map<AlertRaised.Severity, Integer> counts = new EnumMap<>(AlertRaised.Severity.class);
            for (AlertRows.Current alert : database.inTransaction(sql -> new AlertRows(sql).waiting())) {
                if (EscalationPolicy.waitsForSomebody(alert.event())) {
                    counts.merge(alert.severity(), 1, Integer::sum);
                }
            }
            open.forEach((severity, count) -> count.set(counts.getOrDefault(severity, 0)));
        } catch (DatabaseException away) {
            // Readiness says that the database is away; the gauge keeps its last value.
            return;
        }
    }
}
