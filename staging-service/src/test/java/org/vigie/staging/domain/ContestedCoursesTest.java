package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.World;
import org.vigie.staging.domain.rules.NacAdc;

/** Two courses that contradict each other, known only after the merge: neither is taken for the right one. */
class ContestedCoursesTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String ALERT = "W1 S2 adc-no-change";
    private static final String OVERLAP = "null S1 courses-overlap";

    private final World world = new World(5);

    @Test
    void aMergeThatBringsASecondCourseAtOnceSuspendsTheAlertAndMakesAWorkItem() {
        course(B, "course-1", "2026-03-02", -10);
        world.study(B, study("1.1", -6, 1.0), Patients.noon(-6));
        world.study(B, study("1.2", 7, 1.05), Patients.noon(7));
        course(A, "course-2", "2026-03-12", 7);
        assertThat(world.open(B)).containsExactly(ALERT);

        world.merge(A, B, Patients.noon(8)).clock(B, Patients.noon(8).plusSeconds(700));

        assertThat(world.open(B)).contains(OVERLAP).doesNotContain(ALERT);
        assertThat(alert(B)).satisfies(a -> {
            assertThat(a.state()).isEqualTo(AlertRaised.State.AMENDED);
            assertThat(a.kind()).isEqualTo("indeterminate");
            assertThat(a.notifies()).as("whoever was told is told").isTrue();
        });
        assertThat(said(B, "1.2", "course-1")).isEqualTo("indeterminate [AMBIGUOUS_IDENTITY(course)]");

        world.unlink(A, B, Patients.noon(9)).clock(B, Patients.noon(9).plusSeconds(700));

        assertThat(world.open(B)).containsExactly(ALERT);
    }

    /** course-1 from day 0 and course-2 from day 10, both open or ended on a day: what becomes of a study on a day. */
    @ParameterizedTest
    @CsvSource({
        "-19,    ,   , BASELINE", // of the first alone
        "-18,    ,   , contested", // a baseline of either
        "7,      ,   , contested", // the first week of one, a baseline of the other
        "20,     ,   , contested",
        "40,   15,   , contested", // after the end of one
        "40,     , 30, contested",
        "40,   15, 30, POST", // after both; no baseline is left to either
        "7,     9,   , W1+BASELINE", // one after the other
        "7,    10,   , W1+BASELINE", // the second begins on the last day of the first
        "10,   10,   , contested", // on which nobody knows of which course a study is
        "13,   10,   , TOO-EARLY"
    })
    void noStudyTheyContestIsJudgedByEither(
            int day, @Nullable Integer firstEnds, @Nullable Integer secondEnds, String expected) {
        course(A, "course-1", "2026-03-02", -10);
        course(A, "course-2", "2026-03-12", -10);
        end("course-1", firstEnds);
        end("course-2", secondEnds);
        world.study(A, study("1.9", day, 1.05), Patients.noon(50));

        assertThat(world.state(A).assessed().values().stream()
                        .filter(a -> a.ruleId().equals(NacAdc.ID))
                        .sorted(Comparator.comparing(PatientAssessed::courseId))
                        .map(ContestedCoursesTest::place)
                        .distinct()
                        .collect(Collectors.joining("+")))
                .isEqualTo(expected);
    }

    private static String place(PatientAssessed assessed) {
        return assessed.reasons().toString().equals("[AMBIGUOUS_IDENTITY(course)]")
                ? "contested"
                : String.valueOf(assessed.timePoint());
    }

    @Test
    void aThirdCourseIsHeldAgainstEveryOtherOne() {
        course(A, "course-1", "2025-06-02", -200);
        course(A, "course-2", "2025-09-01", -150);
        world.fact(
                A, "end-2", Patients.noon(-60), new FactBody.CourseEnded("course-2", ClinicalTime.parse("2025-12-01")));
        course(A, "course-3", "2026-03-02", 0);
        world.clock(A, Patients.noon(1));

        assertThat(world.state(A).alerts().values())
                .filteredOn(a -> a.kind().equals("courses-overlap"))
                .extracting(AlertRaised::courseId)
                .containsExactlyInAnyOrder("course-2", "course-3");
    }

    /** A volume of day 7 of the one would be a baseline of the other: the fall to day 20 would look like a response. */
    @ParameterizedTest
    @CsvSource({"true, ftv-decrease", "false, indeterminate"})
    void noOtherRuleTakesOneOfThemForTheRightOne(boolean firstEnded, String expected) {
        course(A, "course-1", "2026-03-02", -10);
        course(A, "course-2", "2026-03-12", -10);
        if (firstEnded) {
            end("course-1", 9);
        }
        volume("2.25.1", 7, 40);
        volume("2.25.2", 20, 4);

        assertThat(world.state(A).assessed().values().stream()
                        .filter(a -> a.ruleId().equals("FTV") && "2.25.2".equals(a.studyUid()))
                        .map(PatientAssessed::outcome))
                .containsExactly(expected);
    }

    private void volume(String study, int day, double cm3) {
        ClinicalTime at =
                ClinicalTime.of(java.time.LocalDate.parse("2026-03-02").plusDays(day));
        world.fact(A, "ftv-" + day, Patients.noon(day), new FactBody.FtvMeasured(study, "2.25.9", at, cm3));
    }

    @Test
    void aBaselineOfTheDayOnWhichTheFirstCourseEndsServesTheSecond() {
        course(A, "course-1", "2025-12-01", -90);
        end("course-1", 0);
        course(A, "course-2", "2026-03-02", 0);
        world.study(A, study("1.1", 0, 1.0), Patients.noon(0));
        world.study(A, study("1.2", 7, 1.3), Patients.noon(7));

        assertThat(said(A, "1.2", "course-2")).startsWith("adc-rise");
    }

    private AlertRaised alert(String key) {
        return world.state(key).alerts().values().stream()
                .filter(a -> a.ruleId().equals(NacAdc.ID) && "W1".equals(a.timePoint()))
                .filter(a -> "course-1".equals(a.courseId()))
                .findFirst()
                .orElseThrow();
    }

    private String said(String key, String study, String course) {
        return world.state(key).assessed().values().stream()
                .filter(a -> study.equals(a.studyUid()) && course.equals(a.courseId()))
                .map(a -> a.outcome() + " " + a.reasons())
                .findFirst()
                .orElseThrow();
    }

    private void course(String key, String id, String c1d1, int statedOn) {
        Instant at = Patients.noon(statedOn);
        world.fact(
                key,
                "fact-" + id,
                at,
                new FactBody.NacCourse(id, ClinicalTime.parse(c1d1 + "T09:00:00"), "EC-T", null, Side.L, null));
        world.fact(key, "lesion-" + id, at, new FactBody.Lesion(Patients.LESION, "L1", Side.L, id));
    }

    private void end(String id, @Nullable Integer day) {
        if (day != null) {
            world.fact(
                    A,
                    "end-" + id,
                    Patients.noon(49),
                    new FactBody.CourseEnded(id, ClinicalTime.of(Patients.C1D1.plusDays(day))));
        }
    }

    private static StudyMeasured study(String uid, int day, double adcE3) {
        return Patients.study(uid, 1, day, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
    }
}
