package org.vigie.cli.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A patient with myeloma: laboratory values by HL7, readings as facts. Seven systems look at her and are shown side by
 * side; none is merged with another.
 *
 * @param today in the site's time zone
 */
record DemoMyeloma(LocalDate today) {
    static final String NAME = "myeloma";
    static final String PATIENT_ID = "DEMO-0007";
    static final String ISSUER = "LOCAL";

    /** Rule and the outcome that follows from the values below by hand, by clinical rules section 8. */
    static final Map<String, String> EXPECTED = expected();

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private static Map<String, String> expected() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        outcomes.put("DS", "IIA");
        outcomes.put("ISS", "III");
        outcomes.put("R-ISS", "III");
        outcomes.put("R2-ISS", "IV");
        outcomes.put("IMWG-DX", "MM");
        outcomes.put("DSPLUS", "IIA");
        outcomes.put("RAC", "1");
        return outcomes;
    }

    private LocalDate diagnosed() {
        return today.minusDays(70);
    }

    private LocalDate followUp() {
        return today.minusDays(6);
    }

    /** ORU^R01 of the work-up, segments ended by a carriage return. */
    String results() {
        String day = DAY.format(diagnosed());
        List<String> segments = new ArrayList<>();
        segments.add("MSH|^~\\&|DEMO_LAB|DEMO|VIGIE|DEMO|" + day + "120000||ORU^R01^ORU_R01|DEMO-" + day + "|P|2.5.1");
        segments.add("PID|1||" + PATIENT_ID + "^^^" + ISSUER + "^MR||Testpatient^Mia||19550107|F");
        segments.add("OBR|1||DEMO-LAB-" + day + "|WORKUP|||" + day + "0830");
        int number = 1;
        for (String[] result : RESULTS) {
            segments.add("OBX|" + number++ + "|NM|" + result[0] + "^" + result[1] + "^"
                    + (result[0].contains("-LIGHT-") ? "VIGIE" : "LN") + "||" + result[2] + "|" + result[3] + "|"
                    + result[4] + "||||F|||" + day + "0830");
        }
        return String.join("\r", segments) + "\r";
    }

    /** LOINC (or our own name where there is none), name, value, unit as the laboratory writes it, reference range. */
    private static final String[][] RESULTS = {
        {"718-7", "Haemoglobin", "9.2", "g/dL", "12.0-16.0"},
        {"17861-6", "Calcium", "9.6", "mg/dL", "8.6-10.2"},
        {"2160-0", "Creatinine", "1.07", "mg/dL", "0.5-1.1"},
        {"1751-7", "Albumin", "32", "g/L", "35-50"},
        {"1952-1", "Beta-2-Microglobulin", "6.1", "mg/L", "0.8-2.2"},
        {"2532-0", "LDH", "310", "U/L", "120-250"},
        {"2465-3", "IgG", "45", "g/L", "7-16"},
        {"2458-8", "IgA", "0.5", "g/L", "0.7-4.0"},
        {"33358-3", "M protein", "41", "g/L", ""},
        {"42482-0", "M protein urine", "120", "mg/(24.h)", ""},
        {"URINE-LIGHT-CHAINS", "Bence Jones", "400", "mg/(24.h)", ""},
        {"36916-5", "Kappa free", "640", "mg/L", "3.3-19.4"},
        {"33944-0", "Lambda free", "8", "mg/L", "5.7-26.3"},
        {"11118-7", "Clonal plasma cells", "40", "%", ""},
    };

    /** Bodies for {@code POST /api/facts}. */
    List<Map<String, Object>> facts() {
        String at = diagnosed().toString();
        return List.of(
                Map.of(
                        "kind", "diagnosis",
                        "at", at,
                        "disease", "MULTIPLE_MYELOMA",
                        "certainty", "CONFIRMED",
                        "code", "109989006",
                        "codeSystem", "SCT"),
                Map.of(
                        "kind",
                        "cytogenetics",
                        "at",
                        at,
                        "present",
                        Map.of("DEL_17P", false, "T_4_14", true, "T_14_16", false, "GAIN_1Q", true)),
                Map.of("kind", "monoclonal-protein", "at", at, "heavyChain", "IGG", "lightChain", "KAPPA"),
                Map.of(
                        "kind",
                        "bones-read",
                        "at",
                        at,
                        "modality",
                        "CT",
                        "coverage",
                        "WHOLE_BODY",
                        "osteolyticLesions",
                        0,
                        "lyticFrom10Mm",
                        0,
                        "durieSalmonScale",
                        0),
                marrow(at),
                response(at, false, 0.9e-3),
                response(followUp().toString(), true, 1.45e-3));
    }

    private static Map<String, Object> marrow(String at) {
        List<Map<String, Object>> lesions = new ArrayList<>();
        for (double size : new double[] {8, 12, 7, 6, 9, 15}) {
            lesions.add(Map.of("sizeMm", size, "equivocal", false));
        }
        return Map.of(
                "kind",
                "marrow-read",
                "at",
                at,
                "modality",
                "MR",
                "coverage",
                "WHOLE_BODY",
                "focalLesions",
                lesions,
                "diffuse",
                true,
                "micronodular",
                false,
                "diffuseGrade",
                "MODERATE",
                "extramedullary",
                false);
    }

    private static Map<String, Object> response(String at, boolean responding, double adc) {
        Map<String, Object> findings = new LinkedHashMap<>();
        if (responding) {
            for (String absent : List.of(
                    "UNEQUIVOCAL_NEW_LESION",
                    "UNEQUIVOCAL_INCREASE",
                    "FOCAL_TO_DIFFUSE",
                    "SOFT_TISSUE_NEW_OR_LARGER",
                    "CRITICAL_FRACTURE_OR_CORD_COMPRESSION",
                    "NEW_HIGH_B_SIGNAL",
                    "EQUIVOCAL_NEW_LESION",
                    "RELAPSE_AFTER_REGRESSION",
                    "SIZE_UNCHANGED")) {
                findings.put(absent, false);
            }
            findings.put("DECREASE", true);
            findings.put("STABLE_MORPHOLOGY", true);
        }
        return Map.of(
                "kind",
                "marrow-response-read",
                "at",
                at,
                "region",
                "overall",
                "findings",
                findings,
                "highB",
                responding ? "FALLING" : "UNCHANGED",
                "adcMm2PerSec",
                adc);
    }
}
