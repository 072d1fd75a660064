package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.LinkFact.Hop;

/**
 * To whom a patient key is linked. The latest statement counts.
 *
 * @param at when it was stated
 * @param isVoid the link closes a loop of links and is the latest of them: it is kept on record and not followed, so
 *     that one key of the loop stays the one where the person is read
 */
public record PatientLink(String targetKey, Instant at, boolean isVoid) {
    private static final Comparator<Hop> LATEST = Comparator.comparing(Hop::at).thenComparing(Hop::patientKey);

    /** @param valid what was stated and not retracted, oldest statement first */
    static @Nullable PatientLink of(String patientKey, List<ClinicalFact> valid) {
        Hop stated = null;
        for (ClinicalFact fact : valid) {
            if (fact.body() instanceof LinkFact.PatientMerged merged
                    && !merged.targetKey().equals(patientKey)) {
                stated = new Hop(merged.targetKey(), fact.asOf());
            } else if (fact.body() instanceof LinkFact.PatientUnlinked unlinked
                    && stated != null
                    && stated.patientKey().equals(unlinked.targetKey())) {
                stated = null;
            }
        }
        return stated == null
                ? null
                : new PatientLink(stated.patientKey(), stated.at(), closesLoop(patientKey, stated, valid));
    }

    private static boolean closesLoop(String patientKey, Hop stated, List<ClinicalFact> valid) {
        for (ClinicalFact fact : valid) {
            if (fact.body() instanceof LinkFact.LinkSeen seen
                    && seen.path().getFirst().patientKey().equals(patientKey)
                    && seen.path().size() > 1
                    && seen.path().getFirst().at().equals(stated.at())) {
                return seen.path().stream()
                        .max(LATEST)
                        .orElseThrow()
                        .patientKey()
                        .equals(patientKey);
            }
        }
        return false;
    }
}
