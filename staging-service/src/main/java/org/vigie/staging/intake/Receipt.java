package org.vigie.staging.intake;

import java.util.List;
import org.vigie.staging.domain.facts.Fault;

/**
 * What was recorded for one patient.
 *
 * @param factIds stable over repetition
 * @param warnings recorded, but no rule can use it as it is: {@code UNIT_UNKNOWN}
 */
public record Receipt(String patientKey, List<String> factIds, List<Fault> warnings) {}
