package org.vigie.ingest.domain;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DICOM unique identifiers (PS3.5 section 9): digits and dots, 64 characters at most. */
public final class Uids {
    private static final int MAX_LENGTH = 64;
    private static final Pattern FORM = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    private Uids() {}

    /** Leading zeros in a component are let pass: scanners write them, and they do no harm. */
    public static boolean isValid(@Nullable String uid) {
        return uid != null && uid.length() <= MAX_LENGTH && FORM.matcher(uid).matches();
    }
}
