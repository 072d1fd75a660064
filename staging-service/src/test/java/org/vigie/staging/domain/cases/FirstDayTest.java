package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.FactBody.FtvMeasured;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.LesionFact.Quadrant;
import org.vigie.contract.clinical.LesionFact.SpectroscopyMeasured;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/**
 * A study of the day of the first infusion is a baseline if it came before it (clinical rules 2.3). Without clock times it
 * may or may not be: an outcome stands only where both give it (0.3). Expected values by hand.
 */
class FirstDayTest {
    private static final String LESION = Patients.LESION;

    @Test
    void aChangeThatOneOfTwoPossibleBaselinesDeniesIsIndeterminate() {
        // +15 % against 1.00, -4.2 % against 1.20.
        Story story = adc("2026-03-02", 1.00, 1.20, 1.15);

        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
        assertThat(story.current("1.2").value()).isNull();
        assertThat(reasons(story.current("1.2"))).containsExactly("MISSING_INPUT(c1d1-time)");
        assertThat(story.alerts()).noneMatch(a -> a.category() == AlertRaised.Category.CLINICAL);
    }

    @Test
    void aChangeThatBothPossibleBaselinesGiveStands() {
        // +15 % against 1.00, +13.9 % against 1.01.
        Story story = adc("2026-03-02", 1.00, 1.01, 1.15);

        assertThat(story.current("1.2").outcome()).isEqualTo("adc-rise");
        assertThat(story.current("1.2").baselineStudyUid()).isEqualTo("1.1");
        assertThat(story.current("1.2").value()).isEqualTo(15.0);
        assertThat(story.current("1.2").flags()).contains("baseline-order-unknown");
    }

    @Test
    void theClockDecides() {
        // Studies are made at 08:00.
        assertThat(adc("2026-03-02T09:00:00", 1.00, 1.20, 1.15).current("1.2").outcome())
                .isEqualTo("adc-no-change");
        PatientAssessed after = adc("2026-03-02T07:00:00", 1.00, 1.20, 1.15).current("1.2");
        assertThat(after.outcome()).isEqualTo("adc-rise");
        assertThat(after.flags()).doesNotContain("baseline-order-unknown");
    }

    @Test
    void theOnlyPossibleBaselineIsNone() {
        Story story = Story.begin()
                .fact(course("2026-03-02"))
                .fact(Patients.lesion())
                .study(study("1.0", 0, 1.0))
                .study(study("1.2", 7, 1.05));

        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
        assertThat(reasons(story.current("1.2"))).containsExactly("MISSING_INPUT(c1d1-time)");
    }

    @Test
    void aStudyOfTheFirstDayThatDoesNotShowTheLesionChangesNothing() {
        Story story = Story.begin()
                .fact(course("2026-03-02"))
                .fact(Patients.lesion())
                .study(study("1.1", -6, 1.0))
                .study(Patients.study("1.0", 1, 0, Patients.lesion("2.9", 1.3, Patients.SCAN, true)))
                .study(study("1.2", 7, 1.05));

        assertThat(story.state().assessed().values())
                .filteredOn(a -> "1.2".equals(a.studyUid()) && LESION.equals(a.lesionTrackingUid()))
                .extracting(PatientAssessed::outcome)
                .containsExactly("adc-no-change");
    }

    @Test
    void volumesAreComparedOnlyWhereBothBaselinesAgree() {
        // +50 % against 10, -25 % against 20.
        PatientAssessed open = last(volumes("2026-03-02", 20, 15), "FTV", "1.2");
        assertThat(open.outcome()).isEqualTo("indeterminate");
        assertThat(open.value()).isNull();
        assertThat(reasons(open)).containsExactly("MISSING_INPUT(c1d1-time)");

        // -20 % against 10, -33 % against 12.
        assertThat(last(volumes("2026-03-02", 12, 8), "FTV", "1.2").outcome()).isEqualTo("ftv-decrease");
        // +50 % against 10, +15 % against 13: only one of them agrees with a progression (9.2).
        assertThat(last(volumes("2026-03-02", 13, 15), "FTV", "1.2").outcome()).isEqualTo("indeterminate");
        // With both clock times nothing is open; the volume of the first day came after the infusion.
        assertThat(last(volumes("2026-03-02T07:00:00", 20, 15), "FTV", "1.2").value())
                .isEqualTo(50.0);
        assertThat(last(volumes("2026-03-02T09:00:00", 20, 15), "FTV", "1.2").value())
                .isEqualTo(-25.0);
    }

