package org.vigie.staging.domain.logic;

import java.util.Map;
import java.util.regex.Pattern;

/** Other spellings of the same unit: UCUM knows l and L for the litre, DICOM writes 10-6.mm2/s, hospitals g/24 h. */
final class UnitSpelling {
    private static final Pattern LITRE = Pattern.compile("(?<![A-Za-z])([mdunc]?)l(?![A-Za-z])");
    private static final Pattern DIFFUSIVITY = Pattern.compile("10[*^]?-([36])[.·]?mm2/s");
    private static final Pattern A_DAY = Pattern.compile("/\\(?24[. _]?(?:h|hr|hrs|heures|hours)\\)?$|/(?:jour|day)$");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("UI/L", "U/L"),
            Map.entry("[iU]/L", "U/L"),
            Map.entry("gm/dL", "g/dL"),
            Map.entry("g%", "g/dL"),
            Map.entry("g/100mL", "g/dL"),
            Map.entry("mg/100mL", "mg/dL"),
            Map.entry("mcg/mL", "ug/mL"),
            Map.entry("mcg/L", "ug/L"),
            Map.entry("cc", "cm3"));

    private UnitSpelling() {}

    /** As the table of {@link Units} has it; the text itself where nothing is known about it. */
    static String usual(String unit) {
        String text = unit.strip()
                .replace(" ", "")
                .replace('µ', 'u')
                .replace('μ', 'u')
                .replace("²", "2")
                .replace("³", "3")
                .replace("⁻", "-")
                .replace("⁶", "6");
        text = DIFFUSIVITY.matcher(text).replaceFirst("10*-$1.mm2/s");
        text = A_DAY.matcher(text).replaceFirst("/d");
        text = LITRE.matcher(text).replaceAll("$1L");
        return WORDS.getOrDefault(text, text);
    }
}
