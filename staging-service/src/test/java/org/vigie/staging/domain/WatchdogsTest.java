package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.LesionPosition;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.World;
import org.vigie.staging.domain.timeline.LesionMatching;

class WatchdogsTest {
    private static final String A = Patients.KEY;

    private final World world = new World(1);

    @Test
    void makesOneWorkItemOfAdministrationsWithoutACourseAndNeverACourse() {
        administration("g1", 0, null);
        administration("g2", 21, null);
        assertThat(world.alerts()).as("the course may follow").isEmpty();
        assertThat(world.state(A).nextDueAt()).isEqualTo(Patients.noon(21).plusSeconds(600));
        world.clock(A, Patients.noon(21).plusSeconds(600));

        assertThat(world.alerts()).singleElement().satisfies(a -> {
            assertThat(a.kind()).isEqualTo("administration-without-course");
            assertThat(a.category()).isEqualTo(AlertRaised.Category.QUALITY);
            assertThat(a.severity()).isEqualTo(AlertRaised.Severity.S1);
        });
        assertThat(world.state(A).assessed()).isEmpty();

        course(Patients.COURSE, "2026-03-02T09:00:00", 22);
        assertThat(world.open(A)).doesNotContain("null S1 administration-without-course");
    }

    @Test
    void makesAWorkItemOfAnAdministrationThatNamesAnUnknownCourse() {
        course(Patients.COURSE, "2026-03-02T09:00:00", -1);
        administration("g1", 1, "another");
        world.clock(A, Patients.noon(2));

        assertThat(world.open(A)).contains("null S1 administration-without-course");
    }

    @Test
    void saysThatTwoCoursesOverlap() {
        course("c1", "2026-03-02", -1);
        course("c2", "2026-03-20", 18);
        world.clock(A, Patients.noon(19));

        assertThat(last("courses-overlap").reasons().toString()).contains("AMBIGUOUS_IDENTITY(course)");
    }

    @Test
    void missesStudiesOfACourseOnceAndLeavesTheRestToTheOverdueStudy() {
        course(Patients.COURSE, "2026-03-02T09:00:00", -1);
        world.clock(A, Patients.noon(2));
        assertThat(world.open(A)).isEmpty();

        world.clock(A, Patients.noon(3));
        assertThat(world.open(A)).containsExactly("null S1 course-without-studies");

        world.clock(A, Patients.noon(12));
        assertThat(world.open(A)).containsExactly("W1 S1 overdue-study");
    }

    @Test
    void missesTheCourseOfADrawnLesionAfterADayAndNotOfEveryMri() {
        world.study(A, study("1.1", 0, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, false)), Patients.noon(0));
        assertThat(world.state(A).nextDueAt()).isNull();

