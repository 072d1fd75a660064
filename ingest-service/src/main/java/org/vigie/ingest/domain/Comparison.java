package org.vigie.ingest.domain;

/** What comparing two objects of one SOP Instance UID came to. */
public enum Comparison {
    /** The same data set, perhaps in another encoding. */
    SAME,
    OTHER,
    /** One of them cannot be read now, as while it is on its way to a bucket, or their encodings cannot be compared. */
    NOT_COMPARED
}
