package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.Severity;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.LesionFact.Quadrant;
import org.vigie.contract.clinical.LesionFact.ResidualRead;
import org.vigie.contract.clinical.LesionFact.SpectroscopyMeasured;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** From facts on a timeline to the outcomes of rules, and what is said when facts are corrected. */
class RuleCasesTest {
    private static ClinicalTime day(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    private static ClinicalFact fact(String id, int day, FactBody body) {
        return Patients.fact(id, day, body);
    }

    private static ClinicalFact size(String id, int day, String uid, @Nullable Double mm, boolean target) {
        return fact(
                id,
                day,
                new LesionSized(
                        "study" + day,
                        uid,
                        day(day),
                        Modality.MR,
                        mm,
                        null,
                        "breast",
                        Side.L,
                        Quadrant.UPPER_OUTER,
                        false,
                        target));
    }

    private static PatientAssessed only(Story story, String rule) {
        List<PatientAssessed> found = story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals(rule))
                .toList();
        assertThat(found).as(rule).hasSize(1);
        return found.getFirst();
    }

    @Test
    void comparesFunctionalVolumesOfOneLesion() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(fact("v0", -6, new FactBody.FtvMeasured("1.1", Patients.LESION, day(-6), 12.2304)))
                .fact(fact("v1", 21, new FactBody.FtvMeasured("1.2", Patients.LESION, day(21), 3.0576)));

