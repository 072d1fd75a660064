package org.vigie.staging.domain.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;

/**
 * What should stand under an alert key now.
 *
 * @param content the alert with version 0, whatever its fate; fate and version are the ledger's
 * @param closedAs why it must not be open: superseded or expired; null if it may be open
 * @param late too old on arrival: nobody is told of it for the first time
 */
record AlertDraft(AlertRaised content, AlertRaised.@Nullable State closedAs, boolean late) {
    boolean clinical() {
        return content.category() == AlertRaised.Category.CLINICAL;
    }

    boolean information() {
        return content.category() == AlertRaised.Category.INFORMATION;
    }

    boolean mayOpen() {
        return closedAs == null && !late;
    }

    static boolean expired(AlertRaised content, Instant now) {
        Instant at = content.expiresAt();
        return at != null && !now.isBefore(at);
    }
}
