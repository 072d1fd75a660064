package org.vigie.contract.identity;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who a patient key stands for. Lives in DICOM objects, in the encrypted identity topic and in notify's database,
 * nowhere else; {@link #toString()} shows nothing.
 *
 * @param issuer canonical issuer, see {@link Issuers}
 * @param patientId normalised PatientID
 * @param name display name, null if unknown
 */
public record PatientIdentity(
        String issuer,
        String patientId,
        @Nullable String name,
        @Nullable LocalDate birthDate,
        @Nullable String sex) {
    @Override
    public String toString() {
        return "PatientIdentity[hidden]";
    }
}
