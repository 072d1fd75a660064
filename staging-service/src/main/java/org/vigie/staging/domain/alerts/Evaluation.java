package org.vigie.staging.domain.alerts;

import java.util.List;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.PriorRequested;

/**
 * A new state and only what changed.
 *
 * @param assessments new or changed, in the order of findings
 * @param alerts new versions
 * @param handovers facts to be written under other keys, in this order
 * @param priors studies to be asked for
 */
public record Evaluation(
        PatientState state,
        List<PatientAssessed> assessments,
        List<AlertRaised> alerts,
        List<ClinicalFact> handovers,
        List<PriorRequested> priors) {
    /** Nothing is said yet. */
    static Evaluation silent(PatientState state) {
        return new Evaluation(state, List.of(), List.of(), List.of(), List.of());
    }
}
