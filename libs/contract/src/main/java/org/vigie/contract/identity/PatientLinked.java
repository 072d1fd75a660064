package org.vigie.contract.identity;

import java.time.Instant;

/**
 * Ties a patient key to an identity. Topic {@code identity.patient.linked.v1}, key = patient key, compacted; written by
 * ingest and by staging's intake, each for what it received.
 *
 * @param sealedIdentity Base64 of 12-byte nonce and AES-256-GCM ciphertext of {@link PatientIdentity} as JSON
 */
public record PatientLinked(String patientKey, String sealedIdentity, String source, Instant linkedAt) {}
