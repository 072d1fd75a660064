package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.clinical.AlertRaised.State;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.World;

/** Two keys of one person: merge and unlink lose no alert, tell nobody twice and can be taken back. */
class LinkedPatientsTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final String ALERT = "W1 S2 adc-no-change";

    @Test
    void readsWhatTwoKeysKnowAsOnePerson() {
        World world = new World(1);
        course(world, B);
        world.study(B, study("1.1", -6, 1.0), Patients.noon(-6));
        world.study(A, study("1.2", 7, 1.05), Patients.noon(7));
        assertThat(world.open(B)).isEmpty();

        world.merge(A, B, Patients.noon(8));

        assertThat(world.open(B)).containsExactly(ALERT);
        assertThat(world.state(A).assessed()).isEmpty();
        assertThat(world.told()).isEqualTo(1);
    }

    @Test
    void tellsNobodyAgainOfAnAlertTheOtherKeyHad() {
        World world = alerted(A);

        world.merge(A, B, Patients.noon(8));

        assertThat(world.open(A)).isEmpty();
        assertThat(world.open(B)).containsExactly(ALERT);
        assertThat(world.told()).isEqualTo(1);
        String target = world.state(B).alerts().values().stream()
                .filter(a -> a.kind().equals("adc-no-change"))
                .findFirst()
                .orElseThrow()
                .alertKey();
        assertThat(world.state(A).alerts().values())
                .filteredOn(a -> a.kind().equals("adc-no-change"))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.state()).isEqualTo(State.SUPERSEDED);
                    assertThat(a.supersededBy()).isEqualTo(target);
                });
    }

    @Test
    void isTakenBackWithoutTellingAnybodyAgain() {
        World world = alerted(A);
        world.merge(A, B, Patients.noon(8)).unlink(A, B, Patients.noon(9));

        assertThat(world.open(A)).containsExactly(ALERT);
        assertThat(world.open(B)).isEmpty();
        assertThat(world.told()).isEqualTo(1);
        assertThat(world.state(B).timeline().validFacts()).isEmpty();
        assertThat(world.state(B).timeline().currentStudies()).isEmpty();
    }

    @Test
    void followsTheLinkWithAStudyThatComesLater() {
        World world = new World(2);
        course(world, B);
        world.study(B, study("1.1", -6, 1.0), Patients.noon(-6));
        world.merge(A, B, Patients.noon(1));

        world.study(A, study("1.2", 7, 1.05), Patients.noon(7));

        assertThat(world.open(B)).containsExactly(ALERT);
        assertThat(world.open(A)).isEmpty();
    }

    @Test
    void takesACorrectionUnderTheSourceKeyOver() {
        World world = alerted(A).merge(A, B, Patients.noon(8));

        world.fact(A, "gone", Patients.noon(9), new FactBody.Retracted("fact-course"));

        assertThat(world.open(B)).isEmpty();
        assertThat(world.state(B).timeline().stated(FactBody.NacCourse.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void followsChainsInAnyOrderOfStating(long seed) {
        World first = alerted(A, seed)
                .merge(A, B, Patients.noon(8))
                .merge(B, C, Patients.noon(8).plusSeconds(60));
        World second = alerted(A, seed)
                .merge(B, C, Patients.noon(8))
                .merge(A, B, Patients.noon(8).plusSeconds(60));

        for (World world : List.of(first, second)) {
            assertThat(world.open(A)).isEmpty();
            assertThat(world.open(B)).isEmpty();
            assertThat(world.open(C)).containsExactly(ALERT);
            assertThat(world.told()).isEqualTo(1);
        }
        first.unlink(A, B, Patients.noon(9));
        assertThat(first.open(A)).containsExactly(ALERT);
        assertThat(first.open(C)).isEmpty();
        assertThat(first.told()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsOneKeyOfALoopAndLosesNothing(long seed) {
        World world = alerted(A, seed)
                .merge(A, B, Patients.noon(8))
                .merge(B, C, Patients.noon(8).plusSeconds(60))
                .merge(C, A, Patients.noon(8).plusSeconds(120));

        assertThat(world.open(A)).isEmpty();
        assertThat(world.open(B)).isEmpty();
        assertThat(world.open(C)).containsExactly(ALERT);

        world.unlink(A, B, Patients.noon(9));
        assertThat(world.open(A)).as("C is now read under A").containsExactly(ALERT);
        assertThat(world.open(C)).isEmpty();
    }

    @Test
    void isHarmlessWhenRepeatedAndWhenMovedToAnother() {
        World world = alerted(A).merge(A, B, Patients.noon(8));
        int messages = world.delivered();
        world.merge(A, B, Patients.noon(8));
        assertThat(world.delivered()).isEqualTo(messages);

        world.merge(A, C, Patients.noon(9));

        assertThat(world.open(B)).isEmpty();
        assertThat(world.open(C)).containsExactly(ALERT);
        assertThat(world.told()).isEqualTo(1);

        world.unlink(A, C, Patients.noon(10)).merge(A, B, Patients.noon(11));
        assertThat(world.open(B)).containsExactly(ALERT);
        assertThat(world.open(C)).isEmpty();
    }

    @Test
    void withdrawsWhatWasOnlyTrueOfBothTogether() {
        World world = new World(3);
        course(world, B);
        world.study(B, study("1.1", -6, 1.0), Patients.noon(-6));
        world.study(A, study("1.2", 7, 1.05), Patients.noon(7));
        world.merge(A, B, Patients.noon(8)).unlink(A, B, Patients.noon(9));

        assertThat(world.open(B)).isEmpty();
        assertThat(world.state(B).alerts().values())
                .filteredOn(a -> a.kind().equals("adc-no-change"))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.state()).isEqualTo(State.RETRACTED);
                    assertThat(a.notifies()).isTrue();
                });
    }

    private static World alerted(String key) {
        return alerted(key, 7);
    }

    private static World alerted(String key, long seed) {
        World world = new World(seed);
        course(world, key);
        world.study(key, study("1.1", -6, 1.0), Patients.noon(-6));
        world.study(key, study("1.2", 7, 1.05), Patients.noon(7));
        assertThat(world.open(key)).containsExactly(ALERT);
        return world;
    }

    private static void course(World world, String key) {
        world.fact(key, "fact-course", Patients.noon(-10), Patients.course().body());
        world.fact(key, "fact-lesion", Patients.noon(-10), Patients.lesion().body());
    }

    private static StudyMeasured study(String uid, int day, double adcE3) {
        return Patients.study(uid, 1, day, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
    }
}
