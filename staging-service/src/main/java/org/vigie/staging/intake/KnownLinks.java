package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.messaging.LinkedPatients;

/** Whom the site already knows: an id that comes with another birth date is not attached to that patient. */
@ApplicationScoped
public class KnownLinks {
    /** Says that an id comes with another birth date than it is known with. */
    static final Fault ANOTHER = new Fault(
            ReasonCode.AMBIGUOUS_IDENTITY.name(),
            "birthDate",
            "the one known for this id: this may be another patient");

    private static final int REMEMBERED = 10_000;

    private final LinkedPatients linked;
    private final SiteSecret secret;
    private final Map<String, Seen> underway = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * What was recorded here a moment ago and may not be read back yet.
     *
     * @param isLinked a link was published with it
     */
    private record Seen(@Nullable LocalDate birthDate, boolean isLinked, Instant at) {}

    KnownLinks(LinkedPatients linked, SiteSecret secret) {
        this.linked = linked;
        this.secret = secret;
    }

    /**
     * @throws Rejected ({@code AMBIGUOUS_IDENTITY}) where the birth date stated is not the one known for the id
     * @throws IllegalStateException while it is not yet known whom the site knows
     */
    public void check(String patientKey, StatedPatient patient) {
        LocalDate stated = birthDate(patient);
        if (stated == null) {
            return;
        }
        requireRead();
        LocalDate known = known(patientKey);
        if (known != null && !known.equals(stated)) {
            throw new Rejected(List.of(ANOTHER));
        }
    }

    static @Nullable LocalDate birthDate(StatedPatient patient) {
        return patient.birthDate() == null ? null : patient.birthDate().date();
    }

    private void requireRead() {
        if (!linked.isRead()) {
            throw new IllegalStateException("identities not read yet");
        }
    }

    private synchronized @Nullable LocalDate known(String patientKey) {
        Seen seen = underway.get(patientKey);
        if (seen != null && seen.birthDate() != null && !isReadSince(patientKey, seen.at())) {
            return seen.birthDate();
        }
        return identity(patientKey).map(PatientIdentity::birthDate).orElse(null);
    }

    private boolean isReadSince(String patientKey, Instant at) {
        return linked.find(patientKey)
                .filter(link -> link.linkedAt().isAfter(at))
                .isPresent();
    }

    private Optional<PatientIdentity> identity(String patientKey) {
        try {
            return linked.find(patientKey).map(link -> secret.open(patientKey, link.sealedIdentity()));
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalStateException while it is not yet known whom the site knows */
    synchronized boolean isKnown(String patientKey) {
        requireRead();
        Seen seen = underway.get(patientKey);
        return (seen != null && seen.isLinked()) || linked.find(patientKey).isPresent();
    }

    /** @param birthDates stated with what was recorded, by patient */
    synchronized void published(Map<String, LocalDate> birthDates, List<PatientLinked> links, Instant now) {
        birthDates.forEach((key, date) -> underway.put(key, new Seen(date, isLinkedUnderway(key), now)));
        links.forEach(link ->
                underway.put(link.patientKey(), new Seen(birthDates.get(link.patientKey()), true, link.linkedAt())));
    }

    private boolean isLinkedUnderway(String key) {
        Seen seen = underway.get(key);
        return seen != null && seen.isLinked();
    }
}
