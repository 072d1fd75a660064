package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.Category;
import org.vigie.contract.clinical.AlertRaised.Severity;
import org.vigie.contract.clinical.AlertRaised.State;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

class AlertPolicyTest {
    @Test
    void tellsTheWholeStoryOfAnAlert() {
        AlertRaised alert = early(1.05).alerts().getFirst();

        assertThat(alert.story()).isNotNull();
        assertThat(alert.story().baselineDay()).isEqualTo(-6);
        assertThat(alert.story().day()).isEqualTo(7);
        assertThat(alert.story().repeatabilityPercent()).isEqualTo(13.0);
        assertThat(alert.story().sameScanner()).isTrue();
        assertThat(alert.story().side()).isEqualTo(Side.L);
        assertThat(alert.story().lesionLabel()).isEqualTo("L1");
        assertThat(alert.story().validatedBy()).isEqualTo("rad-1");
        assertThat(alert.acknowledgeWithinWorkingDays()).isEqualTo(2);
        assertThat(alert.expiresAt()).isEqualTo(Instant.parse("2026-03-30T22:00:00Z"));
    }

    @Test
    void listsARiseAsInformationOnly() {
        assertThat(early(1.20).alerts()).singleElement().satisfies(a -> {
            assertThat(a.severity()).isEqualTo(Severity.S1);
            assertThat(a.category()).isEqualTo(Category.INFORMATION);
            assertThat(a.acknowledgeWithinWorkingDays()).isNull();
        });
    }

    @Test
    void alertsOnlyAFallBetweenTheWindows() {
        assertThat(Patients.withBaseline(1.0).study(study("1.2", 1, 40, 1.05)).alerts())
                .noneMatch(a -> "INTERIM".equals(a.timePoint()));
        assertThat(Patients.withBaseline(1.0).study(study("1.2", 1, 40, 0.80)).alerts())
                .filteredOn(a -> "INTERIM".equals(a.timePoint()))
                .singleElement()
                .satisfies(a -> assertThat(a.severity()).isEqualTo(Severity.S2));
    }

    @Test
    void alertsNobodyAfterTheLastWindowOrAfterSurgery() {
        assertThat(Patients.withBaseline(1.0).study(study("1.2", 1, 120, 0.80)).alerts())
                .noneMatch(a -> a.category() == Category.CLINICAL);
        assertThat(Patients.withBaseline(1.0)
                        .fact(Patients.fact(
                                "fact-surgery",
                                6,
                                new FactBody.Surgery(Patients.COURSE, ClinicalTime.parse("2026-03-08"))))
                        .study(study("1.2", 1, 7, 1.05))
                        .alerts())
                .isEmpty();
    }

    @Test
    void alertsNobodyBeforeAPlannedCourseHasBegun() {
        Story story = Story.begin()
                .fact(Patients.fact(
                        "fact-course",
                        -10,
                        new FactBody.NacCourse(
                                Patients.COURSE, ClinicalTime.parse("2026-03-02"), "EC-T", null, null, null)))
                .study(study("1.1", 1, -6, 1.0));

        assertThat(story.alerts()).isEmpty();
        assertThat(story.state().nextDueAt()).isEqualTo(Instant.parse("2026-03-01T23:00:00Z"));
    }

