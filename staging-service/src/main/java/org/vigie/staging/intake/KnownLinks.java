package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final int REMEMBERED = 10_000;

    private final LinkedPatients linked;
    private final SiteSecret secret;
    private final Set<String> underway = new LinkedHashSet<>();

    KnownLinks(LinkedPatients linked, SiteSecret secret) {
        this.linked = linked;
        this.secret = secret;
    }

    /** @throws Rejected ({@code AMBIGUOUS_IDENTITY}) where the birth date stated is not the one known for the id */
    void check(String patientKey, StatedPatient patient) {
        LocalDate stated =
                patient.birthDate() == null ? null : patient.birthDate().date();
        if (stated == null) {
            return;
        }
        LocalDate known = identity(patientKey).map(PatientIdentity::birthDate).orElse(null);
        if (known != null && !known.equals(stated)) {
            throw new Rejected(List.of(new Fault(
                    ReasonCode.AMBIGUOUS_IDENTITY.name(),
                    "birthDate",
                    "the one known for this id: this may be another patient")));
        }
    }

    private Optional<PatientIdentity> identity(String patientKey) {
        try {
            return linked.find(patientKey).map(link -> secret.open(patientKey, link.sealedIdentity()));
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    synchronized boolean isKnown(String patientKey) {
        return underway.contains(patientKey) || linked.find(patientKey).isPresent();
    }

    synchronized void published(List<PatientLinked> links) {
        if (underway.size() > REMEMBERED) {
            underway.clear();
        }
        links.forEach(link -> underway.add(link.patientKey()));
    }
}
