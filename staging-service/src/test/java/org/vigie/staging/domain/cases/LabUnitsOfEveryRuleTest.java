package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.contract.clinical.LaboratoryFact.Cytogenetics;
import org.vigie.contract.clinical.LaboratoryFact.HeavyChain;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LaboratoryFact.LightChain;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LaboratoryFact.Pathology;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.Patients;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.intake.LabResults;

/**
 * Random patients from diagnosis over three visits, every result in every unit of its analyte, with limits of normal and
 * bounds: each rule that reads a laboratory value says word for word what it says of the same blood in the analyte's own
 * unit.
 */
class LabUnitsOfEveryRuleTest {
    private static final Set<String> READING =
            Set.of("DS", "ISS", "R-ISS", "R2-ISS", "IMWG-DX", "IMWG-RESPONSE", "DSPLUS");
    private static final int PATIENTS = Boolean.getBoolean("vigie.acceptance") ? 5000 : 400;
    private static final int[] VISITS = {0, 30, 60, 90};

    /** On and beside the boundaries of section 8, in the analyte's own unit; lower and upper limit of normal behind. */
    private static final Map<Analyte, Values> VALUES = values();

    /** What somebody without organ damage has. */
    private static final Map<Analyte, List<String>> MILD = Map.of(
            Analyte.HAEMOGLOBIN, List.of("125"),
            Analyte.CALCIUM, List.of("2.4"),
            Analyte.CREATININE, List.of("90"),
            Analyte.CREATININE_CLEARANCE, List.of("80"),
            Analyte.BETA2_MICROGLOBULIN, List.of("3.4"),
            Analyte.LDH, List.of("200"),
            Analyte.FLC_KAPPA, List.of("10"),
            Analyte.FLC_LAMBDA, List.of("10"),
            Analyte.CLONAL_PLASMA_CELLS, List.of("4", "9.9", "10"));

    private record Values(
            List<String> values,
            @Nullable String low,
            @Nullable String high) {}

    private static Map<Analyte, Values> values() {
        Map<Analyte, Values> all = new EnumMap<>(Analyte.class);
        all.put(Analyte.HAEMOGLOBIN, new Values(List.of("84.9", "85", "99.9", "100", "100.1", "125"), "120", "160"));
        all.put(Analyte.CALCIUM, new Values(List.of("2.4", "2.75", "2.7501", "2.85", "2.994", "3.0"), "2.2", "2.6"));
        all.put(Analyte.CALCIUM_CORRECTED, new Values(List.of("2.4", "3.0"), "2.2", "2.6"));
        all.put(Analyte.CREATININE, new Values(List.of("90", "176.8", "177", "177.1"), null, "104"));
        all.put(Analyte.CREATININE_CLEARANCE, new Values(List.of("39.9", "40", "80"), null, null));
        all.put(Analyte.EGFR, new Values(List.of("39.9", "80"), null, null));
        all.put(Analyte.ALBUMIN, new Values(List.of("34.9", "35", "42"), "35", "50"));
        all.put(Analyte.BETA2_MICROGLOBULIN, new Values(List.of("3.4", "3.5", "5.4", "5.5"), null, "2.4"));
        all.put(Analyte.LDH, new Values(List.of("200", "240", "250", "250.2"), "120", "240"));
        all.put(Analyte.IGG, new Values(List.of("31", "49.9", "50", "70", "70.1"), "7", "16"));
        all.put(Analyte.IGA, new Values(List.of("2", "30", "50", "50.1"), "0.7", "4"));
        all.put(Analyte.IGM, new Values(List.of("1", "3"), "0.4", "2.3"));
        all.put(
                Analyte.SERUM_M_PROTEIN,
                new Values(List.of("0", "1.4", "3", "10", "15", "16", "29.9", "30", "45"), null, null));
        all.put(
                Analyte.URINE_M_PROTEIN,
                new Values(List.of("0", "50", "99.9", "150", "200", "450", "499", "500", "1000"), null, "150"));
        all.put(Analyte.URINE_LIGHT_CHAINS, new Values(List.of("500", "4000", "12000", "12001"), null, null));
        all.put(Analyte.FLC_KAPPA, new Values(List.of("10", "99", "100", "1000"), "3.3", "19.4"));
        all.put(Analyte.FLC_LAMBDA, new Values(List.of("1", "10", "300"), "5.7", "26.3"));
        all.put(Analyte.FLC_RATIO_KAPPA_LAMBDA, new Values(List.of("0.2", "0.26", "1", "1.65", "1.7"), "0.26", "1.65"));
        all.put(Analyte.CLONAL_PLASMA_CELLS, new Values(List.of("0", "4", "5", "9.9", "10", "59.9", "60"), null, null));
        return all;
    }