        world.study(A, study("1.2", 0, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)), Patients.noon(0));
        assertThat(world.open(A)).isEmpty();
        assertThat(world.state(A).nextDueAt()).isEqualTo(Patients.noon(1).minusSeconds(3600));

        world.clock(A, Patients.noon(1));
        assertThat(world.open(A)).containsExactly("null S1 study-without-course");

        course(Patients.COURSE, "2026-03-09T09:00:00", 2);
        assertThat(world.open(A)).isEmpty();
    }

    @Test
    void namesFactsThatCannotAllBeTrue() {
        course(Patients.COURSE, "2026-03-02T09:00:00", -1);
        world.fact(
                A,
                "end",
                Patients.noon(0),
                new FactBody.CourseEnded(Patients.COURSE, ClinicalTime.parse("2026-02-20")));
        administration("g1", 1, Patients.COURSE);
        world.fact(A, "l1", Patients.noon(1), new FactBody.Lesion("1.9", "L1", Side.L, Patients.COURSE));
        world.clock(A, Patients.noon(1).plusSeconds(600));
        world.fact(A, "l2", Patients.noon(1), new FactBody.Lesion("1.9", "L1", Side.R, Patients.COURSE));

        assertThat(last("contradictory-facts").flags())
                .containsExactly("ended-before-c1d1", "administration-after-end", "lesion-on-two-sides");
        assertThat(world.alerts().stream()
                        .filter(a -> a.kind().equals("contradictory-facts"))
                        .filter(AlertRaised::notifies))
                .hasSize(1);
    }

    @Test
    void asksOnceForTheStudyBeforeTheCourse() {
        course(Patients.COURSE, "2026-03-02T09:00:00", -1);
        lesionFact();
        world.study(A, early("1.2", 7), Patients.noon(7));
        assertThat(world.priors()).as("the study may follow").isEmpty();
        world.clock(A, Patients.noon(8));
        world.study(A, early("1.3", 20), Patients.noon(20)).clock(A, Patients.noon(21));

        assertThat(world.priors()).singleElement().satisfies(request -> {
            assertThat(request.studyUid()).isEqualTo("1.2");
            assertThat(request.from()).isEqualTo("2026-02-02");
            assertThat(request.to()).isEqualTo("2026-03-02");
        });
        assertThat(world.open(A)).contains("W1 S1 indeterminate").doesNotContain("null S1 prior-missing");
    }

    @Test
    void asksNotForTheArchive() {
        course(Patients.COURSE, "2026-03-02T09:00:00", -1);
        lesionFact();
        world.study(
                A,
                Patients.study(
                        "1.2",
                        1,
                        7,
                        Patients.noon(100),
                        false,
                        List.of(),
                        Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)),
                Patients.noon(100));
        world.clock(A, Patients.noon(101));

        assertThat(world.priors()).isEmpty();
    }

    @Test
    void proposesALesionByItsPlaceAndAlertsOnlyAfterAReadersWord() {
        course(Patients.COURSE, "2026-03-02T09:00:00", -10);
        lesionFact();
        world.study(A, study("1.1", -6, at(Patients.LESION, 1.0, 50, "f1")), Patients.noon(-6));
        world.study(A, study("1.2", 7, at(null, 1.05, 60, "f2")), Patients.noon(7));
        world.clock(A, Patients.noon(7).plusSeconds(600));
        assertThat(world.told()).isZero();
        assertThat(world.open(A)).contains("null S1 lesion-match-proposed");

        List<LesionMatching.Proposal> proposals =
                LesionMatching.proposals(world.state(A).timeline());
        assertThat(proposals).singleElement().satisfies(proposal -> {
            assertThat(proposal.trackingUid()).isEqualTo(Patients.LESION);
            assertThat(proposal.distanceMm()).isEqualTo(10);
            // half of exp(-(10/20)^2), as the frames of reference differ
            assertThat(proposal.confidence()).isCloseTo(0.389400391535702, within(1e-12));
        });

        world.fact(
                A,
                "word",
                Patients.noon(8),
                new FactBody.LesionMatched(
                        "1.2",
                        proposals.getFirst().regionId(),
                        Patients.LESION,
                        proposals.getFirst().confidence()));

        assertThat(world.told()).isEqualTo(1);
        assertThat(world.open(A)).containsExactly("W1 S2 adc-no-change");
        world.fact(A, "no", Patients.noon(9), new FactBody.Retracted("word"));
        world.clock(A, Patients.noon(10));
        assertThat(world.open(A)).containsExactly("W1 S1 indeterminate", "null S1 lesion-match-proposed");
    }

    @Test
    void proposesNothingBetweenTwoLesionsAtEqualDistance() {
        world.study(A, study("1.1", -6, at("1.5", 1.0, 40, "f1"), at("1.6", 1.0, 60, "f1")), Patients.noon(-6));
        world.study(A, study("1.2", 7, at(null, 1.05, 50, "f1")), Patients.noon(7));

        assertThat(LesionMatching.proposals(world.state(A).timeline())).isEmpty();
    }

    private static LesionAdc at(@Nullable String uid, double adcE3, double x, String frame) {
        LesionAdc lesion = Patients.lesion(uid, adcE3, Patients.SCAN, true);
        return new LesionAdc(
                uid,
                uid == null ? "unnamed" : uid,
                lesion.roi(),
                lesion.acquisition(),
                lesion.measurements(),
                null,
                new LesionPosition(frame, List.of(x, 0.0, 0.0)));
    }

    private void lesionFact() {
        world.fact(A, "fact-lesion", Patients.noon(-10), Patients.lesion().body());
    }

    private void course(String id, String c1d1, int statedOnDay) {
        world.fact(
                A,
                "course-" + id,
                Patients.noon(statedOnDay),
                new FactBody.NacCourse(id, ClinicalTime.parse(c1d1), "EC-T", null, Side.L, null));
    }

    private void administration(String id, int day, @Nullable String courseId) {
        world.fact(
                A,
                id,
                Patients.noon(day),
                new FactBody.Administration(courseId, ClinicalTime.of(Patients.C1D1.plusDays(day)), null));
    }

    private AlertRaised last(String kind) {
        return world.state(A).alerts().values().stream()
                .filter(a -> a.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static StudyMeasured early(String uid, int day) {
        return study(uid, day, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true));
    }

    private static StudyMeasured study(String uid, int day, LesionAdc... lesions) {
        return Patients.study(uid, 1, day, lesions);
    }
}
