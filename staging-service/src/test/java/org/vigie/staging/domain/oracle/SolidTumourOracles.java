package org.vigie.staging.domain.oracle;

import static org.vigie.staging.domain.oracle.OracleInput.number;
import static org.vigie.staging.domain.oracle.OracleInput.word;
import static org.vigie.staging.domain.oracle.OracleInput.yesNo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Clinical rules sections 2 to 7. */
final class SolidTumourOracles {
    static final List<RuleOracle> ALL = List.of(
            RuleOracle.of(
                    "NAC-ADC",
                    SolidTumourOracles::early,
                    number("A0", "mm2/s", 1e-5, 0.95e-3, 1e-3, 1.1e-3, 3.5e-3)
                            .asBaseline()
                            .completedBy(k -> around(k, "A1", 1 / 0.87, 1 / 1.13)),
                    number("A1", "mm2/s", 1e-5, 0.8e-3, 0.87e-3, 1e-3, 1.05e-3, 1.13e-3, 1.25e-3, 3.5e-3)
                            .completedBy(k -> around(k, "A0", 0.87, 1.13)),
                    number("day", "d", -29, -28, 0, 1, 4, 5, 10, 11, 28, 29, 69, 70, 98, 99),
                    word("gate", "same", "with-caution", "different"),
                    number("fieldTesla0", "T", 1.5).asOptional(),
                    number("fieldTesla1", "T", 1.5, 1.6, 3.0).asOptional(),
                    yesNo("measurable").asOptional()),
            RuleOracle.of(
                    "DCE-SQ",
                    SolidTumourOracles::kinetics,
                    number("s0", "", 1, 200, 210, 300, 1000)
                            .completedBy(k ->
                                    signals(near(k, "s1", 1 / 1.5, 1 / 2.0, 1, 2, 1e4), near(k, "s2", 1, 0.5, 1e4))),
                    number("s1", "", 1, 290, 300, 330, 340, 400, 420, 2000)
                            .completedBy(
                                    k -> signals(near(k, "s0", 1, 1.5, 2), near(k, "s2", 1, 1 / 0.9, 1 / 1.1, 1e4))),
                    number("s2", "", 1, 200, 300, 306, 340, 350, 360, 380, 4000)
                            .completedBy(k -> signals(near(k, "s0", 1, 1e4), near(k, "s1", 1, 0.9, 1.1, 1e4))),
                    number("t1", "s", 59, 60, 150, 180, 181),
                    number("t2", "s", 239, 240, 269, 270, 450, 3600),
                    number("connectedWashout", "", 2, 3).asOptional(),
                    number("connectedPlateau", "", 2, 3).asOptional(),
                    number("connectedPersistent", "", 2, 3).asOptional()),
            RuleOracle.of(
                    "FTV",
                    SolidTumourOracles::volume,
                    number("ftv0", "cm3", 0, 3, 12, 10_000).asBaseline(),
                    number("ftv1", "cm3", 0, 3, 12, 12.1, 10_000),
                    word("settings", "same", "different").asOptional()),
            RuleOracle.of(
                    "DCE-Q",
                    SolidTumourOracles::quantitative,
                    number("r1", "/s/mM", 4.5).asOptional(),
                    number("ktrans", "/min", 0.25).asOptional(),
                    number("excludedPercent", "%", 0, 25, 25.1),
                    number("haematocrit", "", 0.42).asOptional(),
                    number("ktrans0", "/min", 0.2).asOptional(),
                    number("kep", "/min", 0.5).asOptional(),
                    number("ve", "", 0.4).asOptional(),
                    number("vp", "", 0.05).asOptional(),
                    number("iauc60", "mmol/L.s", 15).asOptional()),
            RuleOracle.of(
                    "MRS-TCHO",
                    SolidTumourOracles::choline,
                    number("c0", "mmol/kg", 1e-6, 0.5, 0.6, 3, 4, 100).asBaseline(),
                    number("se0", "mmol/kg", 1e-6, 0.3, 0.6, 2, 100),
                    number("c1", "mmol/kg", 1e-6, 0.5, 0.6, 2.6, 3.6, 4.2, 100),
                    number("se1", "mmol/kg", 1e-6, 0.3, 0.6, 2, 100),
                    number("h", "h", 12, 24, 49).asOptional(),
                    number("limit0", "mmol/kg", 0.6).asOptional(),
                    number("limit1", "mmol/kg", 0.6).asOptional(),
                    yesNo("c0Detectable").asOptional(),
                    yesNo("c1Detectable").asOptional()),
            RuleOracle.of(
                    "EXTENT",
                    f -> unfounded(f) ? null : Map.of("extent", extent(f)),
                    number("lesions", "", 1, 2, 5, 99),
                    number("quadrants", "", 1, 2, 5),
                    yesNo("otherBreast").asOptional(),
                    number("diameter", "mm", 40).asOptional(),
                    number("usDiameter", "mm", 25).asOptional()),
            RuleOracle.of(
                    "CONS-SURG",
                    SolidTumourOracles::surgery,
                    number("diameter", "mm", 0, 50, 50.1, 62),
                    number("lesions", "", 1, 2, 5, 99),
                    number("quadrants", "", 1, 2, 5),
                    number("usDiameter", "mm", 25).asOptional()),
            RuleOracle.of(
                    "RECIST",
                    SolidTumourOracles::recist,
                    number("baseline", "mm", 0, 9.9, 10, 40, 2000)
                            .asBaseline()
                            .completedBy(SolidTumourOracles::baselines),
                    number("nadir", "mm", 0, 20, 28, 40, 1999).completedBy(SolidTumourOracles::nadirs),
                    number("current", "mm", 0, 9, 24, 25, 28, 28.1, 33.6, 49.9, 50, 1399.5, 2000)
                            .completedBy(SolidTumourOracles::grown),
                    yesNo("newLesion"),
                    yesNo("targetsGone")),
            RuleOracle.of(
                    "RESIDUAL",
                    f -> Map.of("residual", f.yes("enhancement") ? "residual-enhancement" : "rCR"),
                    yesNo("enhancement"),
                    number("diameter0", "mm", 40).asOptional(),
                    number("diameter1", "mm", 10).asOptional()),
            RuleOracle.of(
                    "CRYO",
                    f -> Map.of("eligibility", cryoablation(f)),
                    word("histology", "ductal", "lobular", "other"),
                    number("cisPercent", "%", 0, 24.9, 25, 26, 100),
                    word("focality", "unifocal", "multifocal", "multicentric"),
                    yesNo("usVisible"),
                    yesNo("otherGuidance"),
                    number("diameter", "mm", 10, 14.9, 15, 20, 20.1),
                    number("skinDistance", "mm", 2, 5).asOptional(),
                    yesNo("fragility").asOptional(),
                    yesNo("imagingComplete").asOptional()),
            RuleOracle.of(
                    "CRYO-FU",
                    SolidTumourOracles::followUp,
                    number("day", "d", 0, 20, 21, 35, 36, 500),
                    yesNo("marginEnhancement")),
            RuleOracle.of(
                    "ABL",
                    f -> Map.of("criterion", ablation(f)),
                    word("organ", "liver", "kidney", "lung", "muscle", "bone", "other"),
                    number("diameter", "mm", 29, 30, 31),
                    word("technique", "cryotherapy", "microwave", "radiofrequency", "other")
                            .asOptional(),
                    yesNo("surgeryPossible").asOptional()));

