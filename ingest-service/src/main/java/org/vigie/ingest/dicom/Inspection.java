package org.vigie.ingest.dicom;

import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.QuarantineReason;

/** What looking at a received file came to. */
sealed interface Inspection {
    record Accepted(InstanceHeader header) implements Inspection {}

    /** @param detail the element concerned or numbers; never a value of the header, which may name a person */
    record Refused(QuarantineReason reason, String detail) implements Inspection {}
}