    private final LabResults results = new LabResults();

    /** One specimen of one analyte as a laboratory writes it, and the same in the analyte's own unit. */
    private record Draw(ClinicalFact reported, ClinicalFact own) {}

    @Test
    void aUnitChangesNothingOfAnyRule() {
        long seed = Long.getLong("vigie.seed", System.nanoTime());
        System.out.printf("LabUnitsOfEveryRule: seed %d, %d patients%n", seed, PATIENTS);
        Map<String, Set<String>> outcomes = new TreeMap<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < PATIENTS; i++) {
            Random random = new Random(seed + i);
            boolean mild = i % 2 == 0;
            List<ClinicalFact> others = others(random, mild);
            List<Draw> draws = draws(random, i, mild, used);
            Map<String, String> reported =
                    said(others, draws.stream().map(Draw::reported).toList(), outcomes);
            Map<String, String> own = said(others, draws.stream().map(Draw::own).toList(), outcomes);
            assertThat(reported).as("patient %d of seed %d: %s", i, seed, draws).isEqualTo(own);
        }
        outcomes.forEach((rule, seen) -> System.out.printf("LabUnitsOfEveryRule: %s said %s%n", rule, seen));
        assertThat(outcomes.keySet()).containsAll(READING);
        READING.forEach(rule -> assertThat(outcomes.get(rule)).as(rule).hasSizeGreaterThan(2));
        Set<String> all = new TreeSet<>();
        for (Analyte analyte : Analyte.values()) {
            LabUnitTable.of(analyte).keySet().forEach(unit -> all.add(analyte + " " + unit));
        }
        assertThat(used).as("every unit of every analyte").containsAll(all);
        System.out.printf("LabUnitsOfEveryRule: %d units of %d analytes%n", all.size(), Analyte.values().length);
    }

    private List<Draw> draws(Random random, int patient, boolean mild, Set<String> used) {
        List<Draw> draws = new ArrayList<>();
        for (int visit : VISITS) {
            VALUES.forEach((analyte, values) -> {
                if (random.nextInt(mild ? 40 : 7) == 0) {
                    return;
                }
                List<String> units = List.copyOf(LabUnitTable.of(analyte).keySet());
                String unit = units.get((patient + visit / 30) % units.size());
                used.add(analyte + " " + unit);
                List<String> usual = mild ? MILD.getOrDefault(analyte, values.values()) : values.values();
                List<String> possible = random.nextInt(20) == 0 ? values.values() : usual;
                String value = possible.get(random.nextInt(possible.size()));
                String sign = random.nextInt(mild ? 60 : 12) == 0
                        ? List.of("<", ">", "<=", ">=").get(random.nextInt(4))
                        : "";
                boolean limits = random.nextInt(3) > 0;
                draws.add(draw(analyte, visit, unit, sign, value, limits ? values : null));
            });
        }
        return draws;
    }

    private Draw draw(Analyte analyte, int day, String unit, String sign, String value, @Nullable Values limits) {
        BigDecimal factor = LabUnitTable.factor(analyte, unit);
        BigDecimal written = LabUnitTable.written(value, factor);
        String low = limits == null || limits.low() == null ? null : shown(limits.low(), factor);
        String high = limits == null || limits.high() == null ? null : shown(limits.high(), factor);
        String id = "lab-" + analyte + day;
        return new Draw(
                Patients.fact(id, day, lab(analyte, day, sign + written.toPlainString(), unit, low, high)),
                Patients.fact(
                        id,
                        day,
                        lab(
                                analyte,
                                day,
                                sign + own(written.toPlainString(), factor),
                                analyte.ucum(),
                                low == null ? null : own(low, factor),
                                high == null ? null : own(high, factor))));
    }

    private static String shown(String value, BigDecimal factor) {
        return LabUnitTable.written(value, factor).toPlainString();
    }

    private static String own(String written, BigDecimal factor) {
        return new BigDecimal(written).multiply(factor).stripTrailingZeros().toPlainString();
    }

    private Lab lab(Analyte analyte, int day, String value, String unit, @Nullable String low, @Nullable String high) {
        return results.fact(new LabResults.Reported(
                analyte, MyelomaCasesTest.day(day), value, unit.isEmpty() ? null : unit, low, high, null, null));
    }

    /** What is no laboratory value: any part of the work-up, any disease and chain, and what the visits found. */
    private static List<ClinicalFact> others(Random random, boolean mild) {
        List<ClinicalFact> others = MyelomaCasesTest.workUp();
        others.removeIf(fact -> fact.body() instanceof Lab
                || fact.body() instanceof Diagnosis
                || fact.body() instanceof MonoclonalProtein
                || (mild && (fact.body() instanceof MarrowRead || fact.body() instanceof Cytogenetics))
                || random.nextInt(mild ? 20 : 4) == 0);
        if (mild) {
            others.add(Patients.fact(
                    "mr",
                    2,
                    new MarrowRead(
                            "mr1",
                            MyelomaCasesTest.day(2),
                            Modality.MR,
                            Coverage.WHOLE_BODY,
                            List.of(),
                            null,
                            false,
                            false,
                            DiffuseGrade.NONE,
                            false)));
            others.add(Patients.fact(
                    "biopsy",
                    1,
                    new Pathology(MyelomaCasesTest.day(1), null, null, null, false, false, false, null, null)));
            Map<Aberration, Boolean> fish = new EnumMap<>(Aberration.class);
            for (Aberration one : Aberration.values()) {
                fish.put(one, random.nextInt(10) == 0);
            }
            others.add(Patients.fact("fish", 1, new Cytogenetics(MyelomaCasesTest.day(1), fish, null)));
        }
        Disease[] diseases = {
            Disease.MULTIPLE_MYELOMA, Disease.MULTIPLE_MYELOMA, Disease.SMOULDERING_MYELOMA, Disease.MGUS
        };
        others.add(Patients.fact(
                "dx",
                1,
                new Diagnosis(
                        MyelomaCasesTest.day(1),
                        diseases[random.nextInt(diseases.length)],
                        Certainty.CONFIRMED,
                        null,
                        null,
                        null)));
        HeavyChain[] chains = HeavyChain.values();
        for (int visit : VISITS) {
            if (mild || random.nextBoolean()) {
                boolean positive = random.nextInt(3) > 0;
                others.add(Patients.fact(
                        "chain" + visit,
                        visit,
                        new MonoclonalProtein(
                                MyelomaCasesTest.day(visit),
                                mild ? HeavyChain.IGG : chains[random.nextInt(chains.length)],
                                random.nextBoolean() ? LightChain.KAPPA : LightChain.LAMBDA,
                                positive,
                                positive)));
            }
            if (visit > 0 && random.nextInt(3) > 0) {
                others.add(Patients.fact(
                        "new" + visit,
                        visit,
                        new NewLesionRead("mr" + visit, MyelomaCasesTest.day(visit), random.nextInt(8) == 0)));
            }
        }
        return others;
    }

    private static Map<String, String> said(
            List<ClinicalFact> others, List<ClinicalFact> labs, Map<String, Set<String>> outcomes) {
        PatientTimeline timeline = PatientTimeline.empty(Patients.KEY);
        for (ClinicalFact fact : others) {
            timeline = timeline.with(fact);
        }
        for (ClinicalFact fact : labs.subList(1, labs.size())) {
            timeline = timeline.with(fact);
        }
        PatientState state = Patients.pipeline()
                .recorded(Patients.nobody().with(timeline), labs.getFirst(), Patients.noon(91))
                .state();
        Map<String, String> said = new TreeMap<>();
        state.assessed().forEach((question, a) -> {
            outcomes.computeIfAbsent(a.ruleId(), rule -> new TreeSet<>()).add(a.outcome());
            said.put(a.ruleId() + " " + question, text(a));
        });
        return said;
    }

    private static String text(PatientAssessed a) {
        List<String> inputs = new ArrayList<>();
        a.inputsUsed().forEach(input -> inputs.add(input.name() + "=" + Objects.toString(input.value())));
        List<String> clauses = new ArrayList<>();
        a.clauses().forEach(clause -> clauses.add(clause.text() + "=" + clause.verdict()));
        return a.outcome() + " " + a.value() + " " + a.reasons() + a.flags() + inputs + clauses;
    }
}
