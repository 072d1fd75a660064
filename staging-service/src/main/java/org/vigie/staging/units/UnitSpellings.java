package org.vigie.staging.units;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What hospitals write instead of UCUM, brought back to UCUM where only one reading is possible. */
final class UnitSpellings {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("g%", "g/dL"),
            Map.entry("gm/dL", "g/dL"),
            Map.entry("gm/dl", "g/dL"),
            Map.entry("mcg/mL", "ug/mL"),
            Map.entry("mcg/L", "ug/L"),
            Map.entry("IU/L", "U/L"),
            Map.entry("UI/L", "U/L"),
            Map.entry("[iU]/L", "U/L"),
            Map.entry("[IU]/L", "U/L"),
            Map.entry("UI/l", "U/L"),
            Map.entry("IU/l", "U/L"),
            Map.entry("u/l", "U/L"),
            Map.entry("g/100mL", "g/dL"),
            Map.entry("g/100ml", "g/dL"),
            Map.entry("mg/100mL", "mg/dL"),
            Map.entry("mg/100ml", "mg/dL"),
            Map.entry("ratio", "1"),
            Map.entry("{ratio}", "1"));
    private static final Pattern PER_DAY =
            Pattern.compile("/\\(?\\{?_?24[ ._]?(h|hr|hrs|heures|hours)\\)?\\}?$|/(24h|j|jour|day)$");
    private static final Pattern PER_BODY_SURFACE = Pattern.compile("/\\{?1[.,]73[ _]?(m2|m\\^2|m\u00b2|sqm|M2)\\}?$");
    static final String BODY_SURFACE = "/{1.73_m2}";

    private UnitSpellings() {}

    /** UCUM text, the same text where nothing is known about it. */
    static String ucum(String reported) {
        String unit =
                reported.strip().replace('\u00b5', 'u').replace('\u03bc', 'u').replace(" ", "");
        String word = WORDS.get(unit);
        if (word != null) {
            return word;
        }
        unit = PER_DAY.matcher(unit).replaceFirst("/d");
        return PER_BODY_SURFACE.matcher(unit).replaceFirst(BODY_SURFACE);
    }

    static boolean isEquivalents(String ucum) {
        return ucum.toLowerCase(Locale.ROOT).contains("eq");
    }
}
