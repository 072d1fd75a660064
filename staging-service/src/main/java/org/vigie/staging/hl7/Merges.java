package org.vigie.staging.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.hl7.Segments.Seg;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.KnownLinks;
import org.vigie.staging.intake.Merging;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;

/** ADT^A40: the patient of MRG is the patient of PID. */
@ApplicationScoped
class Merges {
    private final Identities identities;
    private final KnownLinks known;
    private final Merging merging;

    Merges(Identities identities, KnownLinks known, Merging merging) {
        this.identities = identities;
        this.known = known;
        this.merging = merging;
    }

    /** @throws Refusal naming PID or MRG; nothing is merged then */
    void merge(Segments message, Header header) {
        Seg pid = message.only("PID");
        Seg mrg = message.only("MRG");
        StatedPatient kept = Patients.of(pid, header.sender());
        String survivor = find(kept, pid, 3);
        StatedPatient retired = new StatedPatient(Patients.ids(mrg, 1), header.sender(), null, kept.birthDate(), null);
        if (retired.ids().isEmpty()) {
            throw Refusal.error(mrg.at(1), Err.Kind.REQUIRED_FIELD, "the id that is merged");
        }
        String from = find(retired, mrg, 1);
        if (from.equals(survivor)) {
            throw Refusal.error(mrg.at(1), Err.Kind.UNKNOWN_KEY, "another patient than that of PID");
        }
        try {
            merging.merge(from, survivor, header.sentAt(), header.sender(), "hl7", null);
        } catch (Rejected e) {
            throw new Refusal(
                    Refusal.Code.AE,
                    e.faults().stream()
                            .map(fault -> Refusal.of(fault, mrg.at(1)))
                            .toList());
        }
    }

    /** Both must be known with the birth date stated: two people are not made one by a slip in an id. */
    private String find(StatedPatient patient, Seg segment, int field) {
        try {
            String key = identities.find(patient).patientKey();
            known.check(key, patient);
            return key;
        } catch (Rejected e) {
            throw new Refusal(
                    Refusal.Code.AE,
                    e.faults().stream()
                            .map(fault -> Refusal.of(fault, segment.at(place(fault, segment, field))))
                            .toList());
        }
    }

    private static int place(Fault fault, Seg segment, int field) {
        return fault.object().equals("birthDate") && segment.name().equals("PID") ? 7 : field;
    }
}
