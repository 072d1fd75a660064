package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientIds;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.SiteConfig;
import org.vigie.staging.domain.facts.Fault;

/** From the ids a message states to one patient, or to a refusal: never a guess. */
@ApplicationScoped
public class Identities {
    private static final int LONGEST_ID = 64;

    private final Issuers issuers;
    private final SiteSecret secret;
    private final Issuers known;

    Identities(Issuers issuers, SiteSecret secret, SiteConfig site) {
        this.issuers = issuers;
        this.secret = secret;
        this.known = new Issuers(UNKNOWN, withDefault(site));
    }

    private static final String UNKNOWN = "?";

    private static Map<String, String> withDefault(SiteConfig site) {
        Map<String, String> table = new HashMap<>(site.issuers());
        table.putIfAbsent(site.defaultIssuer(), site.defaultIssuer());
        return table;
    }

    /** One patient, under the canonical issuer. */
    public record Found(String patientKey, String issuer, String patientId) {
        @Override
        public String toString() {
            return "Found[" + patientKey + "]";
        }
    }

    private record Candidate(String issuer, String patientId, boolean listed) {}

    /**
     * @throws Rejected where no id is stated, or where the ids stated are those of more than one patient
     *     ({@code AMBIGUOUS_IDENTITY}); ids whose issuer the site table names come before others
     */
    public Found find(StatedPatient patient) {
        Set<Candidate> candidates = new LinkedHashSet<>();
        for (StatedPatient.Id id : patient.ids()) {
            String value = id.value() == null ? "" : PatientIds.normalise(id.value());
            if (value.length() > LONGEST_ID) {
                throw new Rejected("patientId", "at most " + LONGEST_ID + " characters");
            }
            if (!value.isEmpty()) {
                candidates.add(new Candidate(
                        issuers.canonical(id.issuer(), patient.sender()),
                        value,
                        listed(id.issuer(), patient.sender())));
            }
        }
        if (candidates.isEmpty()) {
            throw new Rejected("patientId", "present");
        }
        List<Candidate> best = candidates.stream().filter(Candidate::listed).toList();
        List<Candidate> left = best.isEmpty() ? List.copyOf(candidates) : best;
        if (left.stream()
                        .map(c -> secret.patientKey(c.issuer(), c.patientId()))
                        .distinct()
                        .count()
                > 1) {
            throw new Rejected(List.of(new Fault(
                    ReasonCode.AMBIGUOUS_IDENTITY.name(),
                    "patientId",
                    "ids of one patient only, or one id whose issuer the site table names")));
        }
        Candidate only = left.getFirst();
        return new Found(secret.patientKey(only.issuer(), only.patientId()), only.issuer(), only.patientId());
    }

    private boolean listed(@Nullable String issuer, @Nullable String sender) {
        return !known.canonical(issuer, sender).equals(UNKNOWN);
    }

    /** What notify may show, for the encrypted identity topic. */
    PatientIdentity identity(Found found, StatedPatient patient) {
        return new PatientIdentity(
                found.issuer(),
                found.patientId(),
                patient.name(),
                patient.birthDate() == null ? null : patient.birthDate().date(),
                patient.sex());
    }
}
