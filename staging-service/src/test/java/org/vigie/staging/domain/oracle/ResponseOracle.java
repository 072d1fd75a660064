package org.vigie.staging.domain.oracle;

import static org.vigie.staging.domain.oracle.OracleInput.number;
import static org.vigie.staging.domain.oracle.OracleInput.word;
import static org.vigie.staging.domain.oracle.OracleInput.yesNo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clinical rules 8.12. */
final class ResponseOracle {
    static final OracleInput[] INPUTS = {
        number("serumMBaseline", "g/L", 0, 5, 20, 30, 60, 200)
                .completedBy(k -> multiples(k, "serumM", 200, 1 / 0.1, 1 / 0.5, 1 / 0.75)),
        number("serumMNadir", "g/L", 0, 10, 49.9, 50, 200).completedBy(k -> nadirs(k, "serumM", 5, 10, 50)),
        number("serumM", "g/L", 0, 1.4, 3, 14, 15, 16, 20, 22.5, 22.6, 28, 55, 60, 200)
                .completedBy(k -> {
                    List<Double> values = new ArrayList<>(multiples(k, "serumMBaseline", 200, 0.1, 0.5, 0.75));
                    values.addAll(multiples(k, "serumMNadir", 200, 1.25));
                    values.addAll(sums(k, "serumMNadir", 200, 5, 10));
                    return values;
                }),
        number("urineMBaseline", "mg/d", 0, 300, 1000, 100_000)
                .completedBy(k -> multiples(k, "urineM", 100_000, 1 / 0.1, 1 / 0.5)),
        number("urineMNadir", "mg/d", 0, 300, 1000, 100_000).completedBy(k -> nadirs(k, "urineM", 200)),
        number("urineM", "mg/d", 0, 50, 99, 100, 150, 199, 200, 450, 500, 501, 950, 100_000)
                .completedBy(k -> {
                    List<Double> values = new ArrayList<>(multiples(k, "urineMBaseline", 100_000, 0.1, 0.5));
                    values.addAll(multiples(k, "urineMNadir", 100_000, 1.25));
                    values.addAll(sums(k, "urineMNadir", 100_000, 200));
                    return values;
                }),
        word("serumImmunofixation", "negative", "positive"),
        word("urineImmunofixation", "negative", "positive"),
        yesNo("newLesion"),
        yesNo("softTissuePlasmacytoma"),
        yesNo("plasmacytomaBaseline"),
        number("plasmacytomaFall", "%", 49, 50),
        number("bmpc", "%", 4.9, 5),
        number("flcRatio", "", 0.25, 0.26, 1.65, 1.66),
        yesNo("clonalCells"),
        yesNo("confirmed").asOptional()
    };

    private ResponseOracle() {}

    private static List<Double> around(double value, double max) {
        List<Double> values = new ArrayList<>();
        for (double v : new double[] {value - 0.001, value, value + 0.001}) {
            if (v >= 0 && v <= max) {
                values.add(v);
            }
        }
        return values;
    }

    private static List<Double> multiples(Map<String, Object> known, String name, double max, double... factors) {
        List<Double> values = new ArrayList<>();
        if (known.get(name) instanceof Double one) {
            for (double factor : factors) {
                values.addAll(around(one * factor, max));
            }
        }
        return values;
    }

    private static List<Double> sums(Map<String, Object> known, String name, double max, double... summands) {
        List<Double> values = new ArrayList<>();
        if (known.get(name) instanceof Double one) {
            for (double summand : summands) {
                values.addAll(around(one + summand, max));
            }
        }
        return values;
    }

    private static List<Double> nadirs(Map<String, Object> known, String now, double... rises) {
        List<Double> values = new ArrayList<>();
        if (known.get(now) instanceof Double one) {
            values.addAll(around(one / 1.25, 100_000));
            for (double rise : rises) {
                values.addAll(around(one - rise, 100_000));
            }
        }
        return values;
    }

    static @Nullable Map<String, String> of(Facts f) {
        double serum = f.num("serumM");
        double urine = f.num("urineM");
        if ((f.is("serumImmunofixation", "negative") && serum > 0)
                || (f.is("urineImmunofixation", "negative") && urine > 0)) {
            return null;
        }
        return Map.of("response", response(f, serum, urine));
    }

    private static boolean progressed(Facts f, double serum, double urine) {
        double nadir = f.num("serumMNadir");
        double rise = Facts.round(serum - nadir);
        boolean bySerum = Facts.percent(nadir, serum) >= 25 && rise >= (nadir >= 50 ? 10 : 5);
        double urineNadir = f.num("urineMNadir");
        boolean byUrine = Facts.percent(urineNadir, urine) >= 25 && Facts.round(urine - urineNadir) >= 200;
        return f.yes("newLesion") || bySerum || byUrine;
    }

    private static String response(Facts f, double serum, double urine) {
        if (progressed(f, serum, urine)) {
            return "PD";
        }
        boolean complete = f.is("serumImmunofixation", "negative")
                && f.is("urineImmunofixation", "negative")
                && f.is("softTissuePlasmacytoma", "no")
                && f.num("bmpc") < 5;
        if (complete) {
            boolean normal = f.num("flcRatio") >= 0.26 && f.num("flcRatio") <= 1.65;
            return normal && f.is("clonalCells", "no") ? "sCR" : "CR";
        }
        double base = f.num("serumMBaseline");
        double urineBase = f.num("urineMBaseline");
        double fall = Facts.round(100 * (base - serum) / base);
        double urineFall = Facts.round(100 * (urineBase - urine) / urineBase);
        boolean onlyByImmunofixation = serum == 0
                && urine == 0
                && (f.is("serumImmunofixation", "positive") || f.is("urineImmunofixation", "positive"));
        if (onlyByImmunofixation || (fall >= 90 && urine < 100)) {
            return "VGPR";
        }
        if (base == 0) {
            return "indeterminate:DENOMINATOR_ZERO(serumMBaseline)";
        }
        if (fall >= 50
                && (urineFall >= 90 || urine < 200)
                && (f.is("plasmacytomaBaseline", "no") || f.num("plasmacytomaFall") >= 50)) {
            return "PR";
        }
        if (fall >= 25 && fall < 50 && urineBase == 0) {
            return "indeterminate:DENOMINATOR_ZERO(urineMBaseline)";
        }
        return fall >= 25 && fall < 50 && urineFall >= 50 && urineFall < 90 ? "MR" : "SD";
    }
}
