package org.vigie.staging.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.domain.alerts.PatientState;

class TopologyTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    Path stateDir;

    private final SettableClock clock = new SettableClock();
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> measured;
    private TestInputTopic<String, byte[]> facts;
    private TestOutputTopic<String, byte[]> assessed;
    private TestOutputTopic<String, byte[]> alerts;

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "staging.timeline");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        clock.now = Patients.noon(7);
        driver = new TopologyTestDriver(
                StagingTopology.build(
                        Patients.pipeline(),
                        new StagingMetrics(new SimpleMeterRegistry()),
                        clock,
                        Duration.ofSeconds(1),
                        100),
                config,
                clock.now);
        measured = input(Topics.STUDY_MEASURED);
        facts = input(Topics.FACT_RECORDED);
        assessed = output(Topics.PATIENT_ASSESSED);
        alerts = output(Topics.ALERT_RAISED);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Test
    void raisesOneAlertWithCloudEventHeadersAndTheTraceOfItsCause() {
        baseline();
        pipe(early(1, 1.05));

        List<TestRecord<String, byte[]>> raised = alerts.readRecordsToList();
        assertThat(raised).hasSize(1);
        TestRecord<String, byte[]> event = raised.getFirst();
        assertThat(event.key()).isEqualTo(Patients.KEY);
        assertThat(header(event, "ce_type")).isEqualTo("clinical.alert.raised.v1");
        assertThat(header(event, "ce_source")).isEqualTo("staging");
        assertThat(header(event, "traceparent")).isEqualTo(TRACE);
        AlertRaised alert = Json.read(event.value(), AlertRaised.class);
        assertThat(alert.kind()).isEqualTo("adc-no-change");
        assertThat(alert.severity()).isEqualTo(AlertRaised.Severity.S2);
        assertThat(alert.timePoint()).isEqualTo("W1");
    }

    @Test
    void saysNothingWhenTheSameEventsComeAgain() {
        baseline();
        pipe(early(1, 1.05));
        alerts.readRecordsToList();
        assessed.readRecordsToList();

        baseline();
        pipe(early(1, 1.05));

        assertThat(alerts.isEmpty()).isTrue();
        assertThat(assessed.isEmpty()).isTrue();
    }

    @Test
    void raisesTheSameAlertWhenTheCourseIsStatedLast() {
        pipe(early(1, 1.05));
        pipe(Patients.study("1.1", 1, -6, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)));
        pipe(Patients.lesion());
        pipe(Patients.course());

        List<AlertRaised> raised = said();
        assertThat(raised)
                .filteredOn(a -> a.category() == AlertRaised.Category.CLINICAL)
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.kind()).isEqualTo("adc-no-change");
                    assertThat(a.version()).isEqualTo(1);
                });
    }

    @Test
    void recordsAnOlderRevisionThatComesLateButNeverMakesItCurrent() {
        baseline();
        pipe(early(2, 1.05));
        said();

        pipe(early(1, 1.40));

        assertThat(said()).isEmpty();
        assertThat(assessed.readValuesToList().stream().map(v -> Json.read(v, PatientAssessed.class)))
                .filteredOn(a -> "1.2".equals(a.studyUid()))
                .allSatisfy(a -> assertThat(a.revision()).isEqualTo(2));
    }

    @Test
    void raisesTheOverdueStudyWhenDayElevenBegins() {
        baseline();
        clock.now = Patients.noon(10);
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(said()).isEmpty();

        clock.now = Patients.C1D1.plusDays(11).atStartOfDay(Patients.PARIS).toInstant();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(said()).singleElement().satisfies(a -> {
            assertThat(a.kind()).isEqualTo("overdue-study");
            assertThat(a.severity()).isEqualTo(AlertRaised.Severity.S1);
            assertThat(a.category()).isEqualTo(AlertRaised.Category.QUALITY);
            assertThat(a.acknowledgeWithinWorkingDays()).isEqualTo(3);
        });
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(said()).isEmpty();
    }

    @Test
    void expiresAnOpenAlertAfterDayTwentyEight() {
        baseline();
        pipe(early(1, 1.05));
        said();

        clock.now = Patients.C1D1.plusDays(29).atStartOfDay(Patients.PARIS).toInstant();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(said()).singleElement().satisfies(a -> {
            assertThat(a.state()).isEqualTo(AlertRaised.State.EXPIRED);
            assertThat(a.version()).isEqualTo(2);
            assertThat(a.notifies()).isFalse();
        });
    }

    @Test
    void notifiesNobodyOfAFollowUpThatIsMonthsOldOnArrival() {
        clock.now = Patients.noon(100);
        baseline();
        alerts.readRecordsToList();
        pipe(Patients.study(
                "1.2",
                1,
                7,
                Patients.noon(100),
                false,
                List.of(),
                Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));

        assertThat(said()).isEmpty();
        assertThat(assessed.readValuesToList().stream().map(v -> Json.read(v, PatientAssessed.class)))
                .filteredOn(a -> "1.2".equals(a.studyUid()))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.outcome()).isEqualTo("adc-no-change");
                    assertThat(a.flags()).contains("expired-on-arrival");
                });
    }

    @Test
    void everyTurnOfAResultIsAnEventOfItsOwn() {
        baseline();
        pipe(early(1, 1.05));
        ClinicalFact gone = Patients.fact("fact-gone", 7, new FactBody.LesionNotMeasurable("1.2", Patients.LESION));
        ClinicalFact back = Patients.fact("fact-back", 8, new FactBody.Retracted("fact-gone"));
        clock.now = Patients.noon(8);
        pipe(gone);
        pipe(back);
        clock.now = Patients.noon(9);
        pipe(Patients.fact("fact-gone", 9, new FactBody.LesionNotMeasurable("1.2", Patients.LESION)));

        List<TestRecord<String, byte[]>> turns = assessed.readRecordsToList().stream()
                .filter(r ->
                        "1.2".equals(Json.read(r.value(), PatientAssessed.class).studyUid()))
                .toList();
        assertThat(turns)
                .extracting(r -> Json.read(r.value(), PatientAssessed.class).outcome())
                .containsExactly("adc-no-change", "lesion-not-measurable", "adc-no-change", "lesion-not-measurable");
        assertThat(turns).extracting(r -> header(r, "ce_id")).doesNotHaveDuplicates();
    }

    @Test
    void sendsUnreadableEventsToDeadLettersAndGoesOn() {
        facts.pipeInput(Patients.KEY, "no json".getBytes(StandardCharsets.UTF_8));
        measured.pipeInput("another key", Json.bytes(early(1, 1.05)));
        baseline();
        pipe(early(1, 1.05));

        assertThat(output("clinical.fact.recorded.v1.staging.dlq").readRecordsToList())
                .singleElement()
                .satisfies(dead -> {
                    assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("no json");
                    assertThat(header(dead, "vigie_reason")).startsWith("ClinicalFact: JsonParseException");
                });
        assertThat(output("imaging.study.measured.v1.staging.dlq").readRecordsToList())
                .singleElement()
                .satisfies(dead -> assertThat(header(dead, "vigie_reason")).isEqualTo("key and patientKey differ"));
        assertThat(said()).hasSize(1);
    }

    @Test
    void keepsEveryPatientInRowsThatReadBackTheSame() {
        baseline();
        pipe(early(1, 1.05));
        String other = "b".repeat(64);
        facts.pipeInput(
                other,
                Json.bytes(new ClinicalFact(
                        "f-1", other, Patients.noon(1), "u", "rest", new FactBody.Lesion("1.9", "L1", null, null))));

        KeyValueStore<String, byte[]> rows = driver.getKeyValueStore("timeline");
        List<PatientState> all = new ArrayList<>();
        PatientRows.forEach(rows, all::add);

        assertThat(all).hasSize(2);
        assertThat(PatientRows.load(rows, Patients.KEY)).isEqualTo(all.getFirst());
        assertThat(PatientRows.load(rows, "c".repeat(64))).isNull();
        PatientState expected = Patients.withBaseline(1.0)
                .study(early(1, 1.05), Patients.noon(7))
                .state();
        assertThat(all.getFirst().timeline()).isEqualTo(expected.timeline());
        assertThat(all.getFirst().alerts()).isEqualTo(expected.alerts());
        assertThat(all.getFirst().nextDueAt()).isEqualTo(expected.nextDueAt());
    }

    @Test
    void movesAPatientOfVersionOneWhenTouched() {
        PatientState before = Patients.withBaseline(1.0).state();
        KeyValueStore<String, LegacyState> legacy = driver.getKeyValueStore("patients");
        legacy.put(
                Patients.KEY,
                new LegacyState(
                        new LegacyState.LegacyTimeline(
                                Patients.KEY,
                                before.timeline().facts(),
                                before.timeline().studies()),
                        before.assessed(),
                        before.alerts(),
                        before.nextDueAt()));

        pipe(early(1, 1.05));

        assertThat(said()).filteredOn(a -> a.kind().equals("adc-no-change")).hasSize(1);
        assertThat(legacy.get(Patients.KEY)).isNull();
        PatientState after = PatientRows.load(driver.getKeyValueStore("timeline"), Patients.KEY);
        assertThat(after).isNotNull();
        assertThat(after.timeline().currentStudies()).hasSize(2);
    }

    @Test
    void handsAMergedPatientOver() {
        baseline();
        pipe(early(1, 1.05));
        said();
        String target = "b".repeat(64);
        clock.now = Patients.noon(8);

        pipe(Patients.fact("merge", 8, new LinkFact.PatientMerged(target, null)));

        TestRecord<String, byte[]> handover =
                output(Topics.FACT_RECORDED).readRecordsToList().getFirst();
        assertThat(handover.key()).isEqualTo(target);
        assertThat(header(handover, "ce_type")).isEqualTo("clinical.fact.recorded.v1");
        facts.pipeInput(target, handover.value());
        assertThat(said())
                .extracting(a -> a.patientKey().charAt(0) + " " + a.state() + " " + a.kind() + " " + a.notifies())
                .containsExactly("a SUPERSEDED adc-no-change false", "b RAISED adc-no-change false");
    }

    private void baseline() {
        pipe(Patients.course());
        pipe(Patients.lesion());
        pipe(Patients.study("1.1", 1, -6, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)));
    }

    private static StudyMeasured early(int revision, double adcE3) {
        return Patients.study("1.2", revision, 7, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
    }

    private void pipe(ClinicalFact fact) {
        facts.pipeInput(Patients.KEY, Json.bytes(fact));
    }

    private void pipe(StudyMeasured study) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", Patients.eventId(study).getBytes(StandardCharsets.UTF_8));
        headers.add("traceparent", TRACE.getBytes(StandardCharsets.UTF_8));
        measured.pipeInput(new TestRecord<>(Patients.KEY, Json.bytes(study), headers));
    }

    private List<AlertRaised> said() {
        return alerts.readValuesToList().stream()
                .map(v -> Json.read(v, AlertRaised.class))
                .toList();
    }

    private static String header(TestRecord<String, byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
