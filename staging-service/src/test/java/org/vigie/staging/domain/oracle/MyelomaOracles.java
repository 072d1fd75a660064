package org.vigie.staging.domain.oracle;

import static org.vigie.staging.domain.oracle.OracleInput.number;
import static org.vigie.staging.domain.oracle.OracleInput.sizes;
import static org.vigie.staging.domain.oracle.OracleInput.word;
import static org.vigie.staging.domain.oracle.OracleInput.yesNo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.oracle.OracleInput.Partial;

/** Clinical rules section 8. */
final class MyelomaOracles {
    /** A size that was not measured. */
    private static final double GAP = Double.NaN;

    private static final OracleInput ISS = word("iss", "I", "II", "III").asOptional();
    private static final OracleInput B2M = number("b2m", "mg/L", 0.5, 3.49, 3.5, 5.49, 5.5, 60);
    private static final OracleInput ALBUMIN = number("albumin", "g/dL", 1.0, 3.49, 3.5, 6.0);
    private static final OracleInput LDH = number("ldh", "U/L", 1, 200, 250, 251, 50_000);
    private static final OracleInput LDH_ULN = number("ldhUln", "U/L", 1, 250, 5_000);
    private static final OracleInput HEAVY = word("heavyChain", "IgG", "IgA", "IgM", "none");
    private static final OracleInput CREATININE = number("creatinine", "mg/dL", 0.5, 1.99, 2.0, 2.01, 9);
    private static final OracleInput LESION_COUNT = number("focalLesionCount", "", 0, 1, 4, 5, 20, 21, 100);
    private static final OracleInput SIZES = sizes(
            "mriFocalLesions",
            "mm",
            List.of(
                    List.of(),
                    List.of(4.9),
                    List.of(5.0),
                    List.of(5.1),
                    List.of(4.9, 12.0),
                    List.of(5.0, 5.0),
                    List.of(4.9, 4.8, 6.0),
                    List.of(4.0, 7.0, 9.0)),
            List.of(partial(GAP, 6.0), partial(GAP, 4.0), partial(GAP), partial(6.0, GAP, 7.0), partial(GAP, GAP)));

    private static final List<String> RAC_ORDER = List.of("5", "4", "1", "2", "3");

