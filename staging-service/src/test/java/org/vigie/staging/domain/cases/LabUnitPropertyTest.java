package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;
import org.vigie.staging.intake.LabResults;

/** The unit a laboratory reports in changes no assessment; one that is not of the analyte's kind makes no value. */
class LabUnitPropertyTest {
    /** Values on and beside the boundaries of section 8, in the analyte's own unit. */
    private static final Map<Analyte, List<String>> VALUES = new EnumMap<>(Map.ofEntries(
            Map.entry(Analyte.HAEMOGLOBIN, List.of("85", "100", "99.9", "84.9", "125", "101")),
            Map.entry(Analyte.ALBUMIN, List.of("35", "34.9", "42")),
            Map.entry(Analyte.IGG, List.of("50", "70", "70.1", "31")),
            Map.entry(Analyte.IGA, List.of("30", "50.1", "2")),
            Map.entry(Analyte.IGM, List.of("1")),
            Map.entry(Analyte.SERUM_M_PROTEIN, List.of("30", "29.9", "45")),
            Map.entry(Analyte.BETA2_MICROGLOBULIN, List.of("3.5", "3.4", "5.5", "5.4")),
            Map.entry(Analyte.FLC_KAPPA, List.of("100", "99", "1000")),
            Map.entry(Analyte.FLC_LAMBDA, List.of("10", "1")),
            Map.entry(Analyte.CALCIUM, List.of("2.75", "2.7501", "2.994", "3.0", "2.4")),
            Map.entry(Analyte.CALCIUM_CORRECTED, List.of("2.75", "2.9")),
            Map.entry(Analyte.EGFR, List.of("40", "39.9")),
            Map.entry(Analyte.FLC_RATIO_KAPPA_LAMBDA, List.of("0.26", "1.65", "100")),
            Map.entry(Analyte.CREATININE, List.of("176.8", "177", "177.1", "90")),
            Map.entry(Analyte.CREATININE_CLEARANCE, List.of("40", "39.9", "80")),
            Map.entry(Analyte.LDH, List.of("250", "250.1", "200")),
            Map.entry(Analyte.URINE_M_PROTEIN, List.of("500", "499", "100")),
            Map.entry(Analyte.URINE_LIGHT_CHAINS, List.of("4000", "12000", "12001", "500")),
            Map.entry(Analyte.CLONAL_PLASMA_CELLS, List.of("10", "9.9", "60", "59.9", "40"))));

    private final LabResults results = new LabResults();

    @Property(tries = 150)
    void theSameBloodGivesTheSameAssessmentsInEveryUnit(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Analyte, String> blood = new EnumMap<>(Analyte.class);
        VALUES.forEach((analyte, values) -> {
            if (random.nextInt(6) > 0) {
                blood.put(analyte, values.get(random.nextInt(values.size())));
            }
        });
        Map<Analyte, String> units = new EnumMap<>(Analyte.class);
        blood.forEach((analyte, value) -> {
            List<String> known = List.copyOf(LabUnitTable.of(analyte).keySet());
            units.put(analyte, known.get(random.nextInt(known.size())));
        });

        Map<Analyte, Lab> reported = new EnumMap<>(Analyte.class);
        Map<Analyte, Lab> own = new EnumMap<>(Analyte.class);
        blood.forEach((analyte, value) -> {
            String unit = Objects.requireNonNull(units.get(analyte));
            BigDecimal factor = LabUnitTable.factor(analyte, unit);
            BigDecimal written = LabUnitTable.written(value, factor);
            reported.put(analyte, reported(analyte, written.toPlainString(), unit));
            own.put(analyte, reported(analyte, written.multiply(factor).toPlainString(), analyte.ucum()));
        });
        assertThat(said(reported)).as("seed %d, units %s", seed, units).isEqualTo(said(own));
    }

    @Test
    void everyUnitOfEveryAnalyteGivesItsOwnValue() {
        for (Analyte analyte : Analyte.values()) {
            LabUnitTable.of(analyte)
                    .forEach((unit, factor) -> Objects.requireNonNull(VALUES.get(analyte))
                            .forEach(value -> {
                                BigDecimal written = LabUnitTable.written(value, new BigDecimal(factor));
                                Double converted = reported(analyte, written.toPlainString(), unit)
                                        .value();
                                assertThat(converted)
                                        .as("%s %s %s", analyte, written, unit)
                                        .isEqualTo(written.multiply(new BigDecimal(factor))
                                                .doubleValue());
                            }));
        }
    }

    @Test
    void aUnitOfAnotherKindMakesNoValueAndTheRulesSayWhatTheyLack() {
        for (Analyte analyte : Analyte.values()) {
            for (String unit : List.of("", "furlong", "mm", "[pH]")) {
                if (unit.isEmpty() && analyte == Analyte.FLC_RATIO_KAPPA_LAMBDA) {
                    continue; // the one value that needs none
                }
                assertThat(reported(analyte, "5", unit).value())
                        .as("%s in %s", analyte, unit)
                        .isNull();
            }
        }
        Story story = patient();
        story.fact(Patients.fact("lab-alb", 0, reported(Analyte.ALBUMIN, "4.2", "g/dL")));
        story.fact(Patients.fact("lab-b2m", 0, reported(Analyte.BETA2_MICROGLOBULIN, "3.4", "")));

        PatientAssessed iss = story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals("ISS"))
                .findFirst()
                .orElseThrow();
        assertThat(iss.outcome()).isEqualTo("indeterminate");
        assertThat(iss.reasons()).extracting(Object::toString).containsExactly("UNIT_UNKNOWN(b2m)");
    }

    private static Map<String, String> said(Map<Analyte, Lab> blood) {
        Story story = patient();
        blood.forEach((analyte, lab) -> story.fact(Patients.fact("lab-" + analyte, 0, lab)));
        Map<String, String> said = new TreeMap<>();
        story.state().assessed().values().forEach(a -> {
            List<String> clauses = new ArrayList<>();
            a.clauses().forEach(clause -> clauses.add(clause.text() + "=" + clause.verdict()));
            said.put(a.ruleId(), a.outcome() + a.reasons() + a.flags() + clauses);
        });
        return said;
    }

    private static Story patient() {
        Story story = Story.begin();
        List<ClinicalFact> others = MyelomaCasesTest.workUp();
        others.removeIf(fact -> fact.body() instanceof Lab);
        others.forEach(story::fact);
        return story;
    }

    private Lab reported(Analyte analyte, String value, String unit) {
        return results.fact(new LabResults.Reported(
                analyte, MyelomaCasesTest.day(0), value, unit.isEmpty() ? null : unit, null, null, null, null));
    }
}
