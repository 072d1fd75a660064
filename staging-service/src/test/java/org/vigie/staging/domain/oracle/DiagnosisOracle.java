package org.vigie.staging.domain.oracle;

import static org.vigie.staging.domain.oracle.OracleInput.number;
import static org.vigie.staging.domain.oracle.OracleInput.word;
import static org.vigie.staging.domain.oracle.OracleInput.yesNo;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Clinical rules 8.5. */
final class DiagnosisOracle {
    static final Stream<OracleInput> INPUTS = Stream.of(
            number("bmpc", "%", 0, 4, 5, 9.9, 10, 59, 60),
            yesNo("plasmacytoma"),
            yesNo("singlePlasmacytoma"),
            yesNo("skeletalSurveyNormal"),
            yesNo("axialMriNormal"),
            word("heavyChain", "IgG", "IgA", "IgM", "IgD", "none"),
            number("serumM", "g/L", 0, 29.9, 30),
            number("urineM", "mg/d", 0, 499, 500),
            number("calcium", "mmol/L", 2.2, 2.75, 2.76, 2.85, 2.86),
            number("calciumUln", "mmol/L", 2.45, 2.6).asOptional(),
            number("clearance", "mL/min", 39.9, 40).orElse("creatinine"),
            number("creatinine", "umol/L", 177, 178).orElse("clearance"),
            number("haemoglobin", "g/L", 99, 100, 109, 110, 140),
            number("haemoglobinLln", "g/L", 120, 130).asOptional(),
            number("osteolyticLesions", "", 0, 1, 2),
            number("flcKappa", "mg/L", 0.01, 2, 10, 50, 99, 100, 20_000, 200_000)
                    .completedBy(k -> chains(k, "flcLambda")),
            number("flcLambda", "mg/L", 0.01, 0.99, 1, 10, 50, 100, 20_000, 200_000)
                    .completedBy(k -> chains(k, "flcKappa")),
            number("flcKappaUln", "mg/L", 1, 19.4, 1000),
            number("flcLambdaUln", "mg/L", 1, 26.3, 1000));

    private DiagnosisOracle() {}

    /** On both sides of the ratios 0.26, 1.65 and 100 in the one and the other direction. */
    private static List<Double> chains(Map<String, Object> known, String other) {
        return known.get(other) instanceof Double one
                ? DoubleStream.of(1 / 0.26, 1 / 1.65, 1.65, 0.26, 100, 0.01)
                        .flatMap(factor -> DoubleStream.of(one * factor * 0.9999, one * factor * 1.0001))
                        .filter(v -> v >= 0.01 && v <= 200_000)
                        .boxed()
                        .toList()
                : List.of();
    }

    static Map<String, String> of(Facts f) {
        return Map.of("diagnosis", diagnosis(f));
    }

    private static boolean kidney(Facts f) {
        boolean byClearance = f.has("clearance") && f.num("clearance") < 40;
        return byClearance || (f.has("creatinine") && f.num("creatinine") > 177);
    }

    private static boolean craOf(Facts f) {
        return calcium(f) || kidney(f) || anaemia(f);
    }

    private static boolean calcium(Facts f) {
        return f.num("calcium") > 2.75
                || (f.has("calciumUln") && Facts.round(f.num("calcium") - f.num("calciumUln")) > 0.25);
    }

    private static boolean anaemia(Facts f) {
        return f.num("haemoglobin") < 100
                || (f.has("haemoglobinLln") && Facts.round(f.num("haemoglobinLln") - f.num("haemoglobin")) > 20);
    }

    private static boolean crab(Facts f) {
        return craOf(f) || f.num("osteolyticLesions") >= 1;
    }

    private static boolean lightChains(Facts f) {
        double kappa = f.num("flcKappa");
        double lambda = f.num("flcLambda");
        return (Facts.round(kappa / lambda) >= 100 && kappa >= 100)
                || (Facts.round(lambda / kappa) >= 100 && lambda >= 100);
    }

    /** Cheapest question first: it is asked of every completion. */
    private static boolean event(Facts f) {
        return f.num("bmpc") >= 60 || crab(f) || MyelomaOracles.fromFiveMm(f) >= 2 || lightChains(f);
    }

    private static boolean excess(Facts f) {
        double kappa = f.num("flcKappa");
        double lambda = f.num("flcLambda");
        double ratio = Facts.round(kappa / lambda);
        return (ratio > 1.65 && kappa > f.num("flcKappaUln")) || (ratio < 0.26 && lambda > f.num("flcLambdaUln"));
    }

    private static String diagnosis(Facts f) {
        double bmpc = f.num("bmpc");
        if (f.yes("plasmacytoma")
                && f.yes("singlePlasmacytoma")
                && bmpc < 10
                && !craOf(f)
                && f.num("osteolyticLesions") <= 1
                && f.yes("skeletalSurveyNormal")
                && f.yes("axialMriNormal")
                && MyelomaOracles.fromFiveMm(f) < 2) {
            return bmpc > 0 ? "solitary-plasmacytoma-minimal-marrow-involvement" : "solitary-plasmacytoma";
        }
        if ((bmpc >= 10 || f.yes("plasmacytoma")) && event(f)) {
            return "MM";
        }
        boolean gOrA = f.is("heavyChain", "IgG") || f.is("heavyChain", "IgA");
        if (((gOrA && f.num("serumM") >= 30) || f.num("urineM") >= 500 || bmpc >= 10)
                && !event(f)
                && f.is("amyloidosis", "no")) {
            return "SMM";
        }
        if (f.is("heavyChain", "none") && excess(f) && f.num("urineM") < 500 && bmpc < 10 && !crab(f)) {
            return "light-chain-MGUS";
        }
        if (f.is("heavyChain", "IgM")) {
            return "igm-mgus-pathway";
        }
        return f.num("serumM") < 30 && bmpc < 10 && !event(f) && f.is("amyloidosis", "no")
                ? "MGUS"
                : "unclassified-mdt-review";
    }
}
