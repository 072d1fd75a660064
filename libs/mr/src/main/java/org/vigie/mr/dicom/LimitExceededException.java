package org.vigie.mr.dicom;

import java.io.IOException;

/** A data set is larger than {@link ParserLimits} allows; the message names limit and element, never a value. */
public final class LimitExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    public LimitExceededException(String message) {
        super(message);
    }
}
