package org.vigie.ingest.domain;

/** Why an object is kept apart instead of being taken into a study. */
public enum QuarantineReason {
    /** A unique identifier of the command or the data set is absent or is none. */
    INVALID_UID,
    /** The data set is another instance or class than the command announced. */
    COMMAND_MISMATCH,
    /** The data set ends in the middle of an element. */
    TRUNCATED,
    /** Pixel data are absent or shorter than rows, columns, samples, bits and frames promise. */
    PIXEL_DATA_SHORT,
    /** The bytes are no DICOM data set of the announced transfer syntax. */
    UNREADABLE,
    /** Nested more deeply, longer or of more elements than is read at all. */
    LIMIT_EXCEEDED,
    /** An archive that was asked for one patient's study sent another's. */
    OTHER_PATIENT
}
