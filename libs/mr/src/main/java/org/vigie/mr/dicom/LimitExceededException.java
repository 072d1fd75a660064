package org.vigie.mr.dicom;

import java.io.IOException;

/** A data set is larger than {@link ParserLimits} allows; the message names limit and element, never a value. */
public final class LimitExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String limit;

    /** @param limit its name in {@code vigie.dicom.limits} */
    public LimitExceededException(String limit, String message) {
        super(message);
        this.limit = limit;
    }

    /** Which limit: its name in {@code vigie.dicom.limits}. */
    public String limit() {
        return limit;
    }
}
