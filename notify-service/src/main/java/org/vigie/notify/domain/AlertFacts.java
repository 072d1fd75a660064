package org.vigie.notify.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;

/**
 * Everything the message of clinical rules 9.6 is filled with.
 *
 * @param patientId PatientID, null while the identity has not been received
 * @param acknowledgeBy deadline, null where none is asked for
 */
public record AlertFacts(
        AlertRaised alert,
        AdcStory story,
        @Nullable String patientId,
        @Nullable Instant acknowledgeBy) {
    boolean fall() {
        return "adc-fall".equals(alert.kind());
    }

    boolean priority() {
        return alert.severity() == AlertRaised.Severity.S3;
    }

    /** Time-point of the study, {@code W1} if the alert states none. */
    String timePoint() {
        String stated = alert.timePoint();
        return stated == null ? "W1" : stated;
    }
}