    @Test
    void cholineIsComparedOnlyWhereBothBaselinesAgree() {
        Story story = Story.begin()
                .fact(course("2026-03-02"))
                .fact(spectrum("c0", -3, "2026-02-27", 4.0))
                .fact(spectrum("c1", 0, "2026-03-02", 2.5))
                .fact(spectrum("c2", 1, "2026-03-03T09:00:00", 2.6));

        PatientAssessed open = last(story, "MRS-TCHO", "c2");
        assertThat(open.outcome()).isEqualTo("indeterminate");
        assertThat(reasons(open)).containsOnly("MISSING_INPUT(c1d1-time)");
    }

    @Test
    void extentAndTargetsAreReadOnlyWhereBothBaselinesAgree() {
        Story story = Story.begin()
                .fact(course("2026-03-02"))
                .fact(size(-6, 40))
                .fact(size(0, 28))
                .fact(size(21, 27))
                .fact(Patients.fact("n", 21, new NewLesionRead("study21", day(21), false)));

        // Against 40 a decrease of 32.5 %, against 28 of 3.6 %.
        PatientAssessed response = last(story, "RECIST", "study21");
        assertThat(response.outcome()).isEqualTo("indeterminate");
        assertThat(reasons(response)).contains("MISSING_INPUT(c1d1-time)");
        assertThat(last(story, "CONS-SURG", null).outcome()).isEqualTo("no-imaging-exclusion");

        story.fact(course("2026-03-02T12:00:00")).fact(size(0, 28));
        assertThat(reasons(last(story, "RECIST", "study21"))).contains("MISSING_INPUT(study-time)");
    }

    @Test
    void surgeryIsNotSelectedWhereTheTwoDiffer() {
        Story story =
                Story.begin().fact(course("2026-03-02")).fact(size(-6, 40)).fact(size(0, 55));

        assertThat(last(story, "CONS-SURG", null).outcome()).isEqualTo("indeterminate");
        assertThat(reasons(last(story, "CONS-SURG", null))).containsExactly("MISSING_INPUT(c1d1-time)");
        assertThat(last(story, "EXTENT", null).outcome()).isEqualTo("unifocal");
    }

    private static List<String> reasons(PatientAssessed assessed) {
        return assessed.reasons().stream().map(Reason::toString).toList();
    }

    private static PatientAssessed last(Story story, String rule, @org.jspecify.annotations.Nullable String study) {
        return story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals(rule) && (study == null || study.equals(a.studyUid())))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private static ClinicalTime day(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    private static ClinicalFact course(String c1d1) {
        return Patients.fact(
                "fact-course",
                -10,
                new FactBody.NacCourse(Patients.COURSE, ClinicalTime.parse(c1d1), "EC-T", null, Side.L, null));
    }

    private static StudyMeasured study(String uid, int day, double adcE3) {
        return Patients.study(uid, 1, day, Patients.lesion(LESION, adcE3, Patients.SCAN, true));
    }

    private static Story adc(String c1d1, double before, double firstDay, double now) {
        return Story.begin()
                .fact(course(c1d1))
                .fact(Patients.lesion())
                .study(study("1.1", -6, before))
                .study(study("1.0", 0, firstDay))
                .study(study("1.2", 7, now));
    }

    private static Story volumes(String c1d1, double firstDay, double now) {
        return Story.begin()
                .fact(course(c1d1))
                .fact(Patients.fact("v0", -6, new FtvMeasured("1.1", LESION, day(-6), 10)))
                .fact(Patients.fact(
                        "v1", 0, new FtvMeasured("1.0", LESION, ClinicalTime.parse("2026-03-02T08:00:00"), firstDay)))
                .fact(Patients.fact("v2", 7, new FtvMeasured("1.2", LESION, day(7), now)));
    }

    private static ClinicalFact spectrum(String id, int statedOn, String at, double choline) {
        return Patients.fact(
                id, statedOn, new SpectroscopyMeasured(id, LESION, ClinicalTime.parse(at), choline, 0.3, null));
    }

    private static ClinicalFact size(int day, double mm) {
        return Patients.fact(
                "size" + day,
                day,
                new LesionSized(
                        "study" + day,
                        LESION,
                        day(day),
                        Modality.MR,
                        mm,
                        null,
                        "breast",
                        Side.L,
                        Quadrant.UPPER_OUTER,
                        false,
                        true));
    }
}
