package org.vigie.staging.domain.logic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    /** UCUM's two letters for the litre, DICOM's unit of an ADC map (clinical rules 10.3), what hospitals write. */
    @ParameterizedTest
    @CsvSource({
        "35, g/l, g/dL, 3.5",
        "3.5, g/dl, g/dL, 3.5",
        "3.4, mg/l, mg/L, 3.4",
        "3.4, ug/ml, mg/L, 3.4",
        "3.4, mg / L, mg/L, 3.4",
        "250, U/l, U/L, 250",
        "250, IU/l, U/L, 250",
        "250, UI/L, U/L, 250",
        "250, [iU]/L, U/L, 250",
        "4, µkat/l, U/L, 240",
        "2.5, mmol/l, mmol/L, 2.5",
        "80, ml/min, mL/min, 80",
        "12, g/24 h, g/d, 12",
        "500, mg/24h, mg/d, 500",
        "14.7, ml, cm3, 14.7",
        "1050, 10-6.mm2/s, mm2/s, 0.00105",
        "1050, 10-6 mm2/s, mm2/s, 0.00105",
        "1.05, 10^-3 mm2/s, mm2/s, 0.00105",
        "1.05, 10⁻³ mm²/s, mm2/s, 0.00105"
    })
    void readsOtherSpellingsOfOneUnit(double value, String from, String to, double expected) {
        assertThat(Units.convert(value, from, to, "")).isEqualTo(expected);
    }

    /** A clearance per body surface is another quantity, and the case of letters tells units apart. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mL/min/1.73m2", "mL/min/{1.73_m2}", "G/L", "MG/L", "Mm", "mM", "mg", "l", "g/mol", "10-9.mm2/s"
            })
    void takesNoUnitForAnother(String unit) {
        assertThat(Units.convert(1, unit, "mg/L", "")).isNull();
        assertThat(Units.convert(1, unit, "mL/min", "")).isNull();
        assertThat(Units.convert(1, unit, "mm2/s", "")).isNull();
        assertThat(Units.convert(1, unit, "mm", "")).isNull();
    }
}
