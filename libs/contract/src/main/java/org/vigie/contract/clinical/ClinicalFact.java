package org.vigie.contract.clinical;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a clinician, a laboratory or a hospital system stated about a patient. Topic
 * {@code clinical.fact.recorded.v1}, key = patient key, kept for ever; staging is the only writer.
 *
 * @param factId UUID; stating the same again gives the same id and changes nothing. A system that names its statements
 *     keeps the id over corrections: the version with the latest {@link #asOf()} counts
 * @param recordedBy user id or system id, never a name
 * @param source {@code rest}, {@code fhir}, {@code hl7}, {@code csv}
 * @param statedAt when the source made this statement or this version of it; null: when it was recorded
 * @param system sending system (application, issuer of statement ids), null where a person stated it
 */
public record ClinicalFact(
        String factId,
        String patientKey,
        Instant recordedAt,
        String recordedBy,
        String source,
        FactBody body,
        @Nullable Instant statedAt,
        @Nullable String system) {
    public ClinicalFact(
            String factId, String patientKey, Instant recordedAt, String recordedBy, String source, FactBody body) {
        this(factId, patientKey, recordedAt, recordedBy, source, body, null, null);
    }

    /** Orders versions of one statement: a clock of the source that runs ahead cannot outrun what comes later. */
    public Instant asOf() {
        return statedAt == null || statedAt.isAfter(recordedAt) ? recordedAt : statedAt;
    }
}