    private SolidTumourOracles() {}

    private static List<Double> around(Map<String, Object> known, String name, double... factors) {
        List<Double> values = new ArrayList<>();
        if (known.get(name) instanceof Double one) {
            for (double factor : factors) {
                for (double nudge : new double[] {0.9999, 1, 1.0001}) {
                    values.add(one * factor * nudge);
                }
            }
        }
        return values.stream().filter(v -> v >= 1e-5 && v <= 2000).toList();
    }

    private static List<Double> near(Map<String, Object> known, String name, double... factors) {
        List<Double> values = new ArrayList<>();
        if (known.get(name) instanceof Double one) {
            for (double factor : factors) {
                for (double nudge : new double[] {0.9999, 1, 1.0001}) {
                    values.add(one * factor * nudge);
                }
            }
        }
        return values;
    }

    private static List<Double> signals(List<Double> some, List<Double> others) {
        return Stream.of(List.of(1e-3, 1e8), some, others).flatMap(List::stream).toList();
    }

    /** Equal to the nadir after rounding, and a little less. */
    private static List<Double> baselines(Map<String, Object> known) {
        List<Double> values = new ArrayList<>(around(known, "current", 1 / 0.7));
        if (known.get("nadir") instanceof Double nadir && nadir > 1) {
            values.addAll(List.of(nadir, nadir - 4e-7));
        }
        return values;
    }

    private static List<Double> nadirs(Map<String, Object> known) {
        List<Double> values = new ArrayList<>(around(known, "current", 1 / 1.2));
        if (known.get("current") instanceof Double now && now > 5.1) {
            values.addAll(List.of(now - 5.1, now - 5, now - 4.9));
        }
        if (known.get("baseline") instanceof Double base && base > 0.1) {
            values.addAll(List.of(base, base - 0.1));
        }
        return values;
    }

