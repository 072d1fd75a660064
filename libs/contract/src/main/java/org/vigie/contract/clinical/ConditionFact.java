package org.vigie.contract.clinical;

import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** What clinicians concluded; shown beside what rules derive, never used in its place. */
public sealed interface ConditionFact extends FactBody {
    /** Disease that Vigie has rules for. */
    enum Disease {
        BREAST_CANCER,
        MULTIPLE_MYELOMA,
        SMOULDERING_MYELOMA,
        MGUS,
        LIGHT_CHAIN_MGUS,
        SOLITARY_PLASMACYTOMA,
        AMYLOIDOSIS,
        OTHER
    }

    /** How certain: FHIR verification status, reduced. */
    enum Certainty {
        CONFIRMED,
        SUSPECTED,
        REFUTED
    }

    /**
     * @param code as stated, for example {@code 109989006}
     * @param codeSystem {@code SCT}, {@code ICD10} or the URI stated
     */
    record Diagnosis(
            ClinicalTime at,
            Disease disease,
            Certainty certainty,
            @Nullable Side side,
            @Nullable String code,
            @Nullable String codeSystem)
            implements ConditionFact {}

    /**
     * A clinician states whether organ damage (CRAB) is due to the plasma-cell disorder.
     *
     * @param attributed true: due to it
     */
    record OrganDamageAttributed(ClinicalTime at, boolean attributed) implements ConditionFact {}
}
