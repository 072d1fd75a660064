package org.vigie.contract.clinical;

/**
 * What a laboratory measured, and the one unit in which Vigie states it (UCUM). Other units are converted where facts
 * are taken in; a result keeps the unit it was reported in beside.
 */
public enum Analyte {
    HAEMOGLOBIN("g/L"),
    /** Total calcium in serum or plasma, not corrected for albumin. */
    CALCIUM("mmol/L"),
    CALCIUM_CORRECTED("mmol/L"),
    CREATININE("umol/L"),
    /** Measured, or estimated by Cockcroft and Gault. */
    CREATININE_CLEARANCE("mL/min"),
    /** Estimated glomerular filtration rate, per 1.73 m² of body surface. */
    EGFR("mL/min/{1.73_m2}"),
    ALBUMIN("g/L"),
    BETA2_MICROGLOBULIN("mg/L"),
    LDH("U/L"),
    IGG("g/L"),
    IGA("g/L"),
    IGM("g/L"),
    /** Monoclonal protein in serum. */
    SERUM_M_PROTEIN("g/L"),
    /** Monoclonal protein in urine of 24 hours. */
    URINE_M_PROTEIN("mg/d"),
    /** Bence Jones light chains in urine of 24 hours. */
    URINE_LIGHT_CHAINS("mg/d"),
    FLC_KAPPA("mg/L"),
    FLC_LAMBDA("mg/L"),
    /** Free light chains in serum, kappa over lambda. */
    FLC_RATIO_KAPPA_LAMBDA("1"),
    /** Clonal plasma cells in bone marrow. */
    CLONAL_PLASMA_CELLS("%");

    private final String ucum;

    Analyte(String ucum) {
        this.ucum = ucum;
    }

    /** Canonical unit in UCUM, case sensitive. */
    public String ucum() {
        return ucum;
    }
}
