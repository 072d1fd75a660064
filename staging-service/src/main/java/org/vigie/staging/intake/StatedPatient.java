package org.vigie.staging.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/**
 * A patient as stated, not yet pseudonymised. A name never finds a patient: only issuer and id do.
 *
 * @param ids every id stated; at least one
 * @param sender calling system, looked up in the site table where an id names no issuer
 */
public record StatedPatient(
        List<Id> ids,
        @Nullable String sender,
        @Nullable String name,
        @Nullable ClinicalTime birthDate,
        @Nullable String sex) {
    public StatedPatient {
        ids = List.copyOf(ids);
    }

    /** One id with the issuer as spelled by the sender. */
    public record Id(@Nullable String value, @Nullable String issuer) {
        @Override
        public String toString() {
            return "Id[hidden]";
        }
    }

    public static StatedPatient of(@Nullable String patientId, @Nullable String issuer) {
        return new StatedPatient(List.of(new Id(patientId, issuer)), null, null, null, null);
    }

    @Override
    public String toString() {
        return "StatedPatient[hidden]";
    }
}
