package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.Bound;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** IMWG response from stored facts: serum 18 g/L and urine 100 mg/24 h at diagnosis; expected by hand from section 8.12. */
class MyelomaResponseCasesTest {
    private static final String SERUM_DAY_60 = "2026-05-01";

    @Test
    void anUndetectableNadirIsANadir() {
        // At least 8 g/L and 800 % above it.
        List<ClinicalFact> facts = diagnosed();
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 60, 1, Bound.BELOW));
        facts.add(lab(Analyte.URINE_M_PROTEIN, 60, 50, null));
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 120, 9, null));
        facts.add(lab(Analyte.URINE_M_PROTEIN, 120, 50, null));

        assertThat(on(of(facts), 120).outcome()).isEqualTo("PD");
    }

    @Test
    void everyMeasurementIsAssessed() {
        List<ClinicalFact> facts = diagnosed();
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 14, 10, null));
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 28, 6, null));
        facts.add(lab(Analyte.URINE_M_PROTEIN, 28, 50, null));
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 42, 16, null));
        facts.add(lab(Analyte.URINE_M_PROTEIN, 43, 50, null));
        Story story = of(facts);

        assertThat(days(story)).containsExactly(day(14), day(28), day(42));
        // +10 g/L and +166.7 % above 6.
        assertThat(on(story, 42).outcome()).isEqualTo("PD");
        assertThat(used(on(story, 42)))
                .containsEntry("serumMNadir", "6")
                .containsEntry("urineM", "50")
                .containsEntry("urineMNadir", "50");
    }

    @Test
    void aCorrectedValueIsNoNadir() {
        List<ClinicalFact> facts = diagnosed();
        facts.add(named("z-wrong", 60, lab(Analyte.SERUM_M_PROTEIN, 60, 2, null)));
        facts.add(named("a-right", 61, lab(Analyte.SERUM_M_PROTEIN, 60, 20, null)));
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 120, 20, null));

        assertThat(used(on(of(facts), 120))).containsEntry("serumMNadir", "18");
    }

    @Test
    void aNewLesionIsProgression() {
        List<ClinicalFact> facts = fallen(5, 50);
        facts.add(newLesion(63, true));

        assertThat(on(of(facts), 60).outcome()).isEqualTo("PD");
    }

    @Test
    void aNewLesionBetweenTheMeasurementsIsProgressionOfItsOwnDay() {
        List<ClinicalFact> facts = fallen(5, 50);
        facts.add(newLesion(100, true));
        Story story = of(facts);

        assertThat(days(story)).containsExactly(day(60), day(100));
        assertThat(on(story, 100).outcome()).isEqualTo("PD");
    }

    @Test
    void withoutANewLesionTheProteinDecides() {
        // -72.2 %, urine below 200.
        assertThat(responded(5, 50).outcome()).isEqualTo("PR");
        assertThat(responded(5, 50).value()).isEqualTo(-72.222222);
        // -94.4 %, urine below 100.
        assertThat(responded(1, 50).outcome()).isEqualTo("VGPR");
        // -11.1 %.
        assertThat(responded(16, 100).outcome()).isEqualTo("SD");
    }

    @Test
    void aCompleteResponseNeedsMarrowImmunofixationAndNoPlasmacytoma() {
        assertThat(complete(3, 3).outcome()).as("abnormal ratio").isEqualTo("CR");
        assertThat(complete(0, 1).outcome()).as("no clonal cells, normal ratio").isEqualTo("sCR");
        assertThat(complete(6, 1).outcome()).as("marrow not below 5 %").isNotIn("CR", "sCR");
    }

    @Test
    void aNewLesionThatNobodyLookedForIsUnknown() {
        PatientAssessed open = on(of(fallen(5, 50)), 60);

        assertThat(open.outcome()).isEqualTo("indeterminate");
        assertThat(open.reasons()).extracting(Reason::toString).contains("MISSING_INPUT(newLesion)");
    }

    @Test
    void twoReadersWhoContradictEachOtherLeaveItUnknown() {
        List<ClinicalFact> facts = fallen(5, 50);
        facts.add(newLesion(63, false));
        facts.add(fact(
                "rac",
                63,
                new MarrowResponseRead(
                        "mr63", at(63), "spine", Map.of(ResponseFinding.UNEQUIVOCAL_NEW_LESION, true), null, null)));

        assertThat(on(of(facts), 60).outcome()).isEqualTo("indeterminate");
    }

    @Test
    void aValueWithoutUnitMayHaveBeenTheNadir() {
        List<ClinicalFact> facts = fallen(16, 100);
        facts.add(newLesion(63, false));
        facts.add(fact(
                "unitless",
                30,
                new Lab(Analyte.SERUM_M_PROTEIN, at(30), null, null, "4", null, null, null, null, null)));

        assertThat(on(of(facts), 60).outcome()).isEqualTo("indeterminate");
        assertThat(on(of(facts), 60).reasons()).extracting(Reason::toString).contains("MISSING_INPUT(serumMNadir)");
    }

    private static PatientAssessed responded(double serum, double urine) {
        List<ClinicalFact> facts = fallen(serum, urine);
        facts.add(newLesion(63, false));
        PatientAssessed found = on(of(facts), 60);
        assertThat(day(60)).isEqualTo(SERUM_DAY_60);
        return found;
    }

    private static PatientAssessed complete(double marrowPercent, double ratio) {
        List<ClinicalFact> facts = fallen(0, 0);
        facts.add(newLesion(63, false));
        facts.add(marrow(63));
        facts.add(lab(Analyte.CLONAL_PLASMA_CELLS, 60, marrowPercent, null));
        facts.add(lab(Analyte.FLC_RATIO_KAPPA_LAMBDA, 60, ratio, null));
        facts.add(fact("fix", 60, new MonoclonalProtein(at(60), null, null, false, false)));
        return on(of(facts), 60);
    }

    private static List<ClinicalFact> diagnosed() {
        return new ArrayList<>(List.of(
                fact("dx", 0, new Diagnosis(at(0), Disease.MULTIPLE_MYELOMA, Certainty.CONFIRMED, null, null, null)),
                lab(Analyte.SERUM_M_PROTEIN, 0, 18, null),
                lab(Analyte.URINE_M_PROTEIN, 0, 100, null),
                marrow(1)));
    }

    private static List<ClinicalFact> fallen(double serum, double urine) {
        List<ClinicalFact> facts = diagnosed();
        facts.add(lab(Analyte.SERUM_M_PROTEIN, 60, serum, null));
        facts.add(lab(Analyte.URINE_M_PROTEIN, 60, urine, null));
        return facts;
    }

    private static ClinicalFact marrow(int day) {
        return fact(
                "mr" + day,
                day,
                new MarrowRead(
                        "mr" + day,
                        at(day),
                        Modality.MR,
                        Coverage.WHOLE_BODY,
                        List.of(),
                        null,
                        false,
                        false,
                        DiffuseGrade.NONE,
                        false));
    }

    private static ClinicalFact newLesion(int day, boolean seen) {
        return fact("new" + day, day, new NewLesionRead("mr" + day, at(day), seen));
    }

    private static ClinicalTime at(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    private static String day(int day) {
        return Patients.C1D1.plusDays(day).toString();
    }

    private static ClinicalFact fact(String id, int day, FactBody body) {
        return Patients.fact(id, day, body);
    }

    private static ClinicalFact named(String id, int statedOn, ClinicalFact fact) {
        return Patients.fact(id, statedOn, fact.body());
    }

    private static ClinicalFact lab(Analyte analyte, int day, double value, @Nullable Bound bound) {
        return fact(
                "lab-" + analyte + day,
                day,
                new Lab(analyte, at(day), value, bound, "" + value, analyte.ucum(), null, null, null, null));
    }

    private static Story of(List<ClinicalFact> facts) {
        Story story = Story.begin();
        facts.forEach(story::fact);
        return story;
    }

    private static Map<String, String> used(PatientAssessed assessed) {
        Map<String, String> used = new java.util.TreeMap<>();
        assessed.inputsUsed().forEach(input -> used.put(input.name(), String.valueOf(input.value())));
        return used;
    }

    private static List<String> days(Story story) {
        return story.state().assessed().keySet().stream()
                .filter(question -> question.startsWith("IMWG-RESPONSE|"))
                .map(question -> question.substring(question.indexOf('|') + 1))
                .toList();
    }

    private static PatientAssessed on(Story story, int day) {
        PatientAssessed found = story.state().assessed().get("IMWG-RESPONSE|" + day(day));
        assertThat(found).as("response on day %d", day).isNotNull();
        return found;
    }
}
