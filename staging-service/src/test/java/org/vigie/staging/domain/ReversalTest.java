package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.AlertRaised.State;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** Clinical rules 9.2 and 9.3 where an alert is closed, or closes, at the moment its outcome turns. */
class ReversalTest {

    @Test
    void tellsOfAReversalOfAnAlertThatIsAlreadySuperseded() {
        Story story = Patients.withBaseline(1.0)
                .study(study("1.2", 1, 7, 1.05, Patients.SCAN))
                .study(study("1.3", 1, 20, 1.08, Patients.SCAN));
        assertThat(story.lastAlerts()).extracting(a -> a.state()).contains(State.SUPERSEDED);

        story.study(study("1.2", 2, 7, 0.80, Patients.SCAN), Patients.noon(21));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RETRACTED);
            assertThat(a.kind()).isEqualTo("adc-no-change");
            assertThat(a.notifies()).isTrue();
            assertThat(a.flags()).contains("now-adc-fall");
        });
    }

    @Test
    void tellsOfAReversalThatComesWithTheExpiry() {
        Story story = Patients.withBaseline(1.0).study(study("1.2", 1, 7, 1.05, Patients.SCAN));

        story.study(study("1.2", 2, 7, 0.80, Patients.SCAN), Patients.noon(30));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RETRACTED);
            assertThat(a.notifies()).isTrue();
        });
    }

    @Test
    void withdrawsAClosedAlertWhoseStudiesTurnOutNotComparable() {
        Story story = Patients.withBaseline(1.0)
                .study(study("1.2", 1, 7, 1.05, Patients.SCAN))
                .study(study("1.2", 2, 7, 1.05, Patients.scan(3.0)), Patients.noon(30));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.RETRACTED);
            assertThat(a.flags()).contains("now-not-comparable");
        });
    }

    @Test
    void closesQuietlyWhereTheOutcomeStays() {
        Story story = Patients.withBaseline(1.0)
                .study(study("1.2", 1, 7, 1.05, Patients.SCAN))
                .study(study("1.2", 2, 7, 1.06, Patients.SCAN), Patients.noon(30));

        assertThat(story.lastAlerts()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(State.EXPIRED);
            assertThat(a.notifies()).isFalse();
        });
    }

    @Test
    void flagsAResultThatComesAfterItsExpiryThoughAQualityItemStoodUnderItsKey() {
        Story story = Patients.withBaseline(1.0)
                .study(study("1.2", 1, 7, 1.05, Patients.scan(3.0)))
                .clock(Patients.noon(30))
                .study(study("1.2", 2, 7, 1.05, Patients.SCAN), Patients.noon(31));

        assertThat(story.lastAlerts()).isEmpty();
        assertThat(story.current("1.2").outcome()).isEqualTo("adc-no-change");
        assertThat(story.current("1.2").flags()).contains("expired-on-arrival");
    }

    private static StudyMeasured study(String uid, int revision, int day, double adcE3, Acquisition scan) {
        return Patients.study(uid, revision, day, Patients.lesion(Patients.LESION, adcE3, scan, true));
    }
}
