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
import org.vigie.contract.clinical.LaboratoryFact.Pathology;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.WholeBodyFact.BonesRead;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/**
 * What a work-up reads: all readings of the skeleton together, the primary of a solitary plasmacytoma, counted lesions, a
 * new diagnosis. Laboratory values are the base of clinical rules 8.5 unless stated; expected outcomes by hand from there.
 */
class WorkupTest {
    private static final ClinicalFact CT_NORMAL = bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 0);
    private static final ClinicalFact MRI_NORMAL = mri("mr", 1, Coverage.WHOLE_BODY);

    @Test
    void thePrimaryOfASolitaryPlasmacytomaIsNoBoneDamage() {
        Story story =
                of(base(0, 0), plasmacytoma(true), bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 1), MRI_NORMAL);

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("solitary-plasmacytoma");
    }

    @Test
    void thePrimaryOfASolitaryPlasmacytomaIsSeenOnMri() {
        assertThat(one(of(base(0, 0), plasmacytoma(true), CT_NORMAL, mri("mr", 1, Coverage.WHOLE_BODY, 30)), "IMWG-DX")
                        .outcome())
                .isEqualTo("solitary-plasmacytoma");
        assertThat(one(
                                of(
                                        base(5, 0),
                                        plasmacytoma(true),
                                        bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 1),
                                        mri("mr", 1, Coverage.SPINE_AND_PELVIS, 30)),
                                "IMWG-DX")
                        .outcome())
                .isEqualTo("solitary-plasmacytoma-minimal-marrow-involvement");
    }

    @Test
    void asecondLesionIsNoPrimary() {
        assertThat(one(
                                of(
                                        base(0, 0),
                                        plasmacytoma(true),
                                        bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 2),
                                        MRI_NORMAL),
                                "IMWG-DX")
                        .outcome())
                .isEqualTo("MM");
        assertThat(one(
                                of(
                                        base(0, 0),
                                        plasmacytoma(true),
                                        bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 1),
                                        mri("mr", 1, Coverage.WHOLE_BODY, 30, 5)),
                                "IMWG-DX")
                        .outcome())
                .isEqualTo("MM");
    }

    @Test
    void withoutAxialMriASolitaryPlasmacytomaIsNotCertain() {
        for (ClinicalFact mri : List.of(
                mri("mr", 1, Coverage.PARTIAL, 30), mri("mr", 1, null, 30), mri("mr", 1, Coverage.WHOLE_BODY, 30, 4))) {
            assertThat(one(of(base(0, 0), plasmacytoma(true), CT_NORMAL, mri), "IMWG-DX")
                            .outcome())
                    .isEqualTo("indeterminate");
        }
    }

    @Test
    void aLesionOnCtCountsThoughTheRadiographWasNearerToTheDiagnosis() {
        Story story = of(
                base(25, 0),
                plasmacytoma(false),
                bones("xr", 0, Modality.XR, Coverage.WHOLE_BODY, 0),
                bones("ct", 10, Modality.CT, Coverage.WHOLE_BODY, 3),
                MRI_NORMAL);

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("MM");
        assertThat(one(story, "DS").inputsUsed())
                .as("lytic lesions of 10 mm or more")
                .anyMatch(input ->
                        input.name().equals("lyticLesions") && input.value().equals("3"));
    }

    @Test
    void lesionsOfTheWholeBodyCountThoughAPartWasSeenBefore() {
        Story story = of(
                base(25, 0),
                plasmacytoma(false),
                CT_NORMAL,
                mri("part", 0, Coverage.PARTIAL),
                mri("whole", 5, Coverage.WHOLE_BODY, 8, 9, 10));

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("MM");
        assertThat(one(story, "DSPLUS").inputsUsed())
                .anyMatch(input ->
                        input.name().equals("focalLesionCount") && input.value().equals("3"));
    }

    @Test
    void whatWasNotImagedIsUnknown() {
        Story story = of(
                base(25, 0),
                plasmacytoma(false),
                bones("xr", 0, Modality.XR, Coverage.PARTIAL, 0),
                mri("part", 0, Coverage.PARTIAL));

        PatientAssessed diagnosis = one(story, "IMWG-DX");
        assertThat(diagnosis.outcome()).isEqualTo("indeterminate");
        assertThat(diagnosis.reasons())
                .extracting(Reason::toString)
                .containsExactlyInAnyOrder("MISSING_INPUT(osteolyticLesions)", "MISSING_INPUT(mriFocalLesions)");
        // Hb 135, IgG missing: only the bones are asked about here.
        assertThat(one(story, "DS").reasons()).extracting(Reason::toString).contains("MISSING_INPUT(lyticLesions)");
    }

    @Test
    void aPartThatShowsEnoughDecides() {
        assertThat(one(
                                of(
                                        base(25, 0),
                                        plasmacytoma(false),
                                        bones("xr", 0, Modality.XR, Coverage.PARTIAL, 1),
                                        mri("part", 0, Coverage.PARTIAL)),
                                "IMWG-DX")
                        .outcome())
                .isEqualTo("MM");
        assertThat(one(
                                of(base(25, 0), plasmacytoma(false), CT_NORMAL, mri("part", 0, Coverage.PARTIAL, 5, 5)),
                                "IMWG-DX")
                        .outcome())
                .isEqualTo("MM");
    }

    @Test
    void oneLesionInEachOfTwoPartsMayBeTwo() {
        Story story = of(
                base(25, 0),
                plasmacytoma(false),
                CT_NORMAL,
                mri("spine", 0, Coverage.SPINE_AND_PELVIS, 6),
                mri("femur", 2, Coverage.PARTIAL, 7));

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("indeterminate");
        assertThat(one(story, "IMWG-DX").reasons())
                .extracting(Reason::toString)
                .containsExactly("MISSING_INPUT(mriFocalLesions)");
    }

    @Test
    void lesionsThatWereCountedCount() {
        Story story = of(base(25, 0), plasmacytoma(false), CT_NORMAL, counted("mr", 1, 3));

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("MM");
        assertThat(one(story, "FL").outcome()).isEqualTo("slim-m-met");
        assertThat(one(story, "FL").inputsUsed())
                .singleElement()
                .satisfies(input -> assertThat(input.value()).isEqualTo("3 × ≥ 5"));
        assertThat(one(of(base(25, 0), plasmacytoma(false), CT_NORMAL, counted("mr", 1, 0)), "FL")
                        .outcome())
                .isEqualTo("no-focal-lesion");
        assertThat(one(of(base(25, 0), plasmacytoma(false), CT_NORMAL, counted("mr", 1, 0)), "IMWG-DX")
                        .outcome())
                .isEqualTo("SMM");
        assertThat(one(of(base(25, 0), plasmacytoma(false), CT_NORMAL, counted("mr", 1, 1)), "FL")
                        .outcome())
                .isEqualTo("equivocal-follow-up-mri");
    }

    /** Section 8.7: MM, 3 focal lesions, none diffuse → IB; section 8.2: 7 mg/L → III. */
    @Test
    void aNewDiagnosisIsWorkedUpAnew() {
        List<ClinicalFact> facts = new ArrayList<>(List.of(base(5, -2000)));
        facts.addAll(List.of(
                bones("ct0", -2000, Modality.CT, Coverage.WHOLE_BODY, 0),
                mri("mr0", -2000, Coverage.WHOLE_BODY),
                diagnosis("d0", -2000, Disease.MGUS),
                pathology(-2000, false, false)));
        assertThat(one(of(facts), "IMWG-DX").outcome()).isEqualTo("MGUS");
        assertThat(one(of(facts), "DSPLUS").outcome()).isEqualTo("not-staged");

        facts.addAll(List.of(base(60, 0)));
        facts.addAll(List.of(
                bones("ct1", 0, Modality.CT, Coverage.WHOLE_BODY, 5),
                mri("mr1", 0, Coverage.WHOLE_BODY, 8, 9, 10),
                diagnosis("d1", 0, Disease.MULTIPLE_MYELOMA),
                lab(Analyte.BETA2_MICROGLOBULIN, 0, 7, null, null),
                lab(Analyte.ALBUMIN, 0, 30, null, null)));
        Story story = of(facts);

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("MM");
        assertThat(one(story, "DSPLUS").outcome()).isEqualTo("IB");
        assertThat(one(story, "ISS").outcome()).isEqualTo("III");
    }

    @Test
    void theSameOrAMilderDiagnosisStatedAgainIsNoNewOne() {
        List<ClinicalFact> facts = new ArrayList<>(List.of(base(60, 0)));
        facts.addAll(List.of(
                diagnosis("d0", 0, Disease.MULTIPLE_MYELOMA),
                diagnosis("d1", 700, Disease.MULTIPLE_MYELOMA),
                diagnosis("d2", 800, Disease.MGUS),
                lab(Analyte.BETA2_MICROGLOBULIN, 0, 7, null, null),
                lab(Analyte.BETA2_MICROGLOBULIN, 700, 2, null, null),
                lab(Analyte.ALBUMIN, 700, 45, null, null)));

        assertThat(one(of(facts), "ISS").outcome()).isEqualTo("III");
    }

    @Test
    void withoutADiagnosisAFindingOfYearsBeforeFixesNoDate() {
        List<ClinicalFact> facts = new ArrayList<>(List.of(lab(Analyte.SERUM_M_PROTEIN, -2000, 4, null, null)));
        facts.addAll(List.of(base(60, 0)));
        facts.addAll(List.of(CT_NORMAL, MRI_NORMAL, plasmacytoma(false)));

        assertThat(one(of(facts), "IMWG-DX").outcome()).isEqualTo("MM");
    }

    @Test
    void withoutADiagnosisControlsOfEveryThreeMonthsAreNoNewWorkUp() {
        List<ClinicalFact> facts = new ArrayList<>(List.of(base(60, 0)));
        facts.addAll(List.of(
                lab(Analyte.BETA2_MICROGLOBULIN, 0, 7, null, null),
                lab(Analyte.SERUM_M_PROTEIN, 90, 5, null, null),
                lab(Analyte.SERUM_M_PROTEIN, 180, 5, null, null),
                lab(Analyte.BETA2_MICROGLOBULIN, 270, 2, null, null),
                lab(Analyte.ALBUMIN, 270, 45, null, null)));

        assertThat(one(of(facts), "ISS").outcome()).isEqualTo("III");
    }

    @Test
    void whetherThePlasmacytomaIsTheOnlyOneDecidesWhereOneLesionIsSeen() {
        Story story = of(
                base(0, 0),
                fact("biopsy", 0, new Pathology(day(0), null, null, null, true, null, false, null, null)),
                bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 1),
                MRI_NORMAL);

        assertThat(one(story, "IMWG-DX").outcome()).isEqualTo("indeterminate");
        assertThat(one(story, "IMWG-DX").reasons())
                .extracting(Reason::toString)
                .containsExactly("MISSING_INPUT(singlePlasmacytoma)");
    }

    @Test
    void whatOneSpecimenProvedIsProven() {
        Story story = of(
                base(5, 0),
                fact("bone", 10, new Pathology(day(10), null, null, null, true, false, null, null, "a")),
                fact("marrow", 0, new Pathology(day(0), null, null, null, false, null, false, null, "b")),
                bones("ct", 1, Modality.CT, Coverage.WHOLE_BODY, 2),
                MRI_NORMAL);

        assertThat(one(story, "IMWG-DX").outcome())
                .as("plasmacytoma and two lytic lesions")
                .isEqualTo("MM");
    }

    /** Section 8.3: ISS III with t(4;14) → III. */
    @Test
    void eachAberrationIsReadFromTheExaminationThatLookedForIt() {
        Story story = of(
                base(60, 0),
                lab(Analyte.BETA2_MICROGLOBULIN, 0, 7, null, null),
                lab(Analyte.ALBUMIN, 0, 30, null, null),
                lab(Analyte.LDH, 0, 200, null, 250.0),
                fact("fish-a", 0, new Cytogenetics(day(0), Map.of(Aberration.DEL_17P, false), null)),
                fact("fish-b", 5, new Cytogenetics(day(5), Map.of(Aberration.T_4_14, true), null)));

        assertThat(one(story, "R-ISS").outcome()).isEqualTo("III");
    }

    @Test
    void aDiagnosisThatWasRefutedIsNone() {
        List<ClinicalFact> facts = new ArrayList<>(List.of(base(60, 0)));
        facts.addAll(List.of(
                diagnosis("d0", 0, Disease.MULTIPLE_MYELOMA),
                diagnosis("d1", 700, Disease.MULTIPLE_MYELOMA),
                fact("no", 30, new Diagnosis(day(30), Disease.MULTIPLE_MYELOMA, Certainty.REFUTED, null, null, null)),
                lab(Analyte.BETA2_MICROGLOBULIN, 0, 7, null, null),
                lab(Analyte.BETA2_MICROGLOBULIN, 700, 2, null, null),
                lab(Analyte.ALBUMIN, 700, 45, null, null)));

        assertThat(one(of(facts), "ISS").outcome()).isEqualTo("I");
    }

    private static ClinicalTime day(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    private static ClinicalFact fact(String id, int day, FactBody body) {
        return Patients.fact(id, day, body);
    }

    private static ClinicalFact lab(
            Analyte analyte, int day, double value, @Nullable Double low, @Nullable Double high) {
        return fact(
                "lab-" + analyte + day,
                day,
                new Lab(analyte, day(day), value, null, "" + value, analyte.ucum(), low, high, null, null));
    }

    private static ClinicalFact[] base(double bmpc, int day) {
        return new ClinicalFact[] {
            lab(Analyte.HAEMOGLOBIN, day, 135, 120.0, null),
            lab(Analyte.CALCIUM, day, 2.4, null, 2.6),
            lab(Analyte.CREATININE, day, 80, null, null),
            lab(Analyte.CREATININE_CLEARANCE, day, 80, null, null),
            lab(Analyte.CLONAL_PLASMA_CELLS, day, bmpc, null, null),
            lab(Analyte.SERUM_M_PROTEIN, day, 18, null, null),
            lab(Analyte.URINE_M_PROTEIN, day, 100, null, null),
            lab(Analyte.FLC_KAPPA, day, 50, 3.3, 19.4),
            lab(Analyte.FLC_LAMBDA, day, 10, 5.7, 26.3),
            fact("chain" + day, day, new MonoclonalProtein(day(day), HeavyChain.IGG, LightChain.KAPPA, true, null))
        };
    }

    private static ClinicalFact plasmacytoma(boolean single) {
        return pathology(0, single, single);
    }

    private static ClinicalFact pathology(int day, boolean plasmacytoma, boolean single) {
        return fact(
                "biopsy" + day,
                day,
                new Pathology(day(day), null, null, null, plasmacytoma, single, false, null, null));
    }

    private static ClinicalFact diagnosis(String id, int day, Disease disease) {
        return fact(id, day, new Diagnosis(day(day), disease, Certainty.CONFIRMED, null, null, null));
    }

    private static ClinicalFact bones(String id, int day, Modality modality, Coverage coverage, int lesions) {
        return fact(id, day, new BonesRead(id, day(day), modality, coverage, lesions, lesions, null));
    }

    private static ClinicalFact mri(String id, int day, @Nullable Coverage coverage, double... sizes) {
        List<FocalLesion> lesions = new ArrayList<>();
        for (double size : sizes) {
            lesions.add(new FocalLesion(null, size, false, null));
        }
        return marrow(id, day, coverage, lesions, null);
    }

    private static ClinicalFact counted(String id, int day, int count) {
        return marrow(id, day, Coverage.WHOLE_BODY, null, count);
    }

    private static ClinicalFact marrow(
            String id,
            int day,
            @Nullable Coverage coverage,
            @Nullable List<FocalLesion> lesions,
            @Nullable Integer count) {
        return fact(
                id,
                day,
                new MarrowRead(
                        id, day(day), Modality.MR, coverage, lesions, count, false, false, DiffuseGrade.NONE, false));
    }

    private static Story of(ClinicalFact[] base, ClinicalFact... more) {
        List<ClinicalFact> facts = new ArrayList<>(List.of(base));
        facts.addAll(List.of(more));
        return of(facts);
    }

    private static Story of(List<ClinicalFact> facts) {
        Story story = Story.begin();
        facts.forEach(story::fact);
        return story;
    }

    private static PatientAssessed one(Story story, String rule) {
        return story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals(rule))
                .reduce((one, other) -> other)
                .orElseThrow();
    }
}
