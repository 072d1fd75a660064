package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

class WindowsTest {
    @ParameterizedTest
    @CsvSource({
        "-28, BASELINE",
        "-1, BASELINE",
        "1, TOO-EARLY",
        "4, TOO-EARLY",
        "5, W1",
        "10, W1",
        "11, C1",
        "28, C1",
        "29, INTERIM",
        "69, INTERIM",
        "70, MID",
        "98, MID",
        "99, POST"
    })
    void placesStudiesByDayWithBothEndsInside(int day, String timePoint) {
        PatientAssessed assessed = measuredOn(day);

        assertThat(assessed.timePoint()).isEqualTo(timePoint);
        assertThat(assessed.dayOfCourse()).isEqualTo(day);
    }

    @Test
    void refusesADayBeforeEveryWindow() {
        PatientAssessed assessed = measuredOn(-29);

        assertThat(assessed.outcome()).isEqualTo("indeterminate");
        assertThat(assessed.timePoint()).isNull();
        assertThat(assessed.reasons()).extracting(Reason::toString).containsExactly("OUT_OF_WINDOW");
    }

    @Test
    void takesDayZeroAsBaselineOnlyWhenTheClockSaysBeforeInfusion() {
        // The course starts at 09:00, fixtures are scanned at 08:00.
        assertThat(measuredOn(0).outcome()).isEqualTo("baseline");
        assertThat(onDayZero("2026-03-02T09:30:00", "2026-03-02T09:00:00").reasons())
                .extracting(Reason::toString)
                .containsExactly("OUT_OF_WINDOW");
        assertThat(onDayZero("2026-03-02T08:00:00", "2026-03-02").reasons())
                .extracting(Reason::toString)
                .containsExactly("MISSING_INPUT(c1d1-time)");
        assertThat(onDayZero("2026-03-02", "2026-03-02T09:00:00").reasons())
                .extracting(Reason::toString)
                .containsExactly("MISSING_INPUT(study-time)");
    }

    @Test
    void countsDaysInTheZoneOfTheSite() {
        // 23:30 UTC of day 4 is 00:30 of day 5 in Paris.
        PatientAssessed assessed = withTime("2026-03-06T23:30:00Z", Patients.noon(6));

        assertThat(assessed.dayOfCourse()).isEqualTo(5);
        assertThat(assessed.timePoint()).isEqualTo("W1");
    }

    @Test
    void refusesAStudyWithoutADateAndOneFromTheFuture() {
        assertThat(withTime(null, Patients.noon(7)).reasons())
                .extracting(Reason::toString)
                .containsExactly("MISSING_INPUT(study-date)");
        assertThat(withTime("2026-03-09", Patients.noon(6)).reasons())
                .extracting(Reason::toString)
                .containsExactly("INVALID_VALUE(study-date)");
    }

    @Test
    void asksForTheCourseWhereThereIsNoneAndAlertsNobody() {
        Story story = Story.begin()
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)));

        assertThat(story.current("1.2").reasons()).extracting(Reason::toString).containsExactly("MISSING_INPUT(c1d1)");
        assertThat(story.alerts()).isEmpty();
    }

    @Test
    void judgesAStudyInTwoCoursesAtOnceAsAmbiguous() {
        Story story = Patients.withBaseline(1.0)
                .fact(Patients.fact(
                        "fact-other",
                        1,
                        new FactBody.NacCourse(
                                "course-2", ClinicalTime.parse("2026-03-04T09:00:00"), "EC-T", null, null, null)))
                .study(Patients.study("1.2", 1, 9, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));

        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
        assertThat(story.current("1.2").reasons())
                .extracting(Reason::toString)
                .containsExactly("AMBIGUOUS_IDENTITY(course)");
        assertThat(story.alerts()).noneMatch(a -> a.severity().name().equals("S2"));
    }

    @Test
    void takesTheMeasuredBaselineNearestToTheFirstDay() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.0", 1, -20, Patients.lesion(Patients.LESION, 2.0, Patients.SCAN, true)))
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));

        assertThat(story.current("1.2").baselineStudyUid()).isEqualTo("1.1");
        assertThat(story.current("1.2").value()).isEqualTo(5.0);
    }

    private static PatientAssessed measuredOn(int day) {
        return Story.begin()
                .fact(Patients.course())
                .study(Patients.study("1.2", 1, day, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)))
                .current("1.2");
    }

    private static PatientAssessed onDayZero(String study, String c1d1) {
        return Story.begin()
                .fact(Patients.fact(
                        "fact-course",
                        -10,
                        new FactBody.NacCourse(Patients.COURSE, ClinicalTime.parse(c1d1), "EC-T", null, null, null)))
                .study(dated(study, Patients.noon(0)))
                .current("1.2");
    }

    private static PatientAssessed withTime(@Nullable String time, Instant arrivedAt) {
        return Story.begin()
                .fact(Patients.course())
                .study(dated(time, arrivedAt))
                .current("1.2");
    }

    private static StudyMeasured dated(@Nullable String time, Instant arrivedAt) {
        StudyMeasured study = Patients.study("1.2", 1, 0, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true));
        return new StudyMeasured(
                study.patientKey(),
                study.studyUid(),
                1,
                time == null ? null : ClinicalTime.parse(time),
                arrivedAt,
                study.outcome(),
                false,
                study.lesions(),
                List.of(),
                List.of(),
                study.manifest(),
                study.readyEventId(),
                "1.0",
                arrivedAt);
    }
}
