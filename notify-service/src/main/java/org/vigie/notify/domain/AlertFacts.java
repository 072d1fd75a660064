package org.vigie.notify.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;

/**
 * Everything the message of clinical rules 9.6 is filled with.
 *
 * @param severity as people must see it: S3 once it was escalated (clinical rules 9.2)
 * @param patientId PatientID, null while the identity has not been received
 * @param acknowledgeBy deadline, null where none is asked for
 */
public record AlertFacts(
        AlertRaised alert,
        AlertRaised.Severity severity,
        AdcStory story,
        @Nullable String patientId,
        @Nullable Instant acknowledgeBy) {
    boolean fall() {
        return "adc-fall".equals(alert.kind());
    }

    boolean priority() {
        return severity == AlertRaised.Severity.S3;
    }

    /** Time-point of the study, {@code W1} if the alert states none. */
    String timePoint() {
        String stated = alert.timePoint();
        return stated == null ? "W1" : stated;
    }
}
