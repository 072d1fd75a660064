package org.vigie.ingest.storage;

import java.time.Instant;
import org.vigie.contract.ObjectRef;
import org.vigie.ingest.domain.QuarantineReason;

/**
 * An object kept apart.
 *
 * @param detail the element concerned or numbers
 * @param sopInstanceUid as announced, anything but digits and dots replaced; empty if none was
 */
public record Quarantined(
        QuarantineReason reason,
        String detail,
        String callingAe,
        String sopInstanceUid,
        ObjectRef object,
        Instant receivedAt) {}