    @Test
    void turnsAQualityItemIntoAnAlertWhenTheContourIsValidatedLater() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, false)));
        assertThat(story.lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.kind()).isEqualTo("unvalidated-roi"));

        // The baseline's method is MANUAL, so is the late contour's.
        story.study(study("1.2", 2, 7, 1.05));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RAISED);
            assertThat(a.severity()).isEqualTo(Severity.S2);
            assertThat(a.version()).isEqualTo(2);
            assertThat(a.notifies()).isTrue();
        });
    }

    @Test
    void amendsAnAlertWhoseOutcomeChangesButStaysAnAlert() {
        Story story = early(1.05).study(study("1.2", 2, 7, 0.80));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.AMENDED);
            assertThat(a.kind()).isEqualTo("adc-fall");
            assertThat(a.notifies()).isTrue();
        });
    }

    @Test
    void retractsWhenTheReasonForTheAlertIsWithdrawn() {
        Story story = early(1.05).fact(Patients.fact("fact-wrong", 8, new FactBody.Retracted("fact-course")));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RETRACTED);
            assertThat(a.notifies()).isTrue();
        });
        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
    }

    @Test
    void tellsANewNextCycleSilently() {
        Story story = early(1.05)
                .fact(Patients.fact(
                        "fact-cycle", 8, new FactBody.NextCycle(Patients.COURSE, ClinicalTime.parse("2026-03-23"))));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.nextCycleAt()).isEqualTo(ClinicalTime.parse("2026-03-23"));
            assertThat(a.version()).isEqualTo(2);
            assertThat(a.notifies()).isFalse();
        });
    }

    @Test
    void expiresWithTheCourse() {
        Story story = early(1.05)
                .fact(Patients.fact(
                        "fact-end", 10, new FactBody.CourseEnded(Patients.COURSE, ClinicalTime.parse("2026-03-12"))));

        assertThat(story.lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.state()).isEqualTo(State.EXPIRED));
        assertThat(story.clock(Patients.noon(12)).lastAlerts()).isEmpty();
    }

    @Test
    void expiresWhenTheRegimenIsChanged() {
        Story story = early(1.05)
                .fact(Patients.fact(
                        "fact-course-2",
                        9,
                        new FactBody.RegimenChanged(Patients.COURSE, ClinicalTime.parse("2026-03-11"), "TCHP")));

        assertThat(story.lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.state()).isEqualTo(State.EXPIRED));
    }

    /** Clinical rules 9.2: the limit of 28 days is on the study when it arrives, not on the contour. */
    @Test
    void alertsWhereTheContourOfATimelyStudyIsValidatedLate() {
        Story story = Patients.withBaseline(1.0)
                .study(arrived("1.2", 1, 72, 72, 0.80, false))
                .study(arrived("1.2", 2, 72, 101, 0.80, true));

        assertThat(story.lastAlerts())
                .filteredOn(a -> "MID".equals(a.timePoint()))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.kind()).isEqualTo("adc-fall");
                    assertThat(a.severity()).isEqualTo(Severity.S2);
                    assertThat(a.notifies()).isTrue();
                    assertThat(a.flags()).doesNotContain("expired-on-arrival");
                });
    }

    @Test
    void tellsNobodyOfAStudyThatItselfComesLate() {
        Story story = Patients.withBaseline(1.0).study(arrived("1.2", 1, 72, 101, 0.80, true));

        assertThat(story.lastAlerts()).noneMatch(a -> a.category() == Category.CLINICAL);
        assertThat(story.current("1.2").flags()).contains("expired-on-arrival");
    }

    @Test
    void theFirstArrivalCountsThoughItIsToldLast() {
        StudyMeasured first = arrived("1.2", 1, 72, 72, 0.80, false);
        Story story = Patients.withBaseline(1.0)
                .study(arrived("1.2", 2, 72, 101, 0.80, true))
                .study(first, Patients.noon(102));

        assertThat(story.current("1.2").flags()).doesNotContain("expired-on-arrival");
    }

    /** Clinical rules 9.4 and 9.2: the alert ends with the change of the course, which was before the study came. */
    @Test
    void tellsNobodyOfAStudyThatComesAfterTheRegimenWasChanged() {
        Story story = Patients.withBaseline(1.0)
                .fact(regimenChanged("fact-change", 9, 9))
                .study(arrived("1.2", 1, 7, 12, 1.05, true));

        assertThat(story.alerts()).noneMatch(AlertRaised::notifies);
        assertThat(story.current("1.2").outcome()).isEqualTo("adc-no-change");
        assertThat(story.current("1.2").flags()).contains("expired-on-arrival");
    }

    @Test
    void tellsNobodyAgainWhenAStudyOfAnEarlierRegimenIsReprocessed() {
        Story story = early(1.05).fact(regimenChanged("fact-change", 9, 9));
        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.EXPIRED);
            assertThat(a.story()).isNotNull();
            assertThat(a.story().regimen())
                    .as("what was given when it was measured")
                    .isEqualTo("EC-T");
        });

        assertThat(story.study(arrived("1.2", 2, 7, 12, 1.05, true)).lastAlerts())
                .noneMatch(AlertRaised::notifies);
    }

    @Test
    void namesTheRegimenThatWasGivenOnTheDayOfTheStudy() {
        Story story = Patients.withBaseline(1.0)
                .fact(regimenChanged("fact-change", 3, 3))
                .study(study("1.2", 1, 7, 1.05))
                .fact(regimenChanged("fact-change-2", 9, 9, "nab-paclitaxel"));

        assertThat(story.alerts()).allSatisfy(a -> {
            assertThat(a.story()).isNotNull();
            assertThat(a.story().regimen()).isEqualTo("TCHP");
        });
    }

    private static ClinicalFact regimenChanged(String id, int statedOn, int day) {
        return regimenChanged(id, statedOn, day, "TCHP");
    }

    private static ClinicalFact regimenChanged(String id, int statedOn, int day, String regimen) {
        return Patients.fact(
                id,
                statedOn,
                new FactBody.RegimenChanged(Patients.COURSE, ClinicalTime.of(Patients.C1D1.plusDays(day)), regimen));
    }

    private static StudyMeasured arrived(
            String uid, int revision, int day, int arrivedOn, double adcE3, boolean validated) {
        return Patients.study(
                uid,
                revision,
                day,
                Patients.noon(arrivedOn),
                false,
                List.of(),
                Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, validated));
    }

    @Test
    void staysOpenWhenTheNameOfTheRegimenIsCorrected() {
        Story story = early(1.05)
                .fact(Patients.fact(
                        "fact-course-2",
                        9,
                        new FactBody.NacCourse(
                                Patients.COURSE,
                                ClinicalTime.parse("2026-03-02T09:00:00"),
                                "TCHP",
                                null,
                                Side.L,
                                null)));

        assertThat(story.lastAlerts()).noneMatch(AlertRaised::notifies);
        assertThat(story.currentAlerts().values())
                .extracting(AlertRaised::state)
                .containsOnly(State.RAISED);
    }

    @Test
    void makesAQualityItemOfAProposalWhereTheContourIsMissing() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7, Patients.lesion(null, 1.05, Patients.SCAN, false)));

        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
        assertThat(story.current("1.2").reasons())
                .extracting(Reason::toString)
                .containsExactly("AMBIGUOUS_IDENTITY(lesion)", "ROI_NOT_VALIDATED");
        assertThat(story.alerts()).singleElement().satisfies(a -> {
            assertThat(a.kind()).isEqualTo("unvalidated-roi");
            assertThat(a.severity()).isEqualTo(Severity.S1);
        });
    }

    @Test
    void closesAnAlertThatANewerComparableRiseAnswers() {
        Story story = early(1.05).study(study("1.3", 1, 20, 1.30));

        assertThat(story.lastAlerts())
                .extracting(a -> a.timePoint() + " " + a.state() + " " + a.severity())
                .containsExactlyInAnyOrder("W1 SUPERSEDED S2", "C1 RAISED S1");
    }

    @Test
    void escalatesTheLaterAlertWhenTheEarlierStudyComesAfterIt() {
        Story story = Patients.withBaseline(1.0)
                .study(study("1.3", 1, 20, 1.08))
                .study(study("1.2", 1, 7, 1.05), Patients.noon(21));

        assertThat(story.lastAlerts())
                .filteredOn(a -> "C1".equals(a.timePoint()))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.severity()).isEqualTo(Severity.S3);
                    assertThat(a.state()).isEqualTo(State.AMENDED);
                    assertThat(a.notifies()).isTrue();
                    assertThat(a.acknowledgeWithinWorkingDays()).isEqualTo(1);
                });
        assertThat(story.current("1.2").flags()).contains("expired-on-arrival");
    }

    @Test
    void takesTheStudyNearestToDaySevenOfTheEarlyOnes() {
        Story story = Patients.withBaseline(1.0).study(study("1.2", 1, 5, 1.05)).study(study("1.3", 1, 7, 1.20));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RETRACTED);
            assertThat(a.studyUid()).isEqualTo("1.3");
        });
        assertThat(Patients.withBaseline(1.0)
                        .study(study("1.2", 1, 6, 1.20))
                        .study(study("1.3", 1, 8, 1.05))
                        .lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.studyUid()).isEqualTo("1.3"));
    }

    @Test
    void makesAnIncompleteStudyAQualityItem() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study(
                        "1.2",
                        1,
                        7,
                        Patients.noon(7),
                        true,
                        List.of(),
                        Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));

        assertThat(story.alerts()).singleElement().satisfies(a -> {
            assertThat(a.kind()).isEqualTo("incomplete-study");
            assertThat(a.category()).isEqualTo(Category.QUALITY);
        });
    }

    @Test
    void passesOnWhyAStudyGaveNoNumber() {
        Reason fault = Reason.of(ReasonCode.B_VALUES_INADEQUATE);
        Story story =
                Patients.withBaseline(1.0).study(Patients.study("1.2", 1, 7, Patients.noon(7), false, List.of(fault)));

        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
        assertThat(story.current("1.2").reasons()).containsExactly(fault);
        assertThat(story.alerts()).singleElement().satisfies(a -> {
            assertThat(a.kind()).isEqualTo("indeterminate");
            assertThat(a.category()).isEqualTo(Category.QUALITY);
        });
    }

    @Test
    void listsALesionThatIsNoLongerMeasurable() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7))
                .fact(Patients.fact("fact-gone", 8, new FactBody.LesionNotMeasurable("1.2", Patients.LESION)));

        assertThat(story.current("1.2").outcome()).isEqualTo("lesion-not-measurable");
        assertThat(story.lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.category()).isEqualTo(Category.INFORMATION));
    }

    @Test
    void closesTheOverdueItemWhenTheStudyArrivesAfterAll() {
        Story story = Patients.withBaseline(1.0).clock(Patients.noon(11));
        assertThat(story.lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.kind()).isEqualTo("overdue-study"));

        story.study(study("1.2", 1, 8, 1.20), Patients.noon(12));

        assertThat(story.lastAlerts())
                .extracting(a -> a.kind() + " " + a.state() + " " + a.notifies())
                .containsExactlyInAnyOrder("overdue-study SUPERSEDED false", "adc-rise RAISED true");
    }

    @Test
    void ignoresStudiesWithoutDiffusion() {
        StudyMeasured mammography = new StudyMeasured(
                Patients.KEY,
                "1.9",
                1,
                ClinicalTime.parse("2026-03-09"),
                Patients.noon(7),
                StudyMeasured.Outcome.NOT_APPLICABLE,
                false,
                List.of(),
                List.of(),
                List.of(),
                new ObjectRef("0".repeat(64), 1),
                "ready",
                "1.0",
                Patients.noon(7));
        Story story = Patients.withBaseline(1.0).study(mammography);

        assertThat(story.assessments()).noneMatch(a -> "1.9".equals(a.studyUid()));
        assertThat(story.clock(Patients.noon(11)).lastAlerts())
                .singleElement()
                .satisfies(a -> assertThat(a.kind()).isEqualTo("overdue-study"));
    }

    @Test
    void flagsWhatSpeaksAgainstAComparisonWithoutBlockingIt() {
        Story story = Patients.withBaseline(1.7)
                .fact(Patients.fact(
                        "fact-course-2",
                        3,
                        new FactBody.RegimenChanged(Patients.COURSE, ClinicalTime.parse("2026-03-05"), "TCHP")))
                .study(study("1.2", 1, 7, 1.75));

        assertThat(story.current("1.2").flags()).containsExactly("high-baseline-adc", "regimen-changed");
        assertThat(story.alerts())
                .singleElement()
                .satisfies(a -> assertThat(a.severity()).isEqualTo(Severity.S2));
    }

    @Test
    void namesTheThresholdSetAndTheInputsOfEveryAssessment() {
        Story story = early(1.05);
        Map<String, @Nullable String> inputs = new TreeMap<>();
        story.current("1.2").inputsUsed().forEach(i -> inputs.put(i.name(), i.source()));

        assertThat(story.current("1.2").thresholdSetId()).matches("[0-9a-f]{64}");
        assertThat(inputs).containsEntry("A0", "measured-1.1-1").containsEntry("A1", "measured-1.2-1");
        assertThat(story.current("1.2").inputEventIds())
                .containsExactly("measured-1.2-1", "measured-1.1-1", "fact-course", "fact-lesion");
        assertThat(story.current("1.2").clauses())
                .allSatisfy(c -> assertThat(c.thresholdSource()).isNotBlank());
    }

    @Test
    void aFirstDayCorrectedWithinTheWindowTellsNobodyAgain() {
        Story story = early(1.05).fact(firstDay("fact-course", 8, "2026-03-04"));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RAISED);
            assertThat(a.version()).isEqualTo(2);
            assertThat(a.notifies()).isFalse();
            assertThat(a.story()).isNotNull();
            assertThat(a.story().day()).isEqualTo(5);
            assertThat(a.story().baselineDay()).isEqualTo(-8);
        });
        assertThat(story.fact(firstDay("fact-course", 8, "2026-03-04")).lastAlerts())
                .as("the same correction again")
                .isEmpty();
    }

    @Test
    void aFirstDayCorrectedOutOfTheWindowTakesTheAlertBackOnce() {
        // The study is then of the day after the first infusion.
        Story story = early(1.05).fact(firstDay("fact-course", 8, "2026-03-08"));

        assertThat(story.lastAlerts())
                .filteredOn(AlertRaised::notifies)
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.state()).isEqualTo(State.RETRACTED);
                    assertThat(a.timePoint()).isEqualTo("W1");
                });
        assertThat(story.lastAssessment().timePoint()).isEqualTo("TOO-EARLY");
        assertThat(story.clock(Patients.noon(9)).lastAlerts()).noneMatch(AlertRaised::notifies);
        assertThat(story.fact(firstDay("fact-course", 9, "2026-03-08")).lastAlerts())
                .noneMatch(AlertRaised::notifies);
    }

    @Test
    void aFirstDayCorrectedIntoAnotherWindowLeavesOneOpenAlert() {
        // The study is then of day 13, the baseline of the first day but before the infusion.
        Story story = early(1.05).fact(firstDay("fact-course", 8, "2026-02-24T10:00:00"));

        assertThat(story.lastAlerts())
                .filteredOn(a -> a.category() == Category.CLINICAL)
                .extracting(a -> a.timePoint() + " " + a.state() + " " + a.notifies())
                .containsExactlyInAnyOrder("W1 SUPERSEDED false", "C1 RAISED true");
        AlertRaised open = story.lastAlerts().stream()
                .filter(a -> "C1".equals(a.timePoint()))
                .findFirst()
                .orElseThrow();
        assertThat(story.lastAlerts())
                .filteredOn(a -> a.state() == State.SUPERSEDED)
                .singleElement()
                .satisfies(a -> assertThat(a.supersededBy()).isEqualTo(open.alertKey()));
        assertThat(story.clock(Patients.noon(8).plusSeconds(60)).lastAlerts()).isEmpty();
        assertThat(story.fact(firstDay("fact-course", 8, "2026-02-24T10:00:00")).lastAlerts())
                .isEmpty();
    }

    private static ClinicalFact firstDay(String id, int statedOnDay, String c1d1) {
        return Patients.fact(
                id,
                statedOnDay,
                new FactBody.NacCourse(Patients.COURSE, ClinicalTime.parse(c1d1), "EC-T", null, Side.L, null));
    }

    private static Story early(double adcE3) {
        return Patients.withBaseline(1.0).study(study("1.2", 1, 7, adcE3));
    }

    private static StudyMeasured study(String uid, int revision, int day, double adcE3) {
        return Patients.study(uid, revision, day, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
    }
}
