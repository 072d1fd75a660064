package org.vigie.ingest.dicom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an operator's upload.
 *
 * @param outOfResources whether something was not taken for want of room
 * @param limit the limit that ended it; null if none did
 */
public record Upload(
        List<Entry> entries,
        boolean outOfResources,
        @Nullable String limit) {
    /** What became of one file. */
    public enum Outcome {
        STORED,
        /** In a dry run. */
        WOULD_STORE,
        /** DICOM or meant to be, and not taken. */
        FAILED,
        /** Not meant for the store. */
        SKIPPED
    }

    /**
     * @param name as the sender calls it; used for nothing else
     * @param note the rule that was broken, or why it was skipped
     */
    public record Entry(
            String name,
            Outcome outcome,
            @Nullable String sopInstanceUid,
            @Nullable String note) {}

    public long count(Outcome outcome) {
        return entries.stream().filter(e -> e.outcome() == outcome).count();
    }
}
