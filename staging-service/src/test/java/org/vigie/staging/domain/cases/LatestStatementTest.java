package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AblationFact.AblationConsidered;
import org.vigie.contract.clinical.AblationFact.AblationFollowUp;
import org.vigie.contract.clinical.AblationFact.AblationPerformed;
import org.vigie.contract.clinical.AblationFact.Technique;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.FactBody.FtvMeasured;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.ResidualRead;
import org.vigie.contract.clinical.LesionFact.SpectroscopyMeasured;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.clinical.WholeBodyFact.BurdenMeasured;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.HighBChange;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.contract.clinical.WholeBodyFact.VertebralFractureRead;
import org.vigie.contract.clinical.WholeBodyFact.VertebralSign;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** What is stated of one thing under two ids: one current result, from what was stated last (clinical rules 0.1). */
class LatestStatementTest {
    private static final String LESION = Patients.LESION;

    private static ClinicalTime day(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    /** Rule, facts stated before, the statement that was wrong, its correction and the outcome of that. */
    static Stream<Arguments> corrections() {
        List<FactBody> course = List.of(
                new FactBody.NacCourse(
                        Patients.COURSE, ClinicalTime.parse("2026-03-02T09:00:00"), "EC-T", null, Side.L, null),
                new FtvMeasured("1.0", LESION, day(-5), 10),
                new SpectroscopyMeasured("1.0", LESION, day(-1), 4.0, 0.3, null),
                new BurdenMeasured("wb0", day(0), 100, 3000.0, 0.8e-3));
        ClinicalTime afterDose = ClinicalTime.parse("2026-03-03T09:00:00");
        return Stream.of(
                Arguments.of(
                        "FTV",
                        course,
                        new FtvMeasured("1.1", LESION, day(7), 30),
                        new FtvMeasured("1.1", LESION, day(7), 8),
                        "ftv-decrease"),
                Arguments.of(
                        "MRS-TCHO",
                        course,
                        new SpectroscopyMeasured("1.1", LESION, afterDose, 6.0, 0.3, null),
                        new SpectroscopyMeasured("1.1", LESION, afterDose, 2.6, 0.3, null),
                        "tcho-decrease"),
                Arguments.of(
                        "RESIDUAL",
                        course,
                        new ResidualRead("1.9", LESION, day(110), true, 3.0),
                        new ResidualRead("1.9", LESION, day(110), false, null),
                        "rCR"),
                Arguments.of("FL", course, marrow(6.0, 7.0), marrow(), "no-focal-lesion"),
                Arguments.of("PATTERN", course, marrow(6.0, 7.0), marrow(), "normal"),
                Arguments.of(
                        "RAC",
                        course,
                        response(ResponseFinding.DECREASE),
                        response(ResponseFinding.UNEQUIVOCAL_NEW_LESION),
                        "5"),
                Arguments.of(
                        "RAC-OVERALL",
                        course,
                        response(ResponseFinding.UNEQUIVOCAL_NEW_LESION),
                        response(ResponseFinding.DECREASE),
                        "1"),
                Arguments.of(
                        "WB-BURDEN",
                        course,
                        new BurdenMeasured("wb1", day(60), 300, 3000.0, 0.6e-3),
                        new BurdenMeasured("wb1", day(60), 50, 3000.0, 1.0e-3),
                        "gadc-increase"),
                Arguments.of(
                        "VFX",
                        course,
                        fracture(VertebralSign.EPIDURAL_MASS),
                        fracture(VertebralSign.T1_BAND),
                        "benign-features"),
                Arguments.of("ABL", course, considered("kidney"), considered("spleen"), "outside-seed-scope"),
                Arguments.of(
                        "CRYO-FU",
                        List.of(new AblationPerformed(day(0), LESION, "breast", Technique.CRYOTHERAPY)),
                        new AblationFollowUp("1.5", LESION, day(25), true),
                        new AblationFollowUp("1.5", LESION, day(25), false),
                        "on-schedule"));
    }

    private static MarrowRead marrow(double... sizes) {
        List<FocalLesion> lesions = new ArrayList<>();
        for (double size : sizes) {
            lesions.add(new FocalLesion(null, size, false, null));
        }
        return new MarrowRead(
                "wb1", day(60), Modality.MR, Coverage.WHOLE_BODY, lesions, null, false, false, null, false);
    }

    private static MarrowResponseRead response(ResponseFinding seen) {
        Map<ResponseFinding, Boolean> findings = new TreeMap<>();
        for (ResponseFinding finding : ResponseFinding.values()) {
            findings.put(finding, finding == seen);
        }
        return new MarrowResponseRead("wb1", day(60), "spine", findings, HighBChange.UNCHANGED, null);
    }

    private static VertebralFractureRead fracture(VertebralSign seen) {
        Map<VertebralSign, Boolean> signs = new TreeMap<>();
        for (VertebralSign sign : VertebralSign.values()) {
            signs.put(sign, sign == seen);
        }
        return new VertebralFractureRead("wb1", day(60), "L1", signs);
    }

    private static AblationConsidered considered(String organ) {
        return new AblationConsidered(
                day(60), LESION, organ, Technique.CRYOTHERAPY, null, null, null, null, true, null);
    }

    private static ClinicalFact lab(int day) {
        return Patients.fact(
                "ldh" + day,
                day,
                new Lab(Analyte.LDH, day(day), 200.0, null, "200", Analyte.LDH.ucum(), null, null, null, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corrections")
    void whatWasStatedLastCounts(String rule, List<FactBody> before, FactBody wrong, FactBody right, String outcome) {
        Story story = Story.begin();
        int number = 0;
        for (FactBody body : before) {
            story.fact(Patients.fact("before-" + number++, 0, body));
        }
        // In the order of ids the wrong one would come last.
        story.fact(Patients.fact("z-wrong", 120, wrong)).fact(Patients.fact("a-right", 121, right));

        assertThat(outcomes(story, rule)).containsOnlyOnce(outcome).last().isEqualTo(outcome);
        PatientAssessed current = current(story, rule);
        assertThat(current.inputEventIds()).contains("a-right").doesNotContain("z-wrong");
        assertThat(story.fact(lab(122)).fact(lab(123)).assessments().stream()
                        .filter(a -> current.assessmentId().equals(a.supersedes())))
                .as("said again after events it does not depend on")
                .isEmpty();
        assertThat(current(story, rule)).isEqualTo(current);
    }

    @Test
    void aLesionSizeStatedAgainAsNoTargetIsNone() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(size("a0", 0, "1.0", -6, 20.0, true))
                .fact(size("a1", 22, "1.1", 21, 30.0, true));
        assertThat(outcomes(story, "RECIST")).hasSize(1);

        story.fact(size("a2", 23, "1.1", 21, 30.0, false));

        assertThat(outcomes(story, "RECIST")).isEmpty();
    }

    @Test
    void aLaboratoryValueStatedAgainUnderAnotherIdCounts() {
        Story story = Story.begin()
                .fact(stage("z", 1, Analyte.BETA2_MICROGLOBULIN, 6.0))
                .fact(stage("a", 2, Analyte.BETA2_MICROGLOBULIN, 3.0))
                .fact(stage("b", 1, Analyte.ALBUMIN, 40));

        assertThat(outcomes(story, "ISS")).containsExactly("I");
    }

    private static ClinicalFact stage(String id, int statedOn, Analyte analyte, double value) {
        return Patients.fact(
                id,
                statedOn,
                new Lab(analyte, day(0), value, null, "" + value, analyte.ucum(), null, null, null, null));
    }

    private static ClinicalFact size(String id, int statedOn, String study, int day, double mm, boolean target) {
        return Patients.fact(
                id,
                statedOn,
                new LesionSized(study, LESION, day(day), Modality.MR, mm, null, "breast", Side.L, null, false, target));
    }

    private static PatientAssessed current(Story story, String rule) {
        return story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals(rule))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private static List<String> outcomes(Story story, String rule) {
        return story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals(rule))
                .map(PatientAssessed::outcome)
                .toList();
    }

    /** Ids differ throughout, what the facts are about hardly does. */
    @Property(tries = 100)
    void noQuestionIsAskedTwice(@ForAll long seed) {
        Random random = new Random(seed);
        PatientTimeline timeline = PatientTimeline.empty(Patients.KEY).with(Patients.course());
        for (int i = 0; i < 40; i++) {
            timeline = timeline.with(Patients.fact("fact-" + i, random.nextInt(150), body(random)));
        }
        RuleAssessments rules =
                new RuleAssessments(Map.copyOf(ThresholdRegistry.shipped().inForce()), Patients.PARIS, "test");
        List<String> questions = rules.asked(timeline).stream()
                .map(asked -> asked.one().question())
                .toList();

        assertThat(questions).as("seed %d", seed).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    }

    private static FactBody body(Random random) {
        int day = -10 + 20 * random.nextInt(7);
        ClinicalTime at = day(day);
        @Nullable String study = random.nextInt(4) == 0 ? null : "1." + random.nextInt(3);
        String lesion = "2." + random.nextInt(2);
        return switch (random.nextInt(14)) {
            case 0 -> new FtvMeasured("1." + random.nextInt(3), lesion, at, 1 + random.nextInt(20));
            case 1 -> new SpectroscopyMeasured(study, lesion, at, 4.0, 0.3, null);
            case 2 -> new ResidualRead(study, lesion, at, random.nextBoolean(), null);
            case 3 ->
                new MarrowRead(
                        study,
                        at,
                        random.nextBoolean() ? Modality.MR : Modality.PET_CT,
                        Coverage.WHOLE_BODY,
                        List.of(),
                        null,
                        false,
                        false,
                        null,
                        false);
            case 4 ->
                new MarrowResponseRead(study, at, random.nextBoolean() ? "spine" : "pelvis", Map.of(), null, 0.9e-3);
            case 5 -> new BurdenMeasured(study, at, 20.0 + random.nextInt(200), 3000.0, 0.8e-3);
            case 6 -> new VertebralFractureRead(study, at, "L1", Map.of(VertebralSign.T1_BAND, true));
            case 7 ->
                new AblationConsidered(
                        at,
                        random.nextInt(4) == 0 ? null : lesion,
                        random.nextBoolean() ? "breast" : "liver",
                        Technique.CRYOTHERAPY,
                        true,
                        Set.of(),
                        null,
                        null,
                        null,
                        null);
            case 8 -> new AblationFollowUp(study, lesion, at, random.nextBoolean());
            case 9, 10 ->
                new LesionSized(
                        study,
                        lesion,
                        at,
                        random.nextBoolean() ? Modality.MR : Modality.CT,
                        10.0 + random.nextInt(30),
                        null,
                        "breast",
                        random.nextBoolean() ? Side.L : Side.R,
                        null,
                        false,
                        random.nextBoolean());
            default -> {
                Analyte analyte = random.nextBoolean() ? Analyte.SERUM_M_PROTEIN : Analyte.BETA2_MICROGLOBULIN;
                yield new Lab(analyte, at, 5.0, null, "5", analyte.ucum(), null, null, null, null);
            }
        };
    }
}
