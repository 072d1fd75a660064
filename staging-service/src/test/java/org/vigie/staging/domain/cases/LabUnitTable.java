package org.vigie.staging.domain.cases;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.vigie.contract.clinical.Analyte;

/** Units in which laboratories report, each with how much one of it is in the analyte's own: UCUM and clinical rules 0.5. */
final class LabUnitTable {
    private static final Map<Analyte, Map<String, String>> UNITS = units();

    private LabUnitTable() {}

    private static Map<Analyte, Map<String, String>> units() {
        Map<Analyte, Map<String, String>> all = new EnumMap<>(Analyte.class);
        Map<String, String> gramPerLitre = Map.ofEntries(
                Map.entry("g/L", "1"),
                Map.entry("g/l", "1"),
                Map.entry("g/dL", "10"),
                Map.entry("g/dl", "10"),
                Map.entry("gm/dL", "10"),
                Map.entry("gm/dl", "10"),
                Map.entry("g%", "10"),
                Map.entry("g/100mL", "10"),
                Map.entry("g/100 ml", "10"),
                Map.entry("mg/mL", "1"),
                Map.entry("mg/dL", "0.01"),
                Map.entry("mg/100mL", "0.01"),
                Map.entry("mg/L", "0.001"),
                Map.entry("ug/mL", "0.001"),
                Map.entry("mcg/mL", "0.001"),
                Map.entry("kg/m3", "1"),
                Map.entry("g/dm3", "1"));
        for (Analyte protein : List.of(
                Analyte.HAEMOGLOBIN, Analyte.ALBUMIN, Analyte.IGG, Analyte.IGA, Analyte.IGM, Analyte.SERUM_M_PROTEIN)) {
            all.put(protein, gramPerLitre);
        }
        Map<String, String> milligramPerLitre = Map.ofEntries(
                Map.entry("mg/L", "1"),
                Map.entry("mg/l", "1"),
                Map.entry("ug/mL", "1"),
                Map.entry("mcg/mL", "1"),
                Map.entry("\u00b5g/mL", "1"),
                Map.entry("\u03bcg/mL", "1"),
                Map.entry("mg/dL", "10"),
                Map.entry("mg/100ml", "10"),
                Map.entry("g/L", "1000"),
                Map.entry("ng/mL", "0.001"),
                Map.entry("ug/L", "0.001"),
                Map.entry("mcg/L", "0.001"),
                Map.entry("ug/dL", "0.01"));
        for (Analyte small : List.of(Analyte.BETA2_MICROGLOBULIN, Analyte.FLC_KAPPA, Analyte.FLC_LAMBDA)) {
            all.put(small, milligramPerLitre);
        }
        Map<String, String> calcium = Map.of(
                "mmol/L",
                "1",
                "mmol/l",
                "1",
                "umol/L",
                "0.001",
                "nmol/mL",
                "0.001",
                "mg/dL",
                "0.2495",
                "mg/100mL",
                "0.2495",
                "mg/L",
                "0.02495",
                "meq/L",
                "0.5",
                "mEq/L",
                "0.5");
        all.put(Analyte.CALCIUM, calcium);
        all.put(Analyte.CALCIUM_CORRECTED, calcium);
        all.put(
                Analyte.CREATININE,
                Map.of(
                        "umol/L",
                        "1",
                        "\u00b5mol/L",
                        "1",
                        "\u03bcmol/L",
                        "1",
                        "nmol/mL",
                        "1",
                        "mmol/L",
                        "1000",
                        "mg/dL",
                        "88.4",
                        "mg/100 mL",
                        "88.4",
                        "mg/L",
                        "8.84"));
        all.put(Analyte.CREATININE_CLEARANCE, Map.of("mL/min", "1", "ml/min", "1", "dL/min", "100", "mL/s", "60"));
        all.put(
                Analyte.EGFR,
                Map.of(
                        "mL/min/{1.73_m2}",
                        "1",
                        "mL/min/1.73m2",
                        "1",
                        "mL/min/1,73 m\u00b2",
                        "1",
                        "ml/min/1.73 sqm",
                        "1",
                        "mL/s/{1.73_m2}",
                        "60"));
        all.put(
                Analyte.LDH,
                Map.ofEntries(
                        Map.entry("U/L", "1"),
                        Map.entry("u/l", "1"),
                        Map.entry("UI/L", "1"),
                        Map.entry("UI/l", "1"),
                        Map.entry("IU/L", "1"),
                        Map.entry("IU/l", "1"),
                        Map.entry("[iU]/L", "1"),
                        Map.entry("[IU]/L", "1"),
                        Map.entry("mU/mL", "1"),
                        Map.entry("kU/L", "1000"),
                        Map.entry("ukat/L", "60"),
                        Map.entry("nkat/L", "0.06")));
        Map<String, String> milligramPerDay = Map.ofEntries(
                Map.entry("mg/d", "1"),
                Map.entry("mg/{24_h}", "1"),
                Map.entry("mg/24 h", "1"),
                Map.entry("mg/24h", "1"),
                Map.entry("mg/24 hrs", "1"),
                Map.entry("mg/(24.h)", "1"),
                Map.entry("mg/24heures", "1"),
                Map.entry("mg/j", "1"),
                Map.entry("g/d", "1000"),
                Map.entry("g/day", "1000"),
                Map.entry("g/24h", "1000"),
                Map.entry("g/(24.h)", "1000"));
        all.put(Analyte.URINE_M_PROTEIN, milligramPerDay);
        all.put(Analyte.URINE_LIGHT_CHAINS, milligramPerDay);
        all.put(Analyte.CLONAL_PLASMA_CELLS, Map.of("%", "1", "1", "100"));
        all.put(Analyte.FLC_RATIO_KAPPA_LAMBDA, Map.of("1", "1", "ratio", "1", "{ratio}", "1", "", "1"));
        return all;
    }

    /** Units of one analyte with their factors, in the order of their names. */
    static Map<String, String> of(Analyte analyte) {
        return new TreeMap<>(Objects.requireNonNull(UNITS.get(analyte), analyte.name()));
    }

    static BigDecimal factor(Analyte analyte, String unit) {
        return new BigDecimal(Objects.requireNonNull(of(analyte).get(unit), unit));
    }

    /** What a laboratory would print of a value of the analyte's own unit in another one. */
    static BigDecimal written(String value, BigDecimal factor) {
        BigDecimal shown = new BigDecimal(value).divide(factor, new MathContext(6));
        return new BigDecimal(shown.stripTrailingZeros().toPlainString());
    }
}