    private static List<Double> grown(Map<String, Object> known) {
        List<Double> values = new ArrayList<>(around(known, "nadir", 1.2));
        values.addAll(around(known, "baseline", 0.7));
        if (known.get("nadir") instanceof Double nadir && nadir < 1990) {
            values.addAll(List.of(nadir + 4.9, nadir + 5, nadir + 5.1));
        }
        return values;
    }

    private static Map<String, String> early(Facts f) {
        double day = f.num("day");
        boolean otherField = f.has("fieldTesla0")
                && f.has("fieldTesla1")
                && Math.abs(Facts.round(f.num("fieldTesla1") - f.num("fieldTesla0"))) > 0.1;
        double change = Facts.percent(f.num("A0"), f.num("A1"));
        String response;
        if (f.is("measurable", "no")) {
            response = "lesion-not-measurable";
        } else if (day < -28) {
            response = "indeterminate:OUT_OF_WINDOW";
        } else if (day <= 0) {
            response = "baseline";
        } else if (otherField || f.is("gate", "different")) {
            response = "not-comparable";
        } else {
            response = change > 13 ? "adc-rise" : change < -13 ? "adc-fall" : "adc-no-change";
        }
        String point = "POST";
        if (day < -28) {
            point = "indeterminate:OUT_OF_WINDOW";
        } else if (day <= 0) {
            point = "BASELINE";
        } else if (day <= 4) {
            point = "TOO-EARLY";
        } else if (day <= 10) {
            point = "W1";
        } else if (day <= 28) {
            point = "C1";
        } else if (day <= 69) {
            point = "INTERIM";
        } else if (day <= 98) {
            point = "MID";
        }
        return Map.of("response", response, "time-point", point);
    }

    private static Map<String, String> kinetics(Facts f) {
        String worst;
        if (f.num("connectedWashout") >= 3) {
            worst = "III";
        } else if (!f.has("connectedWashout")) {
            worst = "not-assessed";
        } else if (f.num("connectedPlateau") >= 3) {
            worst = "II";
        } else if (!f.has("connectedPlateau")) {
            worst = "not-assessed";
        } else if (f.num("connectedPersistent") >= 3) {
            worst = "I";
        } else {
            worst = f.has("connectedPersistent") ? "none" : "not-assessed";
        }
        double t1 = f.num("t1");
        double t2 = f.num("t2");
        if (t1 < 60 || t1 > 180 || t2 < 240 || Facts.round(t2 - t1) < 120) {
            String no = "indeterminate:PHASE_TIMING_INADEQUATE";
            return Map.of(
                    "kinetics",
                    no,
                    "initial",
                    no,
                    "delayed",
                    no,
                    "curve-type",
                    no,
                    "ser-class",
                    no,
                    "worst-curve",
                    worst);
        }
        double pe = Facts.percent(f.num("s0"), f.num("s1"));
        double dc = Facts.percent(f.num("s1"), f.num("s2"));
        double ser = Facts.round((f.num("s1") - f.num("s0")) / (f.num("s2") - f.num("s0")));
        String band = "unclassified";
        if (Facts.round(f.num("s2") - f.num("s0")) == 0) {
            band = "indeterminate:DENOMINATOR_ZERO";
        } else if (ser > 0 && ser <= 3) {
            band = ser <= 0.9
                    ? "(0,0.9]"
                    : ser <= 1.0 ? "(0.9,1.0]" : ser <= 1.3 ? "(1.0,1.3]" : ser <= 1.75 ? "(1.3,1.75]" : "(1.75,3.0]";
        }
        return Map.of(
                "kinetics",
                pe > 100 && dc < -10 ? "suspicious-kinetics" : "seed-sign-absent",
                "initial",
                pe < 50 ? "slow" : pe <= 100 ? "medium" : "fast",
                "delayed",
                dc > 10 ? "persistent" : dc >= -10 ? "plateau" : "washout",
                "curve-type",
                dc > 10 ? "I" : dc >= -10 ? "II" : "III",
                "ser-class",
                band,
                "worst-curve",
                worst);
    }

    private static Map<String, String> volume(Facts f) {
        if (f.is("settings", "different")) {
            return Map.of("change", "not-comparable");
        }
        if (f.num("ftv0") == 0) {
            return Map.of("change", "indeterminate:DENOMINATOR_ZERO");
        }
        return Map.of("change", Facts.percent(f.num("ftv0"), f.num("ftv1")) < 0 ? "ftv-decrease" : "ftv-no-decrease");
    }