    static final List<RuleOracle> ALL = List.of(
            RuleOracle.of(
                    "DS",
                    MyelomaOracles::durieSalmon,
                    number("haemoglobin", "g/dL", 8.4, 8.5, 10.0, 10.1),
                    number("calcium", "mg/dL", 9, 12, 12.1),
                    number("IgG", "g/dL", 4.9, 5.0, 7.0, 7.1),
                    number("IgA", "g/dL", 2.9, 3.0, 5.0, 5.1),
                    number("urineLightChain", "g/d", 3.9, 4.0, 12.0, 12.1),
                    HEAVY.asOptional(),
                    number("boneScale", "", 0, 1, 2, 3).asOptional(),
                    number("lyticLesions", "", 0, 1, 2),
                    CREATININE),
            RuleOracle.of("ISS", f -> Map.of("stage", iss(f)), B2M, ALBUMIN),
            RuleOracle.of(
                    "R-ISS",
                    MyelomaOracles::revised,
                    ISS,
                    B2M,
                    ALBUMIN,
                    yesNo("del17p"),
                    yesNo("t414"),
                    yesNo("t1416"),
                    LDH,
                    LDH_ULN),
            RuleOracle.of(
                    "R2-ISS",
                    MyelomaOracles::secondRevised,
                    ISS,
                    B2M,
                    ALBUMIN,
                    yesNo("del17p"),
                    LDH,
                    LDH_ULN,
                    yesNo("t414"),
                    yesNo("gain1q")),
            RuleOracle.of(
                            "IMWG-DX",
                            DiagnosisOracle::of,
                            Stream.of(
                                            DiagnosisOracle.INPUTS,
                                            Stream.of(
                                                    SIZES,
                                                    yesNo("amyloidosis"),
                                                    yesNo("organDamageAttributed")
                                                            .asOptional()))
                                    .flatMap(s -> s)
                                    .toArray(OracleInput[]::new))
                    .clauses(
                            "calcium calciumUln",
                            "clearance creatinine",
                            "haemoglobin haemoglobinLln",
                            "flcKappa flcLambda flcKappaUln flcLambdaUln",
                            "bmpc plasmacytoma osteolyticLesions mriFocalLesions",
                            "bmpc plasmacytoma singlePlasmacytoma skeletalSurveyNormal axialMriNormal osteolyticLesions",
                            "bmpc heavyChain serumM urineM amyloidosis",
                            "bmpc heavyChain urineM flcKappa flcLambda"),
            RuleOracle.of(
                    "FL",
                    MyelomaOracles::focalLesions,
                    SIZES,
                    yesNo("equivocalLesion").asOptional()),
            RuleOracle.of(
                    "DSPLUS",
                    MyelomaOracles::plus,
                    word("imwgClass", "MGUS", "SMM", "MM").asOptional(),
                    LESION_COUNT,
                    word("diffuseGrade", "none", "mild", "moderate", "severe"),
                    CREATININE,
                    yesNo("extramedullary")),
            RuleOracle.of(
                    "PATTERN",
                    MyelomaOracles::pattern,
                    LESION_COUNT,
                    yesNo("diffuse"),
                    yesNo("micronodular"),
                    number("marrowAdc", "mm2/s", 0.0005, 0.0006, 0.0007).asOptional()),
            RuleOracle.of(
                            "RAC",
                            MyelomaOracles::response,
                            yesNo("unequivocalNewLesion"),
                            yesNo("unequivocalIncrease"),
                            yesNo("focalToDiffuse"),
                            yesNo("softTissueNewOrLarger"),
                            yesNo("criticalFractureOrCordCompression"),
                            yesNo("newHighBSignal"),
                            yesNo("equivocalNewLesion"),
                            yesNo("sizeUnchanged"),
                            yesNo("relapseAfterRegression"),
                            yesNo("normalMarrowReturned"),
                            yesNo("decrease"),
                            yesNo("diffuseToFocal"),
                            yesNo("softTissueSmaller"),
                            yesNo("fatDotOrHalo"),
                            yesNo("stableMorphology"),
                            word("highB", "rising", "unchanged", "falling"),
                            number("adcBaseline", "um2/s", 500, 800, 900, 1000, 1001, 1100, 1400, 1401)
                                    .asOptional(),
                            number(
                                            "adc", "um2/s", 599, 600, 800, 950, 1000, 1001, 1250, 1260, 1375, 1380,
                                            1399, 1400, 1401, 1450)
                                    .asOptional())
                    .clauses(
                            "unequivocalNewLesion unequivocalIncrease focalToDiffuse softTissueNewOrLarger"
                                    + " criticalFractureOrCordCompression",
                            "newHighBSignal adcBaseline adc unequivocalNewLesion",
                            "equivocalNewLesion relapseAfterRegression sizeUnchanged highB adcBaseline adc",
                            "normalMarrowReturned decrease diffuseToFocal softTissueSmaller fatDotOrHalo",
                            "adcBaseline adc highB stableMorphology sizeUnchanged decrease"),
            RuleOracle.of(
                    "RAC-OVERALL",
                    MyelomaOracles::overall,
                    Stream.concat(RAC_ORDER.stream().map(c -> "regions" + c), Stream.of("regionsUnknown"))
                            .map(name -> number(name, "", 0, 1, 2, 4)
                                    .completedBy(k -> List.of(3.0, 5.0, 6.0, 7.0, 999.0, 1000.0)))
                            .toArray(OracleInput[]::new)),
            RuleOracle.of(
                    "WB-BURDEN",
                    MyelomaOracles::burden,
                    number("gadcBaseline", "um2/s", 1, 600, 820, 1000, 3500).asBaseline(),
                    number("gadc", "um2/s", 1, 599, 600, 852, 1000, 1050, 1148, 1149, 1400, 1401, 3500),
                    number("tdvBaseline", "cm3", 0, 201).asOptional(),
                    number("tdv", "cm3", 0, 21).asOptional(),
                    number("skeletonVolume", "cm3", 3000).asOptional()),
            RuleOracle.of(
                    "VFX",
                    MyelomaOracles::fracture,
                    Stream.concat(Signs.MALIGNANT.stream(), Signs.BENIGN.stream())
                            .map(OracleInput::yesNo)
                            .toArray(OracleInput[]::new)),
            RuleOracle.of("IMWG-RESPONSE", ResponseOracle::of, ResponseOracle.INPUTS)
                    .clauses(
                            "serumMNadir serumM serumImmunofixation newLesion",
                            "urineMNadir urineM urineImmunofixation newLesion",
                            "serumM serumImmunofixation urineImmunofixation softTissuePlasmacytoma bmpc flcRatio clonalCells",
                            "serumMBaseline serumM urineM serumImmunofixation urineImmunofixation",
                            "serumMBaseline serumM urineMBaseline urineM plasmacytomaBaseline plasmacytomaFall"));

