package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.notify.domain.Choice;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DeliveryRows;

/** A named clinician answers an alert. */
@ApplicationScoped
public class Acknowledging {
    private final Database database;
    private final NotifyMetrics metrics;
    private final Clock clock;

    public Acknowledging(Database database, NotifyMetrics metrics, Clock clock) {
        this.database = database;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What became of an answer. */
    public enum Result {
        ACKNOWLEDGED,
        UNKNOWN_ALERT,
        /** The alert was withdrawn, superseded or expired, or never asked for an answer. */
        NOT_OPEN,
        /** People were told of a newer version since the one that is answered. */
        NEWER_VERSION,
        /** Somebody answered before; the first answer stands. */
        ALREADY_ACKNOWLEDGED,
        UNKNOWN_CHOICE,
        REASON_MISSING
    }

    /**
     * @param version version the clinician has read, null for the current one
     * @param choice code of a {@link Choice}; {@code reason} is kept with it, required for {@code disagree}
     */
    public Result acknowledge(
            String alertKey, @Nullable Integer version, String choice, @Nullable String reason, String user) {
        Optional<Choice> known = Choice.of(choice);
        if (known.isEmpty()) {
            return Result.UNKNOWN_CHOICE;
        }
        String why = reason == null ? "" : reason.strip();
        if (known.get().needsReason() && why.isEmpty()) {
            return Result.REASON_MISSING;
        }
        Result result = database.inTransaction(sql -> {
            Optional<AlertRows.Current> alert = new AlertRows(sql).lock(alertKey);
            if (alert.isEmpty()) {
                return Result.UNKNOWN_ALERT;
            }
            Instant now = clock.instant();
            if (!EscalationPolicy.waitsForSomebody(alert.get().event())
                    || EscalationPolicy.hasExpired(alert.get().event(), now)) {
                return Result.NOT_OPEN;
            }
            if (alert.get().acknowledged()) {
                return Result.ALREADY_ACKNOWLEDGED;
            }
            Integer told = alert.get().notifiedVersion();
            if (version != null && told != null && version < told) {
                return Result.NEWER_VERSION;
            }
            new AlertRows(sql).acknowledge(alert.get().event(), known.get(), why.isEmpty() ? null : why, user, now);
            new DeliveryRows(sql).cancelReminders(alertKey, now);
            new AuditRows(sql)
                    .add(
                            now,
                            user,
                            "alert.acknowledge",
                            "alert",
                            alertKey,
                            "version " + alert.get().event().version() + ", "
                                    + known.get().code() + (why.isEmpty() ? "" : ": " + why));
            return Result.ACKNOWLEDGED;
        });
        if (result == Result.ACKNOWLEDGED) {
            metrics.acknowledged(known.get());
        }
        return result;
    }
}
