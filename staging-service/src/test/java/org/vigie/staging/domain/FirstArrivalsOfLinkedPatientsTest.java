package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.World;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;

/** When something first came is told with it: a merge makes nothing late that was in time, and nothing new that was old. */
class FirstArrivalsOfLinkedPatientsTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final String ALERT = "MID S2 adc-no-change";
    private static final int STUDY_DAY = 72;

    private final World world = new World(11);

    /** A study of day 72 came on day 72; its second revision, made by a late contour, on day 102: 30 days old. */
    @Test
    void aStudyIsAsOldAsItsFirstRevisionUnderTheOtherKeyToo() {
        baseline(B);
        world.study(A, study("1.2", 1, 72), Patients.noon(72));
        world.study(A, study("1.2", 2, 102), Patients.noon(102));

        world.merge(A, B, Patients.noon(103));

        assertThat(world.open(B)).contains(ALERT);
        assertThat(flags(B)).doesNotContain("expired-on-arrival");
        assertThat(world.state(B).timeline().firstArrivals()).containsEntry("1.2", arrival(72));
    }

    /** The same study was sent under both ids: the key that stays had it only late. */
    @Test
    void aStudyThatBothKeysHoldIsAsOldAsTheEarlierOfBoth() {
        baseline(B);
        world.study(A, study("1.2", 1, 72), Patients.noon(72));
        world.study(B, study("1.2", 2, 102), Patients.noon(102));
        assertThat(world.open(B)).doesNotContain(ALERT);
        assertThat(flags(B)).contains("expired-on-arrival");

        world.merge(A, B, Patients.noon(103));
        assertThat(world.open(B)).contains(ALERT);

        world.unlink(A, B, Patients.noon(104));
        assertThat(world.state(B).timeline().firstArrivals()).containsEntry("1.2", arrival(102));
        assertThat(world.state(A).timeline().firstArrivals()).containsEntry("1.2", arrival(72));
    }

    @Test
    void aStudyThatIsLateUnderEveryKeyStaysLate() {
        baseline(B);
        world.study(A, study("1.2", 1, 101), Patients.noon(101));

        world.merge(A, B, Patients.noon(102));

        assertThat(world.open(B)).doesNotContain(ALERT);
        assertThat(flags(B)).contains("expired-on-arrival");
    }

    @Test
    void firstArrivalsGoOnOverChainsOfLinks() {
        baseline(C);
        world.study(A, study("1.2", 1, 72), Patients.noon(72));
        world.study(A, study("1.2", 2, 102), Patients.noon(102));

        world.merge(A, B, Patients.noon(103)).merge(B, C, Patients.noon(104));

        assertThat(world.open(C)).contains(ALERT);
    }

    /** A course stated with the old cycle, the cycle moved, the course stated again word for word: no news of the cycle. */
    @Test
    void whatWasStatedBeforeIsNoNewsUnderTheOtherKey() {
        ClinicalTime old = ClinicalTime.parse("2026-03-23");
        ClinicalTime moved = ClinicalTime.parse("2026-03-30");
        FactBody course =
                new FactBody.NacCourse(Patients.COURSE, ClinicalTime.of(Patients.C1D1), "EC-T", old, Side.L, null);
        world.fact(A, "course", Patients.noon(0), course);
        world.fact(A, "cycle", Patients.noon(5), new FactBody.NextCycle(Patients.COURSE, moved));
        world.fact(A, "course", Patients.noon(6), course);
        assertThat(cycle(A)).isEqualTo(moved);

        world.merge(A, B, Patients.noon(7));
        assertThat(cycle(B)).isEqualTo(moved);

        world.merge(B, C, Patients.noon(8));
        assertThat(cycle(C)).isEqualTo(moved);

        world.unlink(A, B, Patients.noon(9));
        assertThat(cycle(A)).isEqualTo(moved);
        assertThat(Courses.of(world.state(C).timeline(), Patients.PARIS)).isEmpty();
    }

    private Object cycle(String key) {
        return Courses.of(world.state(key).timeline(), Patients.PARIS).stream()
                .map(Course::nextCycleAt)
                .findFirst()
                .orElseThrow();
    }

    private List<String> flags(String key) {
        return world.state(key).assessed().values().stream()
                .filter(a -> "1.2".equals(a.studyUid()))
                .map(PatientAssessed::flags)
                .findFirst()
                .orElseThrow();
    }

    private void baseline(String key) {
        world.fact(key, "fact-course", Patients.noon(-10), Patients.course().body());
        world.fact(key, "fact-lesion", Patients.noon(-10), Patients.lesion().body());
        world.study(
                key,
                Patients.study("1.1", 1, -6, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)),
                Patients.noon(-6));
    }

    private static Instant arrival(int day) {
        return Patients.noon(day).minusSeconds(3600);
    }

    private static StudyMeasured study(String uid, int revision, int arrivedOn) {
        return Patients.study(
                uid,
                revision,
                STUDY_DAY,
                arrival(arrivedOn),
                false,
                List.of(),
                Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true));
    }
}
