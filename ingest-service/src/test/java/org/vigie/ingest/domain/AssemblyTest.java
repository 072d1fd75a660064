package org.vigie.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.Instances;
import org.vigie.ingest.domain.Assembly.Decision;

class AssemblyTest {
    private static final Instant T0 = Instances.T0;
    private static final ProtocolState NO_DWI = new ProtocolState.NoDwi();
    private static final ProtocolState SATISFIED = new ProtocolState.Satisfied();
    private static final ProtocolState UNSATISFIED = new ProtocolState.Unsatisfied(List.of("NO_HIGH_B b [0.0]"));

    private final Assembly assembly =
            new Assembly(new QuietTimes(Duration.ofSeconds(60), Duration.ofSeconds(900), Duration.ofSeconds(5400)));

    @Test
    void waitsAsLongAsASeriesMayStillGrow() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));

        assertThat(decide(study, 59.999, SATISFIED)).isEqualTo(new Decision.Wait(T0.plusSeconds(60)));
    }

    @Test
    void aSatisfiedProtocolIsReadyAfterTheSeriesQuietTime() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));

        assertThat(decide(study, 60, SATISFIED))
                .isEqualTo(new Decision.Ready(Completeness.PROTOCOL_SATISFIED, false, List.of()));
    }

    @Test
    void anUnsatisfiedProtocolWaitsForTheStudyQuietTimeAndIsIncomplete() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));

        assertThat(decide(study, 60, UNSATISFIED)).isEqualTo(new Decision.Wait(T0.plusSeconds(900)));
        assertThat(decide(study, 900, UNSATISFIED))
                .isEqualTo(new Decision.Ready(
                        Completeness.STUDY_QUIET, true, List.of("STUDY_INCOMPLETE(NO_HIGH_B b [0.0])")));
    }

    @Test
    void aStudyWithoutDiffusionImagesLacksNothing() {
        StudyState study = study(Instances.ct(Instances.STUDY, "1.2.9.1", Instances.PATIENT));

        assertThat(decide(study, 899, NO_DWI)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(study, 900, NO_DWI))
                .isEqualTo(new Decision.Ready(Completeness.STUDY_QUIET, false, List.of()));
    }

    @Test
    void theHardStopWaitsForTheIdleFloorToo() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));
        Instant now = T0.plus(Duration.ofHours(2));

        assertThat(assembly.decide(study, new Silence(now, now, now), () -> UNSATISFIED))
                .isEqualTo(new Decision.Wait(now.plusSeconds(60)));
    }

    /** A SEG drawn on it came two hours before its first slice. */
    @Test
    void aStudyKnownOnlyByAReferenceStartsWithItsFirstInstance() {
        StudyState referred =
                study(Instances.seg(Instances.OTHER_STUDY, "1.3.7.1", Instances.PATIENT, Instances.STUDY));
        assertThat(decide(referred, 60, SATISFIED)).isEqualTo(new Decision.Nothing());
        StudyState begun = add(referred, Instances.dwi("1.2.1.1", 0, 0), 7200);
        StudyState grown = add(begun, Instances.dwi("1.2.1.2", 0, 5), 7230);

        assertThat(decide(begun, 7200.25, UNSATISFIED)).isEqualTo(new Decision.Wait(T0.plusSeconds(7260)));
        assertThat(decide(grown, 8000, UNSATISFIED)).isEqualTo(new Decision.Wait(T0.plusSeconds(8130)));
        assertThat(grown.round()).isNotNull().satisfies(round -> {
            assertThat(round.startedAt()).isEqualTo(T0.plusSeconds(7200));
            assertThat(round.changedSeriesUids()).containsExactly("1.2.1", "1.3.7");
        });
    }

    @Test
    void phasesThatAreMissingDoNotTouchTheDiffusion() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));

        assertThat(decide(study, 900, new ProtocolState.Unsatisfied(List.of("NO_POST_CONTRAST 1 of 2 phases"), false)))
                .isEqualTo(new Decision.Ready(
                        Completeness.STUDY_QUIET, false, List.of("STUDY_INCOMPLETE(NO_POST_CONTRAST 1 of 2 phases)")));
    }

    @Test
    void theHardStopClosesAStudyThatStillReceives() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));
        StudyState still = add(study, Instances.dwi("1.2.1.2", 0, 5), 5390);

        assertThat(decide(still, 5399, UNSATISFIED)).isEqualTo(new Decision.Wait(T0.plusSeconds(5400)));
        assertThat(decide(still, 5400, UNSATISFIED)).isInstanceOfSatisfying(Decision.Ready.class, ready -> {
            assertThat(ready.completeness()).isEqualTo(Completeness.HARD_STOP);
            assertThat(ready.incomplete()).isTrue();
            assertThat(ready.reasons()).contains("STUDY_INCOMPLETE(still receiving)");
        });
    }

    @Test
    void theHardStopWaitsForWhatARestartHeldUp() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));
        Instant restarted = T0.plusSeconds(7200);

        assertThat(assembly.decide(study, new Silence(restarted, restarted, restarted), () -> UNSATISFIED))
                .isEqualTo(new Decision.Wait(restarted.plusSeconds(60)));
        assertThat(assembly.decide(
                        study,
                        new Silence(restarted.plusSeconds(60), restarted, restarted.plusSeconds(60)),
                        () -> UNSATISFIED))
                .isInstanceOfSatisfying(
                        Decision.Ready.class, r -> assertThat(r.completeness()).isEqualTo(Completeness.HARD_STOP));
    }

    @Test
    void silenceDoesNotCountBeforeTheOutboxIsThrough() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));

        Decision decision = assembly.decide(
                study, new Silence(T0.plusSeconds(100), T0.plusSeconds(90), T0.plusSeconds(100)), () -> SATISFIED);

        assertThat(decision).isEqualTo(new Decision.Wait(T0.plusSeconds(150)));
    }

    @Test
    void aLateInstanceOpensTheNextRevisionWithItsSeries() {
        StudyState said = study(Instances.dwi("1.2.1.1", 0, 0))
                .announcing(new StudyState.Announced(
                        1, T0.plusSeconds(60), 1, Completeness.PROTOCOL_SATISFIED, false, List.of()));
        assertThat(decide(said, 4000, SATISFIED)).isEqualTo(new Decision.Nothing());

        StudyState late = add(said, Instances.ct(Instances.STUDY, "1.2.9.1", Instances.PATIENT), 4000);

        assertThat(late.nextRevision()).isEqualTo(2);
        assertThat(late.round()).isNotNull().satisfies(round -> {
            assertThat(round.changedSeriesUids()).containsExactly("1.2.9");
            assertThat(round.dueAt()).isEqualTo(T0.plusSeconds(4060));
        });
    }

    @Test
    void imagesOfTwoPatientsInOneStudyAreNotAlertable() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));
        StudyState mixed = add(study, Instances.ct(Instances.STUDY, "1.2.9.1", Instances.OTHER_PATIENT), 1);

        assertThat(decide(mixed, 61, SATISFIED))
                .isEqualTo(new Decision.Ready(
                        Completeness.PROTOCOL_SATISFIED, true, List.of("AMBIGUOUS_IDENTITY(patient)")));
    }

    @Test
    void aConflictingInstanceIsSaidAndOpensNoRound() {
        InstanceStored first = Instances.dwi("1.2.1.1", 0, 0);
        StudyState study = add(study(first), Instances.conflicting(first), 30);

        assertThat(study.instances()).isEqualTo(1);
        assertThat(decide(study, 60, SATISFIED))
                .isEqualTo(new Decision.Ready(
                        Completeness.PROTOCOL_SATISFIED, false, List.of("INVALID_VALUE(1 conflicting instances)")));
    }

    @Test
    void objectsOfOtherStudiesAloneMakeNoStudyReady() {
        StudyState referred =
                add(null, Instances.seg(Instances.OTHER_STUDY, "1.3.7.1", Instances.PATIENT, Instances.STUDY), 0);

        assertThat(decide(referred, 6000, NO_DWI)).isEqualTo(new Decision.Nothing());
    }

    @Test
    void quietTimesMustGrow() {
        assertThatThrownBy(() -> new QuietTimes(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private StudyState study(InstanceStored first) {
        return add(null, first, 0);
    }

    private StudyState add(@org.jspecify.annotations.Nullable StudyState before, InstanceStored instance, long second) {
        return assembly.add(
                before, Instances.STUDY, instance, new Assembly.Context(T0.plusSeconds(second), false, null));
    }

    @Test
    void silenceCountsNoFurtherThanEveryReplicaIsKnownToHoldNothing() {
        StudyState study = study(Instances.dwi("1.2.1.1", 0, 0));
        Instant now = T0.plusSeconds(600);

        assertThat(assembly.decide(study, new Silence(now, T0, T0.plusSeconds(59)), () -> SATISFIED))
                .isEqualTo(new Decision.Wait(now.plusSeconds(3)));
        assertThat(assembly.decide(study, new Silence(now, T0, T0.plusSeconds(60)), () -> SATISFIED))
                .isEqualTo(new Decision.Ready(Completeness.PROTOCOL_SATISFIED, false, List.of()));
        assertThat(assembly.decide(study, new Silence(now, T0, T0.plusSeconds(600)), () -> UNSATISFIED))
                .isEqualTo(new Decision.Wait(T0.plusSeconds(900)));
        // The hard stop asks nobody.
        assertThat(assembly.decide(study, new Silence(T0.plusSeconds(5400), T0, T0.plusSeconds(1)), () -> UNSATISFIED))
                .isInstanceOf(Decision.Ready.class);
    }

    private Decision decide(StudyState study, double second, ProtocolState protocol) {
        Instant now = T0.plusMillis((long) (second * 1000));
        return assembly.decide(study, new Silence(now, T0, now), () -> protocol);
    }
}
