package org.vigie.notify;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.domain.Purpose;
import org.vigie.notify.domain.Recipient;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DatabaseException;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.Sql;

/** Looks at every alert that waits for an answer: reminds, escalates, and notes those that ran out unanswered. */
@ApplicationScoped
public class Escalating {
    private static final Logger LOG = Logger.getLogger(Escalating.class);
    private static final String ACTOR = "notify";

    private final Database database;
    private final NotifyConfig config;
    private final EscalationPolicy policy;
    private final RunningOut running;
    private final Clock clock;

    public Escalating(Database database, NotifyConfig config, SiteConfig site, RunningOut running, Clock clock) {
        this.database = database;
        this.config = config;
        this.policy = new EscalationPolicy(site.zone());
        this.running = running;
        this.clock = clock;
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweepOnTime() {
        try {
            sweep();
        } catch (DatabaseException away) {
            LOG.debug("escalation waits for the database", away);
        }
    }

    /** One look at all of them, each in its own transaction. */
    public void sweep() {
        for (AlertRows.Current alert : database.inTransaction(sql -> new AlertRows(sql).waiting())) {
            database.run(sql -> new AlertRows(sql)
                    .lock(alert.event().alertKey())
                    .filter(locked -> !locked.acknowledged())
                    .ifPresent(locked -> look(sql, locked)));
        }
    }

    private void look(Sql sql, AlertRows.Current current) {
        AlertRaised alert = current.event();
        Instant now = clock.instant();
        Instant notifiedAt = current.notifiedAt();
        Integer version = current.notifiedVersion();
        if (notifiedAt == null || version == null || !EscalationPolicy.waitsForSomebody(alert)) {
            return;
        }
        if (EscalationPolicy.hasExpired(alert, now)) {
            running.out(sql, alert, now);
            return;
        }
        for (EscalationPolicy.Step step : policy.due(alert, notifiedAt, now)) {
            switch (step) {
                case REMINDER_1 -> remind(sql, alert, version, Purpose.REMINDER_1, now);
                case REMINDER_2 -> remind(sql, alert, version, Purpose.REMINDER_2, now);
                case ESCALATION -> escalate(sql, current, version, now);
            }
        }
    }

    private static void remind(Sql sql, AlertRaised alert, int version, Purpose purpose, Instant now) {
        DeliveryRows deliveries = new DeliveryRows(sql);
        deliveries.receivers(alert.alertKey()).forEach(to -> deliveries.add(alert, version, to, purpose, now, now));
    }

    private void escalate(Sql sql, AlertRows.Current current, int version, Instant now) {
        if (current.escalatedAt() != null) {
            return;
        }
        AlertRaised alert = current.event();
        List<Recipient> backups = config.recipients(Recipient.Role.BACKUP_ONCOLOGIST);
        List<Recipient> told = backups.isEmpty() ? config.recipients(Recipient.Role.ONCOLOGIST) : backups;
        told.forEach(to -> new DeliveryRows(sql).add(alert, version, to, Purpose.ESCALATION, now, now));
        new AlertRows(sql).escalated(alert.alertKey(), now);
        new AuditRows(sql).add(now, ACTOR, "alert.escalate", "alert", alert.alertKey(), alert.severity() + " to S3");
    }
}
