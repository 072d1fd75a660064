package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.contract.clinical.LaboratoryFact.Cytogenetics;
import org.vigie.contract.clinical.LaboratoryFact.HeavyChain;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LaboratoryFact.LightChain;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.BonesRead;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.HighBChange;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** One patient with myeloma, staged by every system from the same facts; expected stages by hand from section 8. */
class MyelomaCasesTest {
    private static final Map<String, String> EXPECTED = Map.of(
            "DS",
            "IIA",
            "ISS",
            "III",
            "R-ISS",
            "III",
            "R2-ISS",
            "IV",
            "IMWG-DX",
            "MM",
            "DSPLUS",
            "IIA",
            "FL",
            "slim-m-met",
            "PATTERN",
            "mixed");

    static ClinicalTime day(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    private static ClinicalFact lab(Analyte analyte, int day, double value, @Nullable Double upper) {
        return fact(
                "lab-" + analyte + day,
                day,
                new Lab(
                        analyte,
                        day(day),
                        value,
                        null,
                        Double.toString(value),
                        analyte.ucum(),
                        null,
                        upper,
                        null,
                        null));
    }

    private static ClinicalFact fact(String id, int day, FactBody body) {
        return Patients.fact(id, day, body);
    }

    static List<ClinicalFact> workUp() {
        List<FocalLesion> lesions = new ArrayList<>();
        for (double size : new double[] {8, 12, 7, 6, 9, 15}) {
            lesions.add(new FocalLesion(null, size, false, null));
        }
        return new ArrayList<>(List.of(
                lab(Analyte.HAEMOGLOBIN, 0, 92, null),
                lab(Analyte.CALCIUM, 0, 2.4, 2.6),
                lab(Analyte.CREATININE, 0, 95, null),
                lab(Analyte.ALBUMIN, 0, 32, null),
                lab(Analyte.BETA2_MICROGLOBULIN, 0, 6.1, null),
                lab(Analyte.LDH, 0, 310, 250.0),
                lab(Analyte.IGG, 0, 45, null),
                lab(Analyte.IGA, 0, 0.5, null),
                lab(Analyte.URINE_LIGHT_CHAINS, 0, 400, null),
                lab(Analyte.CLONAL_PLASMA_CELLS, 0, 40, null),
                fact(
                        "dx",
                        1,
                        new Diagnosis(day(1), Disease.MULTIPLE_MYELOMA, Certainty.CONFIRMED, null, "109989006", "SCT")),
                fact(
                        "fish",
                        1,
                        new Cytogenetics(
                                day(1),
                                Map.of(
                                        Aberration.DEL_17P, false,
                                        Aberration.T_4_14, true,
                                        Aberration.T_14_16, false,
                                        Aberration.GAIN_1Q, true),
                                null)),
                fact("chain", 0, new MonoclonalProtein(day(0), HeavyChain.IGG, LightChain.KAPPA, true, null)),
                fact("ct", 2, new BonesRead("ct1", day(2), Modality.CT, Coverage.WHOLE_BODY, 0, 0, 0)),
                fact(
                        "mr",
                        2,
                        new MarrowRead(
                                "mr1",
                                day(2),
                                Modality.MR,
                                Coverage.WHOLE_BODY,
                                lesions,
                                null,
                                true,
                                false,
                                DiffuseGrade.MODERATE,
                                false))));
    }

    private static Map<String, String> outcomes(List<ClinicalFact> facts) {
        Story story = Story.begin();
        for (ClinicalFact fact : facts) {
            story = story.fact(fact);
        }
        Map<String, String> outcomes = new TreeMap<>();
        story.state().assessed().values().forEach(a -> outcomes.merge(a.ruleId(), a.outcome(), (x, y) -> x + "+" + y));
        return outcomes;
    }

    @Test
    void everySystemIsReportedAndNoneIsMerged() {
        assertThat(outcomes(workUp())).containsAllEntriesOf(EXPECTED);
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<ClinicalFact> facts = workUp();
        Collections.shuffle(facts, new Random(7));

        assertThat(outcomes(facts)).isEqualTo(outcomes(workUp()));
    }

    @Test
    void aValueOfYearsLaterStagesNothingAgain() {
        List<ClinicalFact> facts = workUp();
        facts.add(lab(Analyte.BETA2_MICROGLOBULIN, 800, 2.0, null));
        facts.add(lab(Analyte.ALBUMIN, 800, 45, null));

        assertThat(outcomes(facts)).containsEntry("ISS", "III");
    }

    @Test
    void laboratoryValuesOfSomebodyWithoutSuchADiseaseStageNothing() {
        assertThat(outcomes(List.of(lab(Analyte.HAEMOGLOBIN, 0, 92, null), lab(Analyte.ALBUMIN, 0, 32, null))))
                .isEmpty();
    }

    @Test
    void responseComparesWithTheFirstReadingOfTheRegion() {
        Map<ResponseFinding, Boolean> seen = new TreeMap<>();
        for (ResponseFinding finding : ResponseFinding.values()) {
            seen.put(finding, finding == ResponseFinding.STABLE_MORPHOLOGY);
        }
        List<ClinicalFact> facts = List.of(
                fact("r0", 2, new MarrowResponseRead("mr1", day(2), "overall", Map.of(), null, 0.9e-3)),
                fact("r1", 60, new MarrowResponseRead("mr2", day(60), "overall", seen, HighBChange.FALLING, 1.25e-3)));

        assertThat(outcomes(facts).get("RAC")).contains("2");
    }
}