    private static Map<String, String> quantitative(Facts f) {
        if (!f.has("r1")) {
            return Map.of("report", "indeterminate:MISSING_INPUT(r1)");
        }
        if (!f.has("ktrans")) {
            return Map.of("report", "indeterminate:MISSING_INPUT(ktrans)");
        }
        return Map.of("report", f.num("excludedPercent") > 25 ? "indeterminate:NON_PHYSICAL" : "reported");
    }

    private static boolean belowLimit(Facts f, String side) {
        return f.has("c" + side + "Detectable")
                ? f.is("c" + side + "Detectable", "no")
                : f.has("limit" + side) && Facts.round(f.num("c" + side) - f.num("limit" + side)) < 0;
    }

    private static Map<String, String> choline(Facts f) {
        String unusable = "indeterminate:INVALID_VALUE(tCho)";
        if (belowLimit(f, "0") || Facts.round(100 * f.num("se0") / f.num("c0")) > 50) {
            return Map.of("change", unusable);
        }
        if (belowLimit(f, "1")) {
            return Map.of("change", "tcho-decrease");
        }
        if (Facts.round(100 * f.num("se1") / f.num("c1")) > 50) {
            return Map.of("change", unusable);
        }
        double z = Facts.round((f.num("c1") - f.num("c0")) / Math.hypot(f.num("se0"), f.num("se1")));
        return Map.of(
                "change", z < -1.96 ? "tcho-decrease" : z <= 1.96 ? "tcho-no-significant-change" : "tcho-increase");
    }

    private static boolean unfounded(Facts f) {
        return f.num("quadrants") > f.num("lesions");
    }

    private static String extent(Facts f) {
        return f.num("lesions") < 2 ? "unifocal" : f.num("quadrants") >= 2 ? "multicentric" : "multifocal";
    }

    private static @Nullable Map<String, String> surgery(Facts f) {
        if (unfounded(f)) {
            return null;
        }
        boolean large = f.num("diameter") > 50;
        boolean multicentric = extent(f).equals("multicentric");
        if (large && multicentric) {
            return Map.of("selection", "conservative-surgery-excluded");
        }
        return Map.of("selection", large || multicentric ? "mdt-review" : "no-imaging-exclusion");
    }

    private static @Nullable Map<String, String> recist(Facts f) {
        double baseline = f.num("baseline");
        double nadir = f.num("nadir");
        double now = f.num("current");
        boolean gone = f.yes("targetsGone");
        if (Facts.round(nadir - baseline) > 0 || (gone && now >= 50) || (!gone && now == 0)) {
            return null;
        }
        if (f.yes("newLesion")) {
            return Map.of("response", "PD");
        }
        if (baseline < 10) {
            return Map.of("response", "indeterminate:NO_BASELINE");
        }
        if (gone) {
            return Map.of("response", "CR");
        }
        double over = nadir == 0 ? Double.POSITIVE_INFINITY : Facts.percent(nadir, now);
        if (over >= 20 && Facts.round(now - nadir) >= 5) {
            return Map.of("response", "PD");
        }
        return Map.of("response", Facts.percent(baseline, now) <= -30 ? "PR" : "SD");
    }

    private static String cryoablation(Facts f) {
        if (f.is("histology", "lobular") || f.num("cisPercent") > 25) {
            return "contraindicated";
        }
        if (!f.is("focality", "unifocal")) {
            return "not-eligible";
        }
        if (!f.yes("usVisible")) {
            return f.yes("otherGuidance") ? "mdt-case-by-case" : "not-eligible";
        }
        if (f.num("diameter") > 20) {
            return "not-recommended";
        }
        return f.num("diameter") >= 15 || f.num("cisPercent") == 25 ? "mdt-case-by-case" : "eligible-for-mdt";
    }

    private static Map<String, String> followUp(Facts f) {
        double day = f.num("day");
        String schedule = day < 21 ? "too-early" : day > 35 ? "late" : "on-schedule";
        String call = f.yes("marginEnhancement") ? "suspected-residual" : "no-residual-seen";
        return Map.of("schedule", schedule, "residual", schedule.equals("on-schedule") ? call : "no-call");
    }

    private static String ablation(Facts f) {
        if (f.is("organ", "other") || f.is("technique", "other")) {
            return "outside-seed-scope";
        }
        return f.num("diameter") < 30 ? "within-seed-criterion" : "outside-seed-criterion";
    }
}
