package org.vigie.staging.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.Analyte;

/**
 * Converts results into the unit of their analyte by UCUM. Mass and amount of substance are converted where the clinical
 * rules give the factor (0.5): calcium 1 mg/dL = 0.2495 mmol/L, creatinine 1 mg/dL = 88.4 µmol/L. What cannot be
 * converted stays unknown.
 */
public final class LabUnits {
    private static final MathContext EXACT = new MathContext(15);
    private static final BigDecimal CALCIUM_MMOL_PER_L_OF_MG_PER_DL = new BigDecimal("0.2495");
    private static final BigDecimal CREATININE_UMOL_PER_L_OF_MG_PER_DL = new BigDecimal("88.4");
    private static final BigDecimal CALCIUM_VALENCE = BigDecimal.TWO;
    private static final int REMEMBERED = 1000;

    private final Map<Known, Optional<BigDecimal>> factors = new ConcurrentHashMap<>();

    private record Known(Analyte analyte, String unit) {}

    /**
     * The value in {@link Analyte#ucum()}, empty if the unit is missing, unknown or of another kind: {@code UNIT_UNKNOWN}.
     *
     * @param unit as reported; a ratio alone has none and needs none
     */
    public Optional<BigDecimal> convert(Analyte analyte, BigDecimal value, @Nullable String unit) {
        if (unit == null || unit.isBlank()) {
            return analyte == Analyte.FLC_RATIO_KAPPA_LAMBDA ? Optional.of(value) : Optional.empty();
        }
        if (unit.length() > 40) {
            return Optional.empty();
        }
        Known key = new Known(analyte, unit);
        Optional<BigDecimal> factor = factors.get(key);
        if (factor == null) {
            factor = factor(analyte, UnitSpellings.ucum(unit));
            if (factors.size() < REMEMBERED) {
                factors.put(key, factor);
            }
        }
        return factor.map(f -> value.multiply(f).round(EXACT));
    }

    private static Optional<BigDecimal> factor(Analyte analyte, String unit) {
        if (unit.endsWith(UnitSpellings.BODY_SURFACE) != (analyte == Analyte.EGFR)) {
            return Optional.empty();
        }
        String target = analyte.ucum();
        if (UnitSpellings.isEquivalents(unit)) {
            boolean calcium = analyte == Analyte.CALCIUM || analyte == Analyte.CALCIUM_CORRECTED;
            return calcium
                    ? linear(unit.replace("Eq", "eq").replace("eq", "mol"), target)
                            .map(f -> f.divide(CALCIUM_VALENCE, EXACT))
                    : Optional.empty();
        }
        return linear(unit, target).or(() -> switch (analyte) {
            case CALCIUM, CALCIUM_CORRECTED ->
                linear(unit, "mg/dL").map(f -> f.multiply(CALCIUM_MMOL_PER_L_OF_MG_PER_DL));
            case CREATININE -> linear(unit, "mg/dL").map(f -> f.multiply(CREATININE_UMOL_PER_L_OF_MG_PER_DL));
            default -> Optional.empty();
        });
    }

    private static Optional<BigDecimal> linear(String from, String to) {
        UcumUnit target = UcumUnit.parse(to).orElseThrow();
        return UcumUnit.parse(from)
                .filter(target::isComparable)
                .map(unit -> unit.numerator()
                        .multiply(target.denominator())
                        .divide(unit.denominator().multiply(target.numerator()), EXACT));
    }
}
