package org.vigie.ingest.storage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.ingest.domain.QuarantineReason;

/**
 * An object kept apart.
 *
 * @param detail the element concerned or numbers
 * @param sopInstanceUid as announced, anything but digits and dots replaced; empty if none was
 * @param resolution null while it waits for somebody
 */
public record Quarantined(
        QuarantineReason reason,
        String detail,
        String callingAe,
        String sopInstanceUid,
        ObjectRef object,
        Instant receivedAt,
        @Nullable Resolution resolution) {

    /** One that waits. */
    public Quarantined(
            QuarantineReason reason,
            String detail,
            String callingAe,
            String sopInstanceUid,
            ObjectRef object,
            Instant receivedAt) {
        this(reason, detail, callingAe, sopInstanceUid, object, receivedAt, null);
    }

    /** How it left the quarantine. */
    public enum Act {
        /** Taken into its study after all. */
        RETRIED,
        /** Given up. */
        DELETED
    }

    /**
     * @param by who decided
     * @param why in that person's words
     */
    public record Resolution(Act act, String by, String why, Instant at) {}

    /** Made from content and reason: the same for the same object kept for the same reason. */
    public String id() {
        return UUID.nameUUIDFromBytes((object.sha256() + " " + reason).getBytes(StandardCharsets.US_ASCII))
                .toString();
    }

    Quarantined resolved(Resolution how) {
        return new Quarantined(reason, detail, callingAe, sopInstanceUid, object, receivedAt, how);
    }
}
