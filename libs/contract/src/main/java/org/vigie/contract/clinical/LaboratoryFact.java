package org.vigie.contract.clinical;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** What laboratories and pathologists found. */
public sealed interface LaboratoryFact extends FactBody {
    /**
     * One result. Without a unit, or with one that cannot be converted, {@code value} is null: {@code UNIT_UNKNOWN}.
     *
     * @param at when the specimen was taken
     * @param value in {@link Analyte#ucum()}
     * @param bound null for an exact value
     * @param reportedValue as reported, digits and sign only
     * @param reportedUnit as reported, null if none was
     * @param referenceLow lower limit of normal in {@link Analyte#ucum()}, null if not stated
     * @param referenceHigh upper limit of normal, the same way
     * @param specimen pseudonym shared by results of one specimen, null if unknown
     * @param code LOINC, null where the sender named the analyte otherwise
     */
    record Lab(
            Analyte analyte,
            ClinicalTime at,
            @Nullable Double value,
            @Nullable Bound bound,
            String reportedValue,
            @Nullable String reportedUnit,
            @Nullable Double referenceLow,
            @Nullable Double referenceHigh,
            @Nullable String specimen,
            @Nullable String code)
            implements LaboratoryFact {}

    /** Heavy chain of the monoclonal protein; {@code NONE} where there is none (light chain only). */
    enum HeavyChain {
        IGG,
        IGA,
        IGM,
        IGD,
        IGE,
        NONE
    }

    /** Light chain of the monoclonal protein. */
    enum LightChain {
        KAPPA,
        LAMBDA
    }

    /**
     * Type of the monoclonal protein and its detection by immunofixation; each part null if not stated.
     *
     * @param serumImmunofixation true: positive
     * @param urineImmunofixation true: positive
     */
    record MonoclonalProtein(
            ClinicalTime at,
            @Nullable HeavyChain heavyChain,
            @Nullable LightChain lightChain,
            @Nullable Boolean serumImmunofixation,
            @Nullable Boolean urineImmunofixation)
            implements LaboratoryFact {}

    /** Aberrations that staging systems of myeloma read. */
    enum Aberration {
        DEL_17P,
        T_4_14,
        T_14_16,
        GAIN_1Q
    }

    /**
     * FISH of marrow plasma cells.
     *
     * @param present true: found, false: looked for and not found; what was not looked for is absent
     */
    record Cytogenetics(
            ClinicalTime at,
            Map<Aberration, Boolean> present,
            @Nullable String specimen) implements LaboratoryFact {
        public Cytogenetics {
            present = Collections.unmodifiableMap(new TreeMap<>(present));
        }
    }

    /** Histological type of a breast tumour. */
    enum Histology {
        DUCTAL,
        LOBULAR,
        MIXED_DUCTAL_LOBULAR,
        MUCINOUS,
        IN_SITU,
        OTHER
    }

    /**
     * Histology of one specimen; each finding null if not stated.
     *
     * @param intraductalPercent share of the intraductal component, 0 to 100
     * @param biopsyProvenPlasmacytoma true: a plasmacytoma was proven by biopsy
     * @param singlePlasmacytoma true: it is the only one known
     * @param completeResponse true: no invasive tumour left in the resected specimen (pCR)
     */
    record Pathology(
            ClinicalTime at,
            @Nullable String trackingUid,
            @Nullable Histology histology,
            @Nullable Double intraductalPercent,
            @Nullable Boolean biopsyProvenPlasmacytoma,
            @Nullable Boolean singlePlasmacytoma,
            @Nullable Boolean amyloidosis,
            @Nullable Boolean completeResponse,
            @Nullable String specimen)
            implements LaboratoryFact {}
}
