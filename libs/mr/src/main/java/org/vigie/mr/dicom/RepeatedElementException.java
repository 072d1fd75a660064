package org.vigie.mr.dicom;

import java.io.IOException;
import java.util.Locale;

/** A data set says twice, and differently, whose or what it is (PS3.5 7.1: an element occurs once). */
public final class RepeatedElementException extends IOException {
    private static final long serialVersionUID = 1L;

    RepeatedElementException(int tag) {
        super(String.format(Locale.ROOT, "(%04X,%04X) twice, with different values", tag >>> 16, tag & 0xFFFF));
    }
}