    private MyelomaOracles() {}

    /** A missing size may be anything on either side of 5 mm. */
    private static Partial partial(double... sizes) {
        List<@Nullable Double> stated = new ArrayList<>();
        List<List<Double>> completions = List.of(List.of());
        for (double size : sizes) {
            stated.add(Double.isNaN(size) ? null : Double.valueOf(size));
            List<Double> possible = Double.isNaN(size) ? List.of(0.2, 4.9, 5.0, 5.1, 90.0) : List.of(size);
            completions = completions.stream()
                    .flatMap(begun -> possible.stream()
                            .map(next -> Stream.concat(begun.stream(), Stream.of(next))
                                    .toList()))
                    .toList();
        }
        return new Partial(stated, List.copyOf(completions));
    }

    private static Map<String, String> durieSalmon(Facts f) {
        boolean g = !f.has("heavyChain") || f.is("heavyChain", "IgG");
        boolean a = !f.has("heavyChain") || f.is("heavyChain", "IgA");
        boolean advanced = f.has("boneScale") ? f.num("boneScale") == 3 : f.num("lyticLesions") > 1;
        boolean little = f.has("boneScale") ? f.num("boneScale") == 0 : f.num("lyticLesions") <= 1;
        String stage = "II";
        if (f.num("haemoglobin") < 8.5
                || f.num("calcium") > 12
                || advanced
                || (g && f.num("IgG") > 7)
                || (a && f.num("IgA") > 5)
                || f.num("urineLightChain") > 12) {
            stage = "III";
        } else if (f.num("haemoglobin") > 10
                && f.num("calcium") <= 12
                && little
                && (!g || f.num("IgG") < 5)
                && (!a || f.num("IgA") < 3)
                && f.num("urineLightChain") < 4) {
            stage = "I";
        }
        return Map.of("stage", stage, "suffix", f.num("creatinine") < 2.0 ? "A" : "B");
    }

    private static String iss(Facts f) {
        if (f.has("iss")) {
            return (String) f.values().getOrDefault("iss", "");
        }
        if (f.num("b2m") >= 5.5) {
            return "III";
        }
        return f.num("b2m") < 3.5 && f.num("albumin") >= 3.5 ? "I" : "II";
    }

    private static Map<String, String> revised(Facts f) {
        boolean bad = f.yes("del17p") || f.yes("t414") || f.yes("t1416");
        boolean ldh = f.num("ldh") > f.num("ldhUln");
        return Map.of(
                "stage",
                switch (iss(f)) {
                    case "I" -> !bad && !ldh ? "I" : "II";
                    case "III" -> bad || ldh ? "III" : "II";
                    default -> "II";
                });
    }

    private static Map<String, String> secondRevised(Facts f) {
        int halves = switch (iss(f)) {
            case "II" -> 2;
            case "III" -> 3;
            default -> 0;
        };
        halves += f.yes("del17p") ? 2 : 0;
        halves += f.num("ldh") > f.num("ldhUln") ? 2 : 0;
        halves += f.yes("t414") ? 2 : 0;
        halves += f.yes("gain1q") ? 1 : 0;
        return Map.of("stage", halves == 0 ? "I" : halves <= 2 ? "II" : halves <= 5 ? "III" : "IV");
    }

    static long fromFiveMm(Facts f) {
        return f.list("mriFocalLesions").stream().filter(size -> size >= 5).count();
    }

    private static Map<String, String> focalLesions(Facts f) {
        if (fromFiveMm(f) >= 2) {
            return Map.of("lesions", "slim-m-met");
        }
        return Map.of(
                "lesions",
                f.list("mriFocalLesions").isEmpty() && !f.yes("equivocalLesion")
                        ? "no-focal-lesion"
                        : "equivocal-follow-up-mri");
    }

    private static Map<String, String> plus(Facts f) {
        double n = f.num("focalLesionCount");
        int byCount = n > 20 ? 3 : n >= 5 ? 2 : 1;
        int byGrade = f.is("diffuseGrade", "severe") ? 3 : f.is("diffuseGrade", "moderate") ? 2 : 1;
        String burden = "I".repeat(Math.max(byCount, byGrade));
        if (!f.has("imwgClass")) {
            return Map.of("stage", "burden-" + burden + ":MISSING_INPUT(imwgClass)");
        }
        if (f.is("imwgClass", "MGUS")) {
            return Map.of("stage", "not-staged");
        }
        if (f.is("imwgClass", "SMM")) {
            return Map.of("stage", "IA");
        }
        boolean b = f.num("creatinine") >= 2.0 || f.yes("extramedullary");
        return Map.of("stage", burden.equals("I") ? "IB" : burden + (b ? "B" : "A"));
    }

