package org.vigie.staging.domain.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.Patients;

class CoursesTest {
    private static final ClinicalTime OLD = ClinicalTime.parse("2026-03-23");
    private static final ClinicalTime NEW = ClinicalTime.parse("2026-03-30");

    @Test
    void theSameCourseStatedAgainRestoresNoOldCycle() {
        assertThat(only(course("f", 0, "EC-T", OLD), next("n", 5, NEW), course("f", 6, "EC-T", OLD))
                        .nextCycleAt())
                .isEqualTo(NEW);
    }

    @Test
    void aCorrectedRegimenCarriesNoOldCycleBack() {
        Course corrected = only(course("f", 0, "ECT", OLD), next("n", 5, NEW), course("g", 6, "EC-T", OLD));

        assertThat(corrected.nextCycleAt()).isEqualTo(NEW);
        assertThat(corrected.regimen()).isEqualTo("EC-T");
        assertThat(corrected.regimenChangedAt()).isEmpty();
    }

    @Test
    void aCycleThatWasChangedInTheCourseCanBeTakenBackThere() {
        assertThat(only(course("f", 0, "EC-T", OLD), course("g", 5, "EC-T", NEW), course("f", 6, "EC-T", OLD))
                        .nextCycleAt())
                .isEqualTo(OLD);
    }

    @Test
    void aChangeOfTreatmentIsSaidAsSuch() {
        Course changed = only(
                course("f", 0, "EC", null),
                Patients.fact(
                        "r",
                        40,
                        new FactBody.RegimenChanged(Patients.COURSE, ClinicalTime.parse("2026-04-10"), "paclitaxel")));

        assertThat(changed.regimen()).isEqualTo("paclitaxel");
        assertThat(changed.regimenChangedAt()).hasSize(1);
    }

    @Test
    void aDoseOfAnEarlierYearStartsNoPlannedCourse() {
        Course course = only(course("f", 0, "EC-T", null), given("a", "2025-03-02"), given("b", "2026-03-01"));

        assertThat(course.firstAdministrationAt()).isEqualTo(ClinicalTime.parse("2026-03-01"));
    }

    @Test
    void aCourseThatNobodyEndedIsOverAfterAYear() {
        Course course = only(course("f", 0, "EC-T", null));

        assertThat(course.covers(Patients.C1D1.plusDays(365), Patients.PARIS)).isTrue();
        assertThat(course.covers(Patients.C1D1.plusDays(366), Patients.PARIS)).isFalse();
    }

    private static Course only(ClinicalFact... facts) {
        List<Course> courses = Courses.of(told(facts), Patients.PARIS);
        assertThat(courses).hasSize(1);
        return courses.getFirst();
    }

    private static PatientTimeline told(ClinicalFact... facts) {
        PatientTimeline timeline = PatientTimeline.empty(Patients.KEY);
        for (ClinicalFact fact : facts) {
            timeline = timeline.with(fact);
        }
        return timeline;
    }

    private static ClinicalFact course(String id, int statedOn, String regimen, @Nullable ClinicalTime next) {
        return Patients.fact(
                id,
                statedOn,
                new FactBody.NacCourse(Patients.COURSE, ClinicalTime.of(Patients.C1D1), regimen, next, null, null));
    }

    private static ClinicalFact next(String id, int statedOn, ClinicalTime at) {
        return Patients.fact(id, statedOn, new FactBody.NextCycle(Patients.COURSE, at));
    }

    private static ClinicalFact given(String id, String on) {
        return Patients.fact(id, 1, new FactBody.Administration(null, ClinicalTime.parse(on), null));
    }
}
