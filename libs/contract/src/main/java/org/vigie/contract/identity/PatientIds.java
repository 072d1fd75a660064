package org.vigie.contract.identity;

import java.text.Normalizer;

/** One spelling of a PatientID. */
public final class PatientIds {
    private PatientIds() {}

    /**
     * Unicode NFKC, control characters dropped, white space trimmed and collapsed. Case and leading zeros are kept: two
     * ids that differ in them may be two patients, and a wrong merge is worse than a missed one.
     */
    public static String normalise(String patientId) {
        return Normalizer.normalize(patientId, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Cc}&&[^\\t\\n\\r]]", "")
                .strip()
                .replaceAll("\\s+", " ");
    }
}
