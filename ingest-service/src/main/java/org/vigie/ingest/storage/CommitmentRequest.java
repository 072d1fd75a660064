package org.vigie.ingest.storage;

import java.time.Instant;
import java.util.List;

/**
 * Somebody wants to know whether objects are safe with us (PS3.4 annex J).
 *
 * @param peer calling AE title, to which the report goes
 */
public record CommitmentRequest(String transactionUid, String peer, Instant requestedAt, List<Reference> references) {
    /** An object by class and instance. */
    public record Reference(String sopClassUid, String sopInstanceUid) {}

    public CommitmentRequest {
        references = List.copyOf(references);
    }

    /** Two peers may use one transaction UID by mistake. */
    public String key() {
        return peer + '|' + transactionUid;
    }
}
