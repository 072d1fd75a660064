package org.vigie.staging.domain.facts;

import java.util.Locale;
import org.vigie.contract.clinical.Analyte;

/**
 * What a value can be in a living patient, project policy [P]: wide enough for every true result, narrow enough to stop
 * a slip of the unit or of the decimal point from becoming a number that looks right.
 *
 * @param low inclusive
 * @param high inclusive
 */
public record Plausible(double low, double high, String unit) {
    /** In the analyte's own unit. */
    public static Plausible of(Analyte analyte) {
        return switch (analyte) {
            case HAEMOGLOBIN -> in(analyte, 20, 250);
            case CALCIUM, CALCIUM_CORRECTED -> in(analyte, 0.5, 6);
            case CREATININE -> in(analyte, 10, 3000);
            case CREATININE_CLEARANCE, EGFR -> in(analyte, 0, 300);
            case ALBUMIN -> in(analyte, 5, 80);
            case BETA2_MICROGLOBULIN -> in(analyte, 0.1, 200);
            case LDH -> in(analyte, 10, 50_000);
            case IGG, IGA, IGM -> in(analyte, 0, 200);
            case SERUM_M_PROTEIN -> in(analyte, 0, 200);
            case URINE_M_PROTEIN, URINE_LIGHT_CHAINS -> in(analyte, 0, 100_000);
            case FLC_KAPPA, FLC_LAMBDA -> in(analyte, 0, 100_000);
            case FLC_RATIO_KAPPA_LAMBDA -> in(analyte, 0, 1_000_000);
            case CLONAL_PLASMA_CELLS -> in(analyte, 0, 100);
        };
    }

    /** Diameter of a lesion. */
    public static final Plausible LENGTH = new Plausible(0, 500, "mm");

    public static final Plausible PERCENT = new Plausible(0, 100, "%");
    /** Free water at body temperature is about 3.0e-3 mm²/s; above is a slip of the unit. */
    public static final Plausible ADC = new Plausible(0, 3.5e-3, "mm2/s");

    public static final Plausible TUMOUR_VOLUME = new Plausible(0, 5000, "cm3");
    public static final Plausible SKELETON_VOLUME = new Plausible(100, 20_000, "cm3");
    public static final Plausible CHOLINE = new Plausible(0, 50, "mmol/kg");

    private static Plausible in(Analyte analyte, double low, double high) {
        return new Plausible(low, high, analyte.ucum());
    }

    public boolean holds(double value) {
        return value >= low && value <= high;
    }

    /** The rule as text. */
    public String rule() {
        return "between " + number(low) + " and " + number(high) + " " + unit;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