    private static Map<String, String> pattern(Facts f) {
        boolean focal = f.num("focalLesionCount") >= 1;
        if (f.yes("diffuse")) {
            return Map.of("pattern", focal ? "mixed" : "diffuse");
        }
        return Map.of("pattern", focal ? "focal" : f.yes("micronodular") ? "salt-and-pepper" : "normal");
    }

    private static Map<String, String> response(Facts f) {
        boolean adc = f.has("adcBaseline") && f.has("adc");
        double a0 = f.num("adcBaseline");
        double a1 = f.num("adc");
        double change = Facts.percent(a0, a1);
        boolean falling = f.is("highB", "falling") && f.yes("stableMorphology");
        String category = "3";
        if (f.yes("unequivocalNewLesion")
                || f.yes("unequivocalIncrease")
                || f.yes("focalToDiffuse")
                || f.yes("softTissueNewOrLarger")
                || f.yes("criticalFractureOrCordCompression")
                || (f.yes("newHighBSignal") && adc && a1 >= 600 && a1 <= 1000)) {
            category = "5";
        } else if (f.yes("equivocalNewLesion")
                || f.yes("relapseAfterRegression")
                || (f.yes("sizeUnchanged") && f.is("highB", "rising") && adc && a1 < 1400)) {
            category = "4";
        } else if (f.yes("normalMarrowReturned")
                || f.yes("decrease")
                || f.yes("diffuseToFocal")
                || f.yes("softTissueSmaller")
                || f.yes("fatDotOrHalo")
                || (adc && ((a0 <= 1400 && a1 > 1400) || (change >= 40 && falling)))) {
            category = "1";
        } else if (adc && ((a0 <= 1000 && a1 > 1000 && a1 < 1400) || (change > 25 && change < 40 && falling))) {
            category = "2";
        }
        return Map.of("category", category);
    }

    /** A category may become the overall one if it is so where every unknown region has it. */
    private static Map<String, String> overall(Facts f) {
        double unknown = f.num("regionsUnknown");
        List<String> able = new ArrayList<>();
        for (String category : RAC_ORDER) {
            double votes = f.num("regions" + category) + unknown;
            boolean most = votes > 0;
            for (String other : RAC_ORDER) {
                double against = f.num("regions" + other);
                most &= other.equals(category)
                        || votes > against
                        || (votes == against && RAC_ORDER.indexOf(category) < RAC_ORDER.indexOf(other));
            }
            if (most) {
                able.add(category);
            }
        }
        return Map.of("category", able.size() == 1 ? able.getFirst() : "indeterminate:MISSING_INPUT(region)");
    }

    private static Map<String, String> burden(Facts f) {
        double change = Facts.percent(f.num("gadcBaseline"), f.num("gadc"));
        double gadc = f.num("gadc");
        String volume = f.has("tdvBaseline") && f.num("tdvBaseline") == 0
                ? "indeterminate:DENOMINATOR_ZERO(tdvBaseline)"
                : f.has("tdvBaseline") && f.has("tdv") ? "reported" : "not-measured";
        String share = !f.has("tdv")
                ? "not-measured"
                : f.has("skeletonVolume") ? "reported" : "indeterminate:MISSING_INPUT(skeletonVolume)";
        return Map.of(
                "gadc",
                change > 14.8 ? "gadc-increase" : change < -14.8 ? "gadc-decrease" : "gadc-no-change",
                "adcClass",
                gadc < 600 ? "low-fatty-or-noise" : gadc > 1400 ? "treated-necrotic" : "viable",
                "tdvChange",
                volume,
                "burden",
                share);
    }

    /** Names of the signs. */
    static final class Signs {
        static final List<String> MALIGNANT = List.of(
                "epiduralMass",
                "pedicleSignal",
                "convexPosteriorBorder",
                "paraspinalMass",
                "completeMarrowReplacement");
        static final List<String> BENIGN =
                List.of("retropulsedFragment", "t1Band", "preservedMarrow", "stirFluidSign", "vacuumCleft");

        private Signs() {}
    }

    private static Map<String, String> fracture(Facts f) {
        boolean malignant = Signs.MALIGNANT.stream().anyMatch(f::yes);
        boolean benign = Signs.BENIGN.stream().anyMatch(f::yes);
        return Map.of(
                "character", malignant == benign ? "uncertain" : malignant ? "malignant-features" : "benign-features");
    }
}
