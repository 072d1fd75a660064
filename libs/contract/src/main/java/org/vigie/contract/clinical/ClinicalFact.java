package org.vigie.contract.clinical;

import java.time.Instant;

/**
 * Something a clinician, a laboratory or a hospital system stated about a patient. Topic
 * {@code clinical.fact.recorded.v1}, key = patient key, kept for ever; staging is the only writer.
 *
 * @param factId UUID; stating the same again gives the same id and changes nothing
 * @param recordedBy user id or system id, never a name
 * @param source {@code rest}, {@code fhir}, {@code hl7}, {@code csv}
 */
public record ClinicalFact(
        String factId, String patientKey, Instant recordedAt, String recordedBy, String source, FactBody body) {}