        PatientAssessed change = only(story, "FTV");
        assertThat(change.outcome()).isEqualTo("ftv-decrease");
        assertThat(change.value()).isEqualTo(-75.0);
        assertThat(change.timePoint()).isEqualTo("C1");
        assertThat(change.dayOfCourse()).isEqualTo(21);
        assertThat(change.baselineStudyUid()).isEqualTo("1.1");
        assertThat(change.clauses()).anySatisfy(clause -> {
            assertThat(clause.text()).isEqualTo("change of FTV < 0 %");
            assertThat(clause.verdict()).isEqualTo("true");
        });
    }

    @Test
    void addsUpTargetsAndNeverGuessesOneThatWasNotMeasured() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(size("a0", -6, "a", 25.0, true))
                .fact(size("b0", -6, "b", 15.0, true))
                .fact(size("a1", 21, "a", 18.0, true))
                .fact(fact("n1", 21, new NewLesionRead("study21", day(21), false)));
        assertThat(only(story, "RECIST").outcome()).isEqualTo("indeterminate");
        assertThat(only(story, "RECIST").reasons())
                .extracting(Object::toString)
                .containsExactly("MISSING_INPUT(current)");

        story.fact(size("b1", 21, "b", 10.0, true));
        assertThat(only(story, "RECIST").outcome()).isEqualTo("PR");
        assertThat(only(story, "RECIST").value()).isEqualTo(-30.0);
        assertThat(only(story, "RECIST").supersedes()).isNotNull();
    }

    @Test
    void knowsProgressionThoughATargetWasNotMeasured() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(size("a0", -6, "a", 25.0, true))
                .fact(size("b0", -6, "b", 15.0, true))
                .fact(size("a1", 21, "a", 48.0, true))
                .fact(fact("n1", 21, new NewLesionRead("study21", day(21), false)));

        assertThat(only(story, "RECIST").outcome()).isEqualTo("PD");
        assertThat(only(story, "RECIST").value()).isNull();
    }

    @Test
    void readsExtentAndSurgeryFromTheLastMriBeforeTreatment() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(size("a0", -6, "a", 62.0, false))
                .fact(fact(
                        "b0",
                        -6,
                        new LesionSized(
                                "study-6",
                                "b",
                                day(-6),
                                Modality.MR,
                                9.0,
                                null,
                                "breast",
                                Side.L,
                                null,
                                false,
                                false)));
        assertThat(only(story, "EXTENT").outcome()).isEqualTo("indeterminate");
        assertThat(only(story, "EXTENT").reasons())
                .extracting(Object::toString)
                .containsExactly("MISSING_INPUT(quadrants)");

        story.fact(fact(
                "b0",
                -5,
                new LesionSized(
                        "study-6",
                        "b",
                        day(-6),
                        Modality.MR,
                        9.0,
                        null,
                        "breast",
                        Side.L,
                        Quadrant.LOWER_INNER,
                        false,
                        false)));
        assertThat(only(story, "EXTENT").outcome()).isEqualTo("multicentric");
        assertThat(only(story, "CONS-SURG").outcome()).isEqualTo("conservative-surgery-excluded");
    }

    @Test
    void readsSpectroscopyResidualDiseaseAndAblation() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(fact("c0", -1, new SpectroscopyMeasured("1.1", "a", day(-1), 4.0, 0.3, null)))
                .fact(fact(
                        "c1",
                        1,
                        new SpectroscopyMeasured("1.2", "a", ClinicalTime.parse("2026-03-03T09:00"), 2.6, 0.3, null)))
                .fact(size("a0", -6, "a", 12.0, false))
                .fact(fact("r", 110, new ResidualRead("1.9", "a", day(110), true, 3.0)))
                .fact(fact(
                        "p",
                        -6,
                        new LaboratoryFact.Pathology(
                                day(-6), "a", LaboratoryFact.Histology.DUCTAL, 10.0, null, null, null, null, null)))
                .fact(fact(
                        "considered",
                        -5,
                        new AblationFact.AblationConsidered(
                                day(-5),
                                "a",
                                "breast",
                                AblationFact.Technique.CRYOTHERAPY,
                                true,
                                Set.of(),
                                8.0,
                                true,
                                null,
                                Set.of(Modality.MG, Modality.US, Modality.MR))))
                .fact(fact(
                        "done",
                        0,
                        new AblationFact.AblationPerformed(day(0), "a", "breast", AblationFact.Technique.CRYOTHERAPY)))
                .fact(fact("seen", 21, new AblationFact.AblationFollowUp("1.3", "a", day(21), false)));

        assertThat(only(story, "MRS-TCHO").value()).isEqualTo(-35.0);
        assertThat(only(story, "MRS-TCHO").flags()).isEmpty();
        assertThat(only(story, "RESIDUAL").value()).isEqualTo(-75.0);
        assertThat(only(story, "CRYO").outcome()).isEqualTo("eligible-for-mdt");
        assertThat(only(story, "CRYO-FU").outcome()).isEqualTo("on-schedule");
        assertThat(only(story, "CRYO-FU").explained()).isNotNull();
    }

    /** Clinical rules 7.1: the diameter is that on MRI; 17 mm lie between 15 and 20. */
    @Test
    void cryoablationIsJudgedByTheDiameterOnMri() {
        Story story = Story.begin()
                .fact(size("m", 0, "a", 17.0, false))
                .fact(sized("g", 3, "a", Modality.MG, 12.0))
                .fact(sized("ct", 3, "a", Modality.CT, 13.0))
                .fact(ductal("a"))
                .fact(cryoablation("a"));
        assertThat(only(story, "CRYO").outcome()).isEqualTo("mdt-case-by-case");

        Story without = Story.begin()
                .fact(sized("g", 3, "a", Modality.MG, 12.0))
                .fact(ductal("a"))
                .fact(cryoablation("a"));
        assertThat(only(without, "CRYO").outcome()).isEqualTo("indeterminate");
        assertThat(only(without, "CRYO").reasons()).extracting(Object::toString).contains("MISSING_INPUT(diameter)");
    }

    private static ClinicalFact sized(String id, int day, String uid, Modality modality, double mm) {
        return fact(
                id,
                day,
                new LesionSized(
                        "study" + modality + day,
                        uid,
                        day(day),
                        modality,
                        mm,
                        null,
                        "breast",
                        Side.L,
                        Quadrant.UPPER_OUTER,
                        false,
                        false));
    }

    private static ClinicalFact ductal(String uid) {
        return fact(
                "p",
                0,
                new LaboratoryFact.Pathology(
                        day(0), uid, LaboratoryFact.Histology.DUCTAL, 10.0, null, null, null, null, null));
    }

    private static ClinicalFact cryoablation(String uid) {
        return fact(
                "considered",
                4,
                new AblationFact.AblationConsidered(
                        day(4),
                        uid,
                        "breast",
                        AblationFact.Technique.CRYOTHERAPY,
                        true,
                        Set.of(),
                        8.0,
                        true,
                        null,
                        Set.of(Modality.MG, Modality.US, Modality.MR)));
    }

    @Test
    void withdrawsWhatItsFactsNoLongerSay() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(fact("v1", 21, new FactBody.FtvMeasured("1.2", Patients.LESION, day(21), 3.0576)))
                .fact(fact("gone", 22, new FactBody.Retracted("v1")));

        assertThat(story.lastAssessment().ruleId()).isEqualTo("FTV");
        assertThat(story.lastAssessment().flags()).containsExactly("withdrawn");
        assertThat(story.lastAssessment().supersedes())
                .isEqualTo(story.assessments().getFirst().assessmentId());
        assertThat(story.state().assessed()).isEmpty();
    }

    @Test
    void saysNothingTwice() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(fact("v0", -6, new FactBody.FtvMeasured("1.1", Patients.LESION, day(-6), 12.0)))
                .fact(fact("v1", 21, new FactBody.FtvMeasured("1.2", Patients.LESION, day(21), 3.0)));
        int said = story.assessments().size();

        story.fact(fact("v1", 21, new FactBody.FtvMeasured("1.2", Patients.LESION, day(21), 3.0)));
        story.clock(Patients.noon(22));

        assertThat(story.assessments()).hasSize(said);
    }

    /** Clinical rules 9.2: no change together with RECIST PD or an increase of FTV by 20 % is S3. */
    @Test
    void raisesNoChangeWithAnotherSignOfGrowthToPriority() {
        Story both = Patients.withBaseline(1.0)
                .fact(fact("v0", -6, new FactBody.FtvMeasured("1.1", Patients.LESION, day(-6), 5.0)))
                .fact(fact("v1", 7, new FactBody.FtvMeasured("1.2", Patients.LESION, day(7), 6.0)))
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));
        assertThat(both.lastAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.S3);
            assertThat(alert.acknowledgeWithinWorkingDays()).isEqualTo(1);
            assertThat(alert.flags()).contains("concordant-ftv-increase");
        });

        Story later = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));
        assertThat(later.lastAlerts().getFirst().severity()).isEqualTo(Severity.S2);
        later.fact(fact("pd", 8, new FactBody.RecistAssessed("1.2", day(7), "PD")));
        assertThat(later.lastAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.S3);
            assertThat(alert.version()).isEqualTo(2);
            assertThat(alert.notifies()).isTrue();
            assertThat(alert.flags()).contains("concordant-recist-pd");
        });
    }

    /** Of one study the latest statement counts: with the sign of growth gone the alert is S2 again, and people are told. */
    @Test
    void takesBackThePriorityWhenTheProgressionIsCorrected() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)))
                .fact(fact("z-pd", 8, new FactBody.RecistAssessed("1.2", day(7), "PD")));
        assertThat(story.lastAlerts().getFirst().severity()).isEqualTo(Severity.S3);

        story.fact(fact("a-sd", 9, new FactBody.RecistAssessed("1.2", day(7), "SD")));

        assertThat(story.lastAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.S2);
            assertThat(alert.state()).isEqualTo(AlertRaised.State.AMENDED);
            assertThat(alert.notifies()).isTrue();
            assertThat(alert.flags()).doesNotContain("concordant-recist-pd");
        });
    }

    @Test
    void leavesASmallIncreaseOrAnotherTimePointAtAttention() {
        Story story = Patients.withBaseline(1.0)
                .fact(fact("v0", -6, new FactBody.FtvMeasured("1.1", Patients.LESION, day(-6), 5.0)))
                .fact(fact("v1", 7, new FactBody.FtvMeasured("1.2", Patients.LESION, day(7), 5.999)))
                .fact(fact("pd", 30, new FactBody.RecistAssessed("1.9", day(30), "PD")))
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));

        assertThat(story.lastAlerts().getFirst().severity()).isEqualTo(Severity.S2);
    }
}
