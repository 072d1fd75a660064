package org.vigie.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.domain.Purpose;
import org.vigie.notify.domain.Recipient;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.Sql;

/**
 * An alert of a merged patient goes on under the target's key, and back after an unlink: who was told, reminders and
 * answers go with it. What was answered does not ring again; what nobody was told of yet is told now. The two events come
 * in any order, so each looks for the other.
 */
final class TakingOver {
    private static final String ACTOR = "notify";
    private static final String MERGED = "patient-merged";
    private static final String TAKEN_OVER = "taken-over";

    private final List<Recipient> told;
    private final Instant now;

    /** @param told whom an alert goes to */
    TakingOver(List<Recipient> told, Instant now) {
        this.told = List.copyOf(told);
        this.now = now;
    }

    /** @param before what the alert was before this version, null if it is new */
    void follow(Sql sql, AlertRaised alert, AlertRows.@Nullable Current before) {
        AlertRows rows = new AlertRows(sql);
        String target = target(alert);
        if (target != null) {
            rows.lock(target).ifPresent(to -> carry(sql, alert.alertKey(), to));
            return;
        }
        Optional<AlertRows.Current> current = rows.lock(alert.alertKey());
        if (current.isEmpty()) {
            return;
        }
        if (alert.flags().contains(TAKEN_OVER)) {
            rows.supersededBy(alert.alertKey(), MERGED).forEach(from -> carry(sql, from, current.get()));
        }
        String held = before == null ? null : target(before.event());
        if (held != null && EscalationPolicy.waitsForSomebody(alert) && !alert.notifies()) {
            carry(sql, held, current.get());
        }
    }

    /** Key the alert went on under, null unless it was superseded by a merge. */
    static @Nullable String target(AlertRaised alert) {
        return alert.state() == AlertRaised.State.SUPERSEDED && alert.flags().contains(MERGED)
                ? alert.supersededBy()
                : null;
    }

    private void carry(Sql sql, String fromKey, AlertRows.Current to) {
        AlertRows rows = new AlertRows(sql);
        Optional<AlertRows.Current> found = rows.lock(fromKey);
        AlertRaised alert = to.event();
        if (found.isEmpty() || !EscalationPolicy.waitsForSomebody(alert)) {
            return;
        }
        AlertRows.Current from = found.get();
        boolean tell = to.notifiedAt() == null && from.notifiedAt() != null;
        boolean answer = !to.acknowledged() && from.acknowledged();
        if (!tell && !answer) {
            return;
        }
        rows.carry(fromKey, alert);
        DeliveryRows deliveries = new DeliveryRows(sql);
        if (answer) {
            deliveries.cancelReminders(alert.alertKey(), now);
        } else if (!to.acknowledged() && deliveries.receivers(fromKey).isEmpty()) {
            told.forEach(recipient -> deliveries.add(alert, alert.version(), recipient, Purpose.ALERT, now, now));
        }
        new AuditRows(sql)
                .add(
                        now,
                        ACTOR,
                        "alert.carry-over",
                        "alert",
                        alert.alertKey(),
                        "from " + fromKey + (answer ? ", answered by " + from.acknowledgedBy() : ", not answered"));
    }
}
