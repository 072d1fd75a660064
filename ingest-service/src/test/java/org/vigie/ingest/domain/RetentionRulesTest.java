package org.vigie.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.Instances;
import org.vigie.ingest.domain.RetentionRules.Held;
import org.vigie.ingest.domain.RetentionRules.Plan;
import org.vigie.ingest.domain.RetentionRules.Stored;
import org.vigie.ingest.domain.RetentionRules.World;

class RetentionRulesTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Instant LATER = Instances.T0.plus(YEAR).plusSeconds(1);
    private static final InstanceStored IMAGE = Instances.dwi("1.2.1.1", 0, 0);
    private static final InstanceStored OTHER = Instances.dwi("1.2.1.2", 800, 0);
    private static final World NOTHING_ELSE = new World(study -> Optional.empty(), Set.of(), Set.of(), Map.of());

    private final RetentionRules rules = new RetentionRules(Optional.of(YEAR), Optional.empty());

    @Test
    void whatWasMeasuredGoesWhenItsTimeIsOver() {
        assertThat(plan(LATER, IMAGE, OTHER).condemned()).containsExactlyInAnyOrder(IMAGE.object(), OTHER.object());
        assertThat(plan(LATER, IMAGE, OTHER).studies()).containsExactly(Instances.STUDY);
        assertThat(plan(Instances.T0.plus(YEAR), IMAGE, OTHER).condemned()).isEmpty();
        assertThat(new RetentionRules(Optional.empty(), Optional.empty())
                        .plan(all(true, IMAGE), measured(IMAGE), LATER)
                        .condemned())
                .isEmpty();
    }

    @Test
    void whatIsNotPublishedOrNotMeasuredStays() {
        assertThat(rules.plan(all(false, IMAGE), measured(IMAGE), LATER).held())
                .isEqualTo(Map.of(Held.NOT_PUBLISHED, 1));
        assertThat(rules.plan(all(true, IMAGE), NOTHING_ELSE, LATER).held()).isEqualTo(Map.of(Held.NOT_MEASURED, 1));
        // A late image of a measured study that no measured revision lists.
        Plan late = rules.plan(all(true, IMAGE, OTHER), measured(IMAGE), LATER);
        assertThat(late.condemned()).containsExactly(IMAGE.object());
        assertThat(late.held()).isEqualTo(Map.of(Held.NOT_MEASURED, 1));
    }

    @Test
    void aBaselineStaysAsLongAsThePatientComes() {
        InstanceStored recent = at(Instances.ct(Instances.OTHER_STUDY, "1.3.9.1", Instances.PATIENT), LATER);
        Plan plan = rules.plan(all(true, IMAGE, recent), measured(IMAGE, recent), LATER);
        assertThat(plan.condemned()).isEmpty();
        assertThat(plan.held()).isEqualTo(Map.of(Held.PATIENT_ACTIVE, 1));
        InstanceStored stranger = at(Instances.ct(Instances.OTHER_STUDY, "1.3.9.1", Instances.OTHER_PATIENT), LATER);
        assertThat(rules.plan(all(true, IMAGE, stranger), measured(IMAGE), LATER)
                        .condemned())
                .containsExactly(IMAGE.object());
    }

    @Test
    void aBaselineStaysAsWellWhereThePatientComesToAnotherReplica() {
        World elsewhere = new World(measured(IMAGE).measured(), Set.of(), Set.of(), Map.of(Instances.PATIENT, LATER));
        Plan plan = rules.plan(all(true, IMAGE), elsewhere, LATER);
        assertThat(plan.condemned()).isEmpty();
        assertThat(plan.held()).isEqualTo(Map.of(Held.PATIENT_ACTIVE, 1));
    }

    @Test
    void whatWentBeforeIsNoLongerDue() {
        Plan all = plan(LATER, IMAGE, OTHER);
        Plan left = all.without(Set.of(IMAGE.object()), all(true, IMAGE, OTHER));
        assertThat(left.condemned()).containsExactly(OTHER.object());
        Plan none = all.without(Set.of(IMAGE.object(), OTHER.object()), all(true, IMAGE, OTHER));
        assertThat(none.condemned()).isEmpty();
        assertThat(none.studies()).isEmpty();
    }

    @Test
    void whatPeopleDrewOrNobodyHasDecidedStays() {
        InstanceStored contour = Instances.seg(Instances.STUDY, "1.2.7.1", Instances.PATIENT, Instances.STUDY);
        assertThat(rules.plan(all(true, contour), measured(contour), LATER).held())
                .isEqualTo(Map.of(Held.STATEMENT, 1));
        World waiting = new World(measured(IMAGE).measured(), Set.of(IMAGE.object()), Set.of(), Map.of());
        assertThat(rules.plan(all(true, IMAGE), waiting, LATER).condemned()).isEmpty();
        ObjectRef givenUp = new ObjectRef("e".repeat(64), 5);
        World left = new World(study -> Optional.empty(), Set.of(), Set.of(givenUp, OTHER.object()), Map.of());
        // Given up in quarantine, but accepted as an instance since.
        assertThat(rules.plan(all(true, OTHER), left, LATER).condemned()).containsExactly(givenUp);
    }

    @Test
    void whatNoMeasurementUsesMayGoEarlier() {
        RetentionRules month = new RetentionRules(Optional.of(YEAR), Optional.of(Duration.ofDays(30)));
        InstanceStored scout = notUsed(Instances.ct(Instances.STUDY, "1.2.9.1", Instances.PATIENT));
        Plan plan = month.plan(all(true, IMAGE, scout), measured(IMAGE, scout), Instances.T0.plus(Duration.ofDays(31)));
        assertThat(plan.condemned()).containsExactly(scout.object());
    }

    private Plan plan(Instant now, InstanceStored... instances) {
        return rules.plan(all(true, instances), measured(instances), now);
    }

    private static List<Stored> all(boolean published, InstanceStored... instances) {
        return Arrays.stream(instances).map(i -> new Stored(i, published)).toList();
    }

    /** Every study has a result that lists these. */
    private static World measured(InstanceStored... instances) {
        Set<ObjectRef> listed =
                Arrays.stream(instances).map(InstanceStored::object).collect(Collectors.toSet());
        return new World(study -> Optional.of(listed), Set.of(), Set.of(), Map.of());
    }

    private static InstanceStored at(InstanceStored e, Instant receivedAt) {
        return copy(e, receivedAt, e.used());
    }

    private static InstanceStored notUsed(InstanceStored e) {
        return copy(e, e.receivedAt(), false);
    }

    private static InstanceStored copy(InstanceStored e, Instant receivedAt, boolean used) {
        return new InstanceStored(
                e.patientKey(),
                e.studyUid(),
                e.seriesUid(),
                e.sopInstanceUid(),
                e.sopClassUid(),
                e.transferSyntaxUid(),
                e.modality(),
                e.object(),
                e.callingAe(),
                receivedAt,
                e.studyTime(),
                used,
                e.conflicting(),
                e.referencedStudyUids(),
                e.dwiFrames());
    }
}
