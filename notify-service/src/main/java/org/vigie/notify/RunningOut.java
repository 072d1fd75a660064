package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.Sql;

/**
 * Expiry without acknowledgement is a safety event (clinical rules 9.4), once for each time people were told, whether the
 * clock here or the staging service says first that it is over. A superseded alert is none: the one in its place asks on.
 */
@ApplicationScoped
public class RunningOut {
    private static final Logger LOG = Logger.getLogger(RunningOut.class);

    private final NotifyMetrics metrics;

    public RunningOut(NotifyMetrics metrics) {
        this.metrics = metrics;
    }

    /** @param before the alert before this version, null if it is new */
    static boolean leftUnanswered(AlertRaised alert, AlertRows.@Nullable Current before, Instant now) {
        boolean noted = before != null && before.ranOutAt() != null;
        return switch (alert.state()) {
            case EXPIRED ->
                before != null
                        && !noted
                        && before.notifiedAt() != null
                        && !before.acknowledged()
                        && EscalationPolicy.waitsForSomebody(before.event());
            // Nobody could be told in time.
            case RAISED, AMENDED ->
                alert.notifies()
                        && !noted
                        && EscalationPolicy.waitsForSomebody(alert)
                        && EscalationPolicy.hasExpired(alert, now);
            case RETRACTED, SUPERSEDED -> false;
        };
    }

    void out(Sql sql, AlertRaised alert, Instant now) {
        new AlertRows(sql).ranOut(alert.alertKey(), now);
        new DeliveryRows(sql).cancel(alert.alertKey(), now);
        new AuditRows(sql).add(now, "notify", "safety.expired-unacknowledged", "alert", alert.alertKey(), alert.kind());
        metrics.expiredUnacknowledged(alert.severity());
        LOG.warnf("safety event: alert %s expired without acknowledgement", alert.alertKey());
    }
}
