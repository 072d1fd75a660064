package org.vigie.staging.domain.alerts;

import java.util.List;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;

/**
 * A new state and only what changed.
 *
 * @param assessments new or changed, in the order of findings
 * @param alerts new versions
 */
public record Evaluation(PatientState state, List<PatientAssessed> assessments, List<AlertRaised> alerts) {}
