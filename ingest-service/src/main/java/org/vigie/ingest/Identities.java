package org.vigie.ingest;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientIds;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.domain.InstanceHeader;

/** From the patient an object states to pseudonym and sealed identity. */
final class Identities {
    /** No site has this issuer; ids under it are study UIDs. */
    private static final String UNKNOWN_PATIENT = "vigie:unknown-patient-of-study";

    private final SiteSecret secret;
    private final Issuers issuers;
    private final InstantSource clock;

    Identities(SiteSecret secret, Issuers issuers, InstantSource clock) {
        this.secret = secret;
        this.issuers = issuers;
        this.clock = clock;
    }

    /** @param unknown true if the object names no patient: the key is then that of its study alone */
    record Identified(String patientKey, PatientLinked linked, boolean unknown) {}

    Identified of(InstanceHeader.Patient patient, String studyUid, String sender) {
        String issuer = issuers.canonical(patient.issuer(), sender);
        String id = patient.id() == null ? "" : PatientIds.normalise(patient.id());
        boolean unknown = id.isEmpty();
        String key = unknown ? secret.patientKey(UNKNOWN_PATIENT, studyUid) : secret.patientKey(issuer, id);
        PatientIdentity identity =
                new PatientIdentity(issuer, id, cleaned(patient.name()), patient.birthDate(), cleaned(patient.sex()));
        return new Identified(
                key, new PatientLinked(key, secret.seal(key, identity), "ingest", clock.instant()), unknown);
    }

    /** The key by which staging and others know this patient; null if there is no id. */
    @Nullable
    String keyOf(String patientId, @Nullable String issuer) {
        String id = PatientIds.normalise(patientId);
        return id.isEmpty() ? null : secret.patientKey(issuers.canonical(issuer, null), id);
    }

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
