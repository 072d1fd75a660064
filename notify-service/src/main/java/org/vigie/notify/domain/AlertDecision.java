package org.vigie.notify.domain;

import java.time.Instant;
import org.vigie.contract.clinical.AlertRaised;

/** What a new version of an alert means for people. */
public enum AlertDecision {
    /** Tell the recipients; an acknowledgement of an earlier version no longer counts. */
    TELL,
    /** Tell everyone who received an earlier version that it no longer stands. */
    WITHDRAW,
    /** Nobody is told, and what was not yet sent stays unsent. */
    CLOSE,
    /** Shown on the pages only. */
    SHOW;

    public static AlertDecision of(AlertRaised alert, Instant now) {
        return switch (alert.state()) {
            case RAISED, AMENDED -> {
                if (!EscalationPolicy.waitsForSomebody(alert)) {
                    // An amendment that takes an alert off the clinical list withdraws it for whoever read it.
                    yield alert.state() == AlertRaised.State.AMENDED && alert.notifies() ? WITHDRAW : SHOW;
                }
                if (EscalationPolicy.hasExpired(alert, now)) {
                    yield CLOSE;
                }
                yield alert.notifies() ? TELL : SHOW;
            }
            case RETRACTED -> WITHDRAW;
            case SUPERSEDED, EXPIRED -> CLOSE;
        };
    }
}
