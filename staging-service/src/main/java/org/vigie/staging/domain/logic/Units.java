package org.vigie.staging.domain.logic;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversion between the UCUM units the rules meet (clinical rules 0.5). A factor takes a value to the base unit of its
 * dimension; mass and amount concentrations meet only where the substance is known. Computed in decimal and rounded to
 * 12 significant digits, so that 35 g/L is 3.5 g/dL exactly.
 */
public final class Units {
    private static final MathContext DIGITS = new MathContext(12);
    private static final Map<String, Unit> KNOWN = new HashMap<>();

    private record Unit(String dimension, BigDecimal factor) {}

    static {
        add("number", "", "1", "1", "1", "{count}", "1", "{ratio}", "1");
        add("percent", "%", "1");
        add("mass-per-volume", "g/L", "1", "g/dL", "10", "mg/dL", "0.01", "mg/L", "0.001", "ug/mL", "0.001");
        add("mass-per-volume", "ug/L", "0.000001", "ng/mL", "0.000001", "mg/mL", "1", "kg/m3", "1");
        add("amount-per-volume", "mol/L", "1", "mmol/L", "0.001", "umol/L", "0.000001", "nmol/L", "0.000000001");
        add("mass-per-day", "g/d", "1", "g/(24.h)", "1", "g/24h", "1");
        add("mass-per-day", "mg/d", "0.001", "mg/(24.h)", "0.001", "mg/24h", "0.001");
        add("catalytic", "U/L", "1", "[IU]/L", "1", "IU/L", "1", "ukat/L", "60", "kat/L", "60000000");
        add("clearance", "mL/min", "1", "mL/s", "60", "L/h", "16.6666666666667");
        add("length", "mm", "1", "cm", "10", "m", "1000", "um", "0.001");
        add("volume", "cm3", "1", "mL", "1", "mm3", "0.001", "L", "1000", "dL", "100");
        add("time", "s", "1", "min", "60", "h", "3600", "d", "86400", "wk", "604800", "ms", "0.001");
        add("diffusivity", "mm2/s", "1", "um2/s", "0.000001", "10*-6.mm2/s", "0.000001");
        add("diffusivity", "10*-3.mm2/s", "0.001", "um2/ms", "0.001");
        add("amount-per-mass", "mmol/kg", "1", "umol/g", "1", "mol/kg", "1000", "umol/kg", "0.001");
        add("rate", "/min", "1", "1/min", "1", "min-1", "1", "/s", "60", "1/s", "60");
        add("field", "T", "1");
        add("slope", "%/s", "1");
        add("relaxivity", "/s/mM", "1", "L/mmol/s", "1");
        add("dose", "mmol/L.s", "1");
        add("arbitrary", "{signal}", "1");
    }

    /** g/L per mol/L of clinical rules 0.5: 1 mg/dL calcium = 0.2495 mmol/L, 1 mg/dL creatinine = 88.4 umol/L. */
    private static final Map<String, BigDecimal> GRAM_PER_MOL = Map.of(
            "calcium", new BigDecimal("0.01").divide(new BigDecimal("0.0002495"), MathContext.DECIMAL128),
            "creatinine", new BigDecimal("0.01").divide(new BigDecimal("0.0000884"), MathContext.DECIMAL128));

    private Units() {}

    private static void add(String dimension, String... unitsAndFactors) {
        for (int i = 0; i < unitsAndFactors.length; i += 2) {
            KNOWN.put(unitsAndFactors[i], new Unit(dimension, new BigDecimal(unitsAndFactors[i + 1])));
        }
    }

    public static boolean isKnown(String unit) {
        return find(unit) != null;
    }

    private static @Nullable Unit find(String unit) {
        Unit known = KNOWN.get(unit);
        return known != null ? known : KNOWN.get(UnitSpelling.usual(unit));
    }

    /**
     * @param analyte substance, empty if unimportant
     * @return null if one unit does not convert into the other
     */
    public static @Nullable Double convert(double value, String from, String to, String analyte) {
        if (from.equals(to) && KNOWN.containsKey(from)) {
            return value;
        }
        Unit one = find(from);
        Unit other = find(to);
        if (one == null || other == null) {
            return null;
        }
        if (one.equals(other)) {
            return value;
        }
        BigDecimal inBase = BigDecimal.valueOf(value).multiply(one.factor());
        if (!one.dimension().equals(other.dimension())) {
            BigDecimal gramPerMol = GRAM_PER_MOL.get(analyte);
            if (gramPerMol == null) {
                return null;
            }
            if (one.dimension().equals("amount-per-volume") && other.dimension().equals("mass-per-volume")) {
                inBase = inBase.multiply(gramPerMol);
            } else if (one.dimension().equals("mass-per-volume")
                    && other.dimension().equals("amount-per-volume")) {
                inBase = inBase.divide(gramPerMol, MathContext.DECIMAL128);
            } else {
                return null;
            }
        }
        return inBase.divide(other.factor(), MathContext.DECIMAL128)
                .round(DIGITS)
                .doubleValue();
    }
}
