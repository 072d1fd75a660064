package org.vigie.ingest.dicom;

import org.jspecify.annotations.Nullable;

/** What became of one part of a STOW-RS request. */
public sealed interface StowResult {
    /** Durable, as a C-STORE Success is. */
    record Stored(String sopClassUid, String sopInstanceUid) implements StowResult {}

    /**
     * @param failureReason of (0008,1197), PS3.18 table I.2-2 and PS3.4 table B.2-1
     * @param rule what was broken, without a value of the object
     */
    record Failed(@Nullable String sopClassUid, @Nullable String sopInstanceUid, int failureReason, String rule)
            implements StowResult {}

    /** The store refuses for now: the sender must keep it and come again. */
    int OUT_OF_RESOURCES = 0xA700;

    /** Not stored at all, or not by this site (PS3.18 I.2-2). */
    int CLASS_NOT_SUPPORTED = 0x0122;

    /** The data set is not what was announced. */
    int MISMATCH = 0xA900;

    /** The object cannot be read. */
    int CANNOT_UNDERSTAND = 0xC000;
}
