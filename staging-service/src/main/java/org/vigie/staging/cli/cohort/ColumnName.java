package org.vigie.staging.cli.cohort;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.logic.Units;

/**
 * The name in a header, with the unit written beside it: {@code albumin (g/L)}, {@code b2m [mg/L]}, {@code alb_g_dl}.
 *
 * @param plain letters and digits only, in lower case, without the unit
 * @param unit {@code null} if the header states none that is known
 */
record ColumnName(String plain, @Nullable String unit) {
    private static final Pattern BRACKETS = Pattern.compile("(.*?)\\s*[(\\[{]\\s*([^)\\]}]+?)\\s*[)\\]}]\\s*");
    private static final List<String> SUFFIXES =
            List.of("g/L", "g/dL", "mg/L", "mg/dL", "ug/mL", "mmol/L", "umol/L", "U/L", "mL/min", "mg/d", "g/d");

    /** Names under which cohorts carry an input; an input's own name is always one. */
    private static final Map<String, List<String>> ALIASES = Map.of(
            "b2m",
                    List.of(
                            "b2m",
                            "beta2m",
                            "β2m",
                            "b2microglobulin",
                            "beta2microglobulin",
                            "β2microglobulin",
                            "sb2m",
                            "b2mg"),
            "albumin", List.of("alb", "albumin", "serumalbumin", "salb"),
            "haemoglobin", List.of("hb", "hgb", "hemoglobin", "haemoglobin"),
            "calcium", List.of("ca", "calcium", "serumcalcium"),
            "creatinine", List.of("creat", "creatinine", "serumcreatinine"),
            "bmpc", List.of("bmpc", "plasmacells"),
            "iss", List.of("iss", "issstage"));

    static ColumnName of(String header) {
        Matcher brackets = BRACKETS.matcher(header);
        if (brackets.matches() && Units.isKnown(brackets.group(2))) {
            return new ColumnName(KnownColumn.plain(brackets.group(1)), brackets.group(2));
        }
        String lower = header.toLowerCase(Locale.ROOT);
        for (String unit : SUFFIXES) {
            for (String between : List.of("_", "", "per")) {
                String suffix = "_" + unit.toLowerCase(Locale.ROOT).replace("/", between);
                if (lower.endsWith(suffix)) {
                    return new ColumnName(
                            KnownColumn.plain(header.substring(0, header.length() - suffix.length())), unit);
                }
            }
        }
        return new ColumnName(KnownColumn.plain(header), null);
    }

    boolean means(String input) {
        return plain.equals(KnownColumn.plain(input))
                || ALIASES.getOrDefault(input, List.of()).contains(plain);
    }
}
