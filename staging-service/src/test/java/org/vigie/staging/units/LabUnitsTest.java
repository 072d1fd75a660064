package org.vigie.staging.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.clinical.Analyte;

class LabUnitsTest {
    private static final LabUnits UNITS = new LabUnits();

    /** Factors of clinical rules 0.5 and of UCUM's own tables. */
    @ParameterizedTest
    @CsvSource({
        "HAEMOGLOBIN, 8.5, g/dL, 85",
        "HAEMOGLOBIN, 85, g/L, 85",
        "HAEMOGLOBIN, 8.5, gm/dl, 85",
        "HAEMOGLOBIN, 8.5, g/100mL, 85",
        "ALBUMIN, 3.5, g/dl, 35",
        "ALBUMIN, 35000, mg/L, 35",
        "ALBUMIN, 35, kg/m3, 35",
        "ALBUMIN, 35, mg/cm3, 35",
        "ALBUMIN, 35, g/dm3, 35",
        "CALCIUM, 10, mg/dL, 2.495",
        "CALCIUM, 100, mg/L, 2.495",
        "CALCIUM, 5, meq/L, 2.5",
        "CALCIUM, 5, mEq/L, 2.5",
        "CREATININE, 2, mg/dL, 176.8",
        "CREATININE, 177, µmol/L, 177",
        "CREATININE, 0.177, mmol/L, 177",
        "BETA2_MICROGLOBULIN, 3500, ng/mL, 3.5",
        "BETA2_MICROGLOBULIN, 0.35, mg/dL, 3.5",
        "LDH, 250, U/L, 250",
        "LDH, 250, UI/L, 250",
        "LDH, 4, ukat/L, 240",
        "URINE_LIGHT_CHAINS, 12, g/(24.h), 12000",
        "URINE_LIGHT_CHAINS, 12, g/24h, 12000",
        "URINE_M_PROTEIN, 500, mg/{24_h}, 500",
        "URINE_M_PROTEIN, 500, mg/24 h, 500",
        "CREATININE_CLEARANCE, 0.5, mL/s, 30",
        "CREATININE_CLEARANCE, 60, mL/min/1.73m2, ''",
        "EGFR, 60, mL/min/{1.73_m2}, 60",
        "EGFR, 60, mL/min, ''",
        "FLC_RATIO_KAPPA_LAMBDA, 1.2, {ratio}, 1.2",
        "FLC_KAPPA, 1.94, mg/dL, 19.4",
        "CLONAL_PLASMA_CELLS, 60, %, 60",
        "CLONAL_PLASMA_CELLS, 0.6, 1, 60"
    })
    void convertsIntoTheUnitOfTheAnalyte(Analyte analyte, BigDecimal value, String unit, String expected) {
        assertThat(UNITS.convert(analyte, value, unit)
                        .map(v -> v.stripTrailingZeros().toPlainString())
                        .orElse(""))
                .isEqualTo(expected);
    }

    /** u is UCUM's atomic mass unit, an arbitrary unit is a pure number, a mass is no concentration. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "u/L",
                "[arb'U]/L",
                "g",
                "g/m",
                "g/m2",
                "mmol/L",
                "bogus",
                "g/L/",
                "g//L",
                "[lb_av]/L",
                "%",
                "g/L)",
                "(g/L",
                "10*",
                "0g/L",
                "g{x/L"
            })
    void leavesTheValueUnknownWhereTheUnitIsNotOfItsKind(String unit) {
        assertThat(UNITS.convert(Analyte.IGG, BigDecimal.TEN, unit)).isEmpty();
    }
}
