package org.vigie.notify.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AlertRaised;

/**
 * What an unacknowledged clinical alert calls for (clinical rules 9.2 and 9.4): a reminder after 24 hours and one at the
 * deadline, then the named back-up; the back-up at once when an S2's next cycle is 72 hours away or less.
 */
public final class EscalationPolicy {
    private static final Duration FIRST_REMINDER = Duration.ofDays(1);
    private static final Duration CYCLE_NEAR = Duration.ofDays(3);

    private final ZoneId site;

    public EscalationPolicy(ZoneId site) {
        this.site = site;
    }

    public enum Step {
        REMINDER_1,
        REMINDER_2,
        /** To the back-up oncologist; an S2 is an S3 from then on. */
        ESCALATION
    }

    /** The moment by which somebody must have acknowledged; null where the alert asks for nothing. */
    public @Nullable Instant deadline(AlertRaised alert, Instant notifiedAt) {
        Integer days = alert.acknowledgeWithinWorkingDays();
        if (days == null) {
            return null;
        }
        Instant byDays = WorkingDays.after(notifiedAt, days, site);
        ClinicalTime cycle = alert.nextCycleAt();
        Instant byCycle = cycle == null ? byDays : cycle.instantIn(site);
        // A cycle already given when the alert was raised cannot be the deadline.
        return byCycle.isAfter(notifiedAt) && byCycle.isBefore(byDays) ? byCycle : byDays;
    }

    /** Every step that is due, those already taken included; empty for what is not a current S2 or S3, or has expired. */
    public Set<Step> due(AlertRaised alert, Instant notifiedAt, Instant now) {
        Set<Step> due = EnumSet.noneOf(Step.class);
        if (!waitsForSomebody(alert) || hasExpired(alert, now)) {
            return due;
        }
        if (!now.isBefore(notifiedAt.plus(FIRST_REMINDER))) {
            due.add(Step.REMINDER_1);
        }
        Instant deadline = deadline(alert, notifiedAt);
        boolean overdue = deadline != null && !now.isBefore(deadline);
        if (overdue) {
            due.add(Step.REMINDER_2);
        }
        if (overdue || (alert.severity() == AlertRaised.Severity.S2 && cycleIsNear(alert, now))) {
            due.add(Step.ESCALATION);
        }
        return due;
    }

    /** True for a current clinical alert of severity S2 or S3. */
    public static boolean waitsForSomebody(AlertRaised alert) {
        boolean current = switch (alert.state()) {
            case RAISED, AMENDED -> true;
            case RETRACTED, SUPERSEDED, EXPIRED -> false;
        };
        return current
                && alert.category() == AlertRaised.Category.CLINICAL
                && alert.severity() != AlertRaised.Severity.S1;
    }

    public static boolean hasExpired(AlertRaised alert, Instant now) {
        Instant at = alert.expiresAt();
        return at != null && !now.isBefore(at);
    }

    /** Severity as it stands at {@code now}: an S2 nobody acknowledged is an S3 when its next cycle is near. */
    public AlertRaised.Severity severity(AlertRaised alert, Instant notifiedAt, Instant now) {
        return due(alert, notifiedAt, now).contains(Step.ESCALATION) ? AlertRaised.Severity.S3 : alert.severity();
    }

    private boolean cycleIsNear(AlertRaised alert, Instant now) {
        ClinicalTime cycle = alert.nextCycleAt();
        if (cycle == null) {
            return false;
        }
        Instant at = cycle.instantIn(site);
        // Without an hour the cycle may still be ahead until its day is over.
        boolean ahead =
                cycle.time() == null ? !LocalDate.ofInstant(now, site).isAfter(cycle.dateIn(site)) : at.isAfter(now);
        return ahead && !at.isAfter(now.plus(CYCLE_NEAR));
    }
}
