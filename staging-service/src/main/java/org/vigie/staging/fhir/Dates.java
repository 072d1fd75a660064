package org.vigie.staging.fhir;

import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.vigie.contract.ClinicalTime;

/** FHIR dates of at least a whole day. */
final class Dates {
    private Dates() {}

    /** @throws Unprocessable naming the path */
    static ClinicalTime required(BaseDateTimeType date, String path) {
        String text = date.getValueAsString();
        if (text == null) {
            throw Unprocessable.required(path);
        }
        try {
            return ClinicalTime.parse(text);
        } catch (IllegalArgumentException e) {
            throw Unprocessable.invalid(path, "a whole date, with its time where it is known");
        }
    }
}
