package org.vigie.ingest.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.Instances;
import org.vigie.ingest.PackagedRules;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.Comparison;
import org.vigie.ingest.domain.QuietTimes;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.mr.ProtocolCheck;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

class AssemblyTopologyTest {
    private static final Instant T0 = Instances.T0;
    private static final QuietTimes TIMES =
            new QuietTimes(Duration.ofSeconds(60), Duration.ofSeconds(900), Duration.ofSeconds(5400));

    private static final AssemblyTopology.Timing TIMING =
            new AssemblyTopology.Timing(Duration.ofMillis(500), Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private Comparison comparison = Comparison.OTHER;
    private TestInputTopic<String, byte[]> reported;

    private ObjectStore store;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> stored;
    private TestOutputTopic<String, byte[]> ready;
    private TestOutputTopic<String, byte[]> deadLetters;

    AssemblyTopologyTest() {}

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(folder.resolve("store"));
        Announcer announcer = new Announcer(
                store,
                new Assembly(TIMES),
                new ProtocolCheck(PackagedRules.with(Map.of())),
                study -> false,
                new IdleFloor(() -> T0),
                (a, b) -> comparison,
                new IngestMetrics(new SimpleMeterRegistry()));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        driver = new TopologyTestDriver(AssemblyTopology.build(announcer, TIMING), settings, T0);
        stored = driver.createInputTopic(Topics.INSTANCE_STORED, new StringSerializer(), new ByteArraySerializer());
        reported = driver.createInputTopic(Topics.INTAKE_REPORTED, new StringSerializer(), new ByteArraySerializer());
        ready = driver.createOutputTopic(Topics.STUDY_READY, new StringDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic(
                Topics.deadLetters(Topics.INSTANCE_STORED, "ingest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void announcesACompleteDiffusionStudyOnceWithItsManifest() throws IOException {
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(59));
        assertThat(ready.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofMillis(1_500));

        TestRecord<String, byte[]> record = ready.readRecord();
        StudyReady event = Json.read(record.value(), StudyReady.class);
        assertThat(record.key()).isEqualTo(Instances.PATIENT);
        assertThat(header(record, "ce_type")).isEqualTo("imaging.study.ready.v1");
        assertThat(header(record, "ce_source")).isEqualTo("ingest");
        assertThat(event.revision()).isEqualTo(1);
        assertThat(event.completeness()).isEqualTo(Completeness.PROTOCOL_SATISFIED);
        assertThat(event.incomplete()).isFalse();
        assertThat(event.series()).containsExactly(new StudyReady.SeriesCount("1.2.1", "MR", 4));
        assertThat(event.changedSeriesUids()).containsExactly("1.2.1");
        assertThat(store.resolve("manifests/" + Instances.PATIENT + "/" + Announcer.sha256("1.2")))
                .contains(event.manifest());

        // When everything is announced again after a restart of the outbox
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofHours(2));
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void aStudyWaitsForAReplicaThatCannotSayThatItHoldsNothing() {
        says("a", 0, false);
        says("b", 0, false);
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(30));
        says("a", 30, false);
        says("b", 30, false);
        driver.advanceWallClockTime(Duration.ofSeconds(40));
        says("a", 70, false);
        driver.advanceWallClockTime(Duration.ofSeconds(100));
        // Silent for 170 s as far as a knows; b is not heard of since second 30.
        assertThat(ready.isEmpty()).isTrue();

        // b could publish again: it held two of the study's.
        send(Instances.dwi("1.2.1.5", 800, 10));
        send(Instances.dwi("1.2.1.6", 0, 10));
        says("b", 170, false);
        says("a", 170, false);
        driver.advanceWallClockTime(Duration.ofSeconds(59));
        assertThat(ready.isEmpty()).isTrue();
        says("a", 230, false);
        says("b", 230, false);
        driver.advanceWallClockTime(Duration.ofSeconds(4));

        StudyReady event = next();
        assertThat(event.series()).containsExactly(new StudyReady.SeriesCount("1.2.1", "MR", 6));
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void nobodyWaitsForAReplicaThatTookLeaveNorForEverForOneThatIsGone() {
        says("a", 0, false);
        says("b", 0, true);
        says("c", 0, false);
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(299));
        says("a", 299, false);
        driver.advanceWallClockTime(Duration.ofMillis(500));
        assertThat(ready.isEmpty()).isTrue();

        driver.advanceWallClockTime(Duration.ofSeconds(4));
        assertThat(next().completeness()).isEqualTo(Completeness.PROTOCOL_SATISFIED);

        // What c held after all is a later revision.
        send(Instances.dwi("1.2.1.5", 800, 10));
        send(Instances.dwi("1.2.1.6", 0, 10));
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        says("a", 364, false);
        driver.advanceWallClockTime(Duration.ofSeconds(4));
        assertThat(next().revision()).isEqualTo(2);
    }

    @Test
    void whatASenderAnnouncedOutlivesTheProcessThatHeardIt() {
        reported.pipeInput(
                Instances.STUDY,
                Json.bytes(new IntakeReported(
                        "b",
                        T0,
                        null,
                        new IntakeReported.StudyAnnounced(
                                Instances.STUDY,
                                List.of(new IntakeReported.SeriesAnnounced(
                                        "1.2.1", List.of("1.2.1.1", "1.2.1.99")))))));
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(899));
        assertThat(ready.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        StudyReady event = next();
        assertThat(event.completeness()).isEqualTo(Completeness.STUDY_QUIET);
        assertThat(event.incomplete()).isTrue();
        assertThat(event.reasons()).singleElement().asString().contains("NOT_ARRIVED(1 of 2 announced)");

        // The last one comes: nothing is missing any more.
        send(Instances.dwi("1.2.1.99", 800, 10));
        send(Instances.dwi("1.2.1.6", 0, 10));
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        assertThat(next().completeness()).isEqualTo(Completeness.PROTOCOL_SATISFIED);
    }

    @Test
    void theSameDataSetInAnotherEncodingByAnotherReplicaIsNoConflict() {
        comparison = Comparison.SAME;
        Instances.completeDwi().forEach(this::send);
        InstanceStored first = Instances.completeDwi().getFirst();
        send(Instances.withObject(first, new ObjectRef("e".repeat(64), 999)));
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        StudyReady event = next();
        assertThat(event.reasons()).isEmpty();
        assertThat(event.series()).containsExactly(new StudyReady.SeriesCount("1.2.1", "MR", 4));
    }

    @Test
    void aReportNobodyCanReadGoesToItsDeadLetters() {
        TestOutputTopic<String, byte[]> letters = driver.createOutputTopic(
                Topics.deadLetters(Topics.INTAKE_REPORTED, "ingest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        reported.pipeInput("a", "{\"replica\":\"a\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(letters.readRecord().key()).isEqualTo("a");
    }

    private void says(String replica, int second, boolean leaving) {
        Instant at = T0.plusSeconds(second);
        reported.pipeInput(
                replica, Json.bytes(new IntakeReported(replica, at, new IntakeReported.Progress(at, leaving), null)));
    }

    @Test
    void diffusionWithOneBValueIsClosedAsIncomplete() {
        send(Instances.dwi("1.2.1.1", 0, 0));
        send(Instances.dwi("1.2.1.2", 0, 5));
        driver.advanceWallClockTime(Duration.ofSeconds(890));
        assertThat(ready.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(11));

        StudyReady event = next();
        assertThat(event.completeness()).isEqualTo(Completeness.STUDY_QUIET);
        assertThat(event.incomplete()).isTrue();
        assertThat(event.reasons()).singleElement().asString().startsWith("STUDY_INCOMPLETE(NO_HIGH_B");
    }

    @Test
    void aSegmentationInAnotherStudyMakesANewRevisionOfTheStudyItRefersTo() throws IOException {
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        assertThat(next().revision()).isEqualTo(1);

        InstanceStored seg = Instances.seg(Instances.OTHER_STUDY, "1.3.7.1", Instances.PATIENT, Instances.STUDY);
        stored.pipeInput(Instances.STUDY, Json.bytes(seg));
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        StudyReady second = next();
        assertThat(second.studyUid()).isEqualTo(Instances.STUDY);
        assertThat(second.revision()).isEqualTo(2);
        assertThat(second.changedSeriesUids()).containsExactly("1.3.7");
        StudyManifest manifest = Json.read(store.read(second.manifest()), StudyManifest.class);
        assertThat(manifest.series())
                .extracting(StudyManifest.Series::studyUid)
                .containsExactly(Instances.STUDY, Instances.OTHER_STUDY);
    }

    @Test
    void aSegmentationOfAnotherPatientIsLeftOutAndSaid() {
        Instances.completeDwi().forEach(this::send);
        InstanceStored seg = Instances.seg(Instances.OTHER_STUDY, "1.3.7.1", Instances.OTHER_PATIENT, Instances.STUDY);
        stored.pipeInput(Instances.STUDY, Json.bytes(seg));
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        StudyReady event = next();
        assertThat(event.series()).extracting(StudyReady.SeriesCount::modality).containsExactly("MR");
        assertThat(event.reasons()).containsExactly("AMBIGUOUS_IDENTITY(referring object)");
    }

    @Test
    void aStudyThatKnowsOnlyReferringObjectsWaitsForItsOwn() {
        InstanceStored seg = Instances.seg(Instances.OTHER_STUDY, "1.3.7.1", Instances.PATIENT, Instances.STUDY);
        stored.pipeInput(Instances.STUDY, Json.bytes(seg));
        driver.advanceWallClockTime(Duration.ofHours(3));
        assertThat(ready.isEmpty()).isTrue();

        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        assertThat(next().series()).extracting(StudyReady.SeriesCount::modality).containsExactly("MR", "SEG");
    }

    @Test
    void unreadableEventsGoToTheDeadLettersAndTheNextIsTaken() {
        stored.pipeInput("1.2", "no json".getBytes(StandardCharsets.UTF_8));
        stored.pipeInput("1.999", Json.bytes(Instances.dwi("1.2.1.1", 0, 0)));
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        assertThat(deadLetters.getQueueSize()).isEqualTo(2);
        assertThat(next().revision()).isEqualTo(1);
    }

    @Test
    void theSameContentGivesTheSameEventId() throws IOException {
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        String first = header(ready.readRecord(), "ce_id");
        driver.close();

        folder = folder.resolve("another");
        open();
        Instances.completeDwi().reversed().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(75));

        assertThat(ready.readRecordsToList())
                .singleElement()
                .satisfies(r -> assertThat(header(r, "ce_id")).isEqualTo(first));
    }

    /** All but the last instance are put into the stores, since the driver writes to disk after each record. */
    @Test
    void twentyThousandInstancesMakeOneSmallEventInBoundedTime() throws IOException {
        Assembly rules = new Assembly(TIMES);
        KeyValueStore<String, byte[]> instances = driver.getKeyValueStore(AssemblyTopology.INSTANCES);
        StudyState study = null;
        long started = System.nanoTime();
        for (int series = 0; series < 40; series++) {
            for (int slice = series == 39 ? 1 : 0; slice < 500; slice++) {
                InstanceStored one = slice(series, slice);
                instances.put(one.studyUid() + "|" + one.sopInstanceUid(), Json.bytes(one));
                study = rules.add(study, one.studyUid(), one, new Assembly.Context(T0.minusMillis(1), false, null));
            }
        }
        driver.getKeyValueStore(AssemblyTopology.STUDIES)
                .put(Instances.STUDY, Json.bytes(Objects.requireNonNull(study)));
        send(slice(39, 0));
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        TestRecord<String, byte[]> record = ready.readRecord();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        StudyReady event = Json.read(record.value(), StudyReady.class);
        assertThat(event.series()).hasSize(40).allMatch(s -> s.instances() == 500);
        assertThat(event.completeness()).isEqualTo(Completeness.PROTOCOL_SATISFIED);
        assertThat(record.value()).hasSizeLessThan(16_384);
        assertThat(event.manifest().bytes()).isGreaterThan(1_000_000);
        assertThat(took).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aReadyEventThatTheBrokerLostIsSaidAgainUnderTheSameId() {
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        TestRecord<String, byte[]> first = ready.readRecord();

        // When ingest starts and finds no ready event for these instances
        Instances.completeDwi().subList(0, 3).forEach(this::send);
        InstanceStored last = Instances.completeDwi().getLast();
        RecordHeaders again = new RecordHeaders();
        OutboxHeaders.put(again, OutboxHeaders.AGAIN, "true");
        stored.pipeInput(new TestRecord<>(last.studyUid(), Json.bytes(last), again));

        assertThat(ready.readRecordsToList()).singleElement().satisfies(r -> {
            assertThat(header(r, "ce_id")).isEqualTo(header(first, "ce_id"));
            assertThat(Json.read(r.value(), StudyReady.class)).isEqualTo(Json.read(first.value(), StudyReady.class));
        });
        driver.advanceWallClockTime(Duration.ofHours(2));
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void otherContentUnderAKnownUidFromAnotherReplicaIsAConflictAndNeverMeasured() throws IOException {
        Instances.completeDwi().forEach(this::send);
        InstanceStored known = Instances.completeDwi().getFirst();
        InstanceStored other = Json.read(
                new String(Json.bytes(known), StandardCharsets.UTF_8)
                        .replace(known.object().sha256(), "e".repeat(64))
                        .getBytes(StandardCharsets.UTF_8),
                InstanceStored.class);
        send(other);
        send(other);
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        StudyReady event = next();
        assertThat(event.reasons()).containsExactly("INVALID_VALUE(1 conflicting instances)");
        assertThat(new String(store.read(event.manifest()), StandardCharsets.UTF_8))
                .contains(known.object().sha256())
                .doesNotContain(other.object().sha256());
    }

    /** Another machine's object is on its way to the bucket; what comes of it is known, or still not, when it is announced. */
    @ParameterizedTest
    @CsvSource({
        "SAME,",
        "OTHER,INVALID_VALUE(1 conflicting instances)",
        "NOT_COMPARED,INVALID_VALUE(1 instances not compared)"
    })
    void whatCannotBeComparedIsComparedAgainAndElseSaid(Comparison later, @Nullable String reason) throws IOException {
        comparison = Comparison.NOT_COMPARED;
        Instances.completeDwi().forEach(this::send);
        InstanceStored known = Instances.completeDwi().getFirst();
        InstanceStored other = Json.read(
                new String(Json.bytes(known), StandardCharsets.UTF_8)
                        .replace(known.object().sha256(), "e".repeat(64))
                        .getBytes(StandardCharsets.UTF_8),
                InstanceStored.class);
        send(other);
        send(other);
        comparison = later;
        driver.advanceWallClockTime(Duration.ofSeconds(61));

        StudyReady event = next();
        assertThat(event.reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
        assertThat(event.series()).containsExactly(new StudyReady.SeriesCount("1.2.1", "MR", 4));
        assertThat(new String(store.read(event.manifest()), StandardCharsets.UTF_8))
                .contains(known.object().sha256())
                .doesNotContain(other.object().sha256());
        driver.advanceWallClockTime(Duration.ofHours(2));
        assertThat(ready.isEmpty()).isTrue();
    }

    private static InstanceStored slice(int series, int slice) {
        return Instances.of(
                Instances.STUDY,
                "1.2." + series,
                "1.2." + series + "." + slice,
                Instances.PATIENT,
                "MR",
                false,
                List.of(),
                List.of(new InstanceStored.DwiFrame(series % 2 == 0 ? 0 : 800, Instances.GRID, slice)));
    }

    @Test
    void aStudyOfThousandsOfSeriesListsEachOfThemOnce() {
        for (int series = 0; series < 1_010; series++) {
            send(Instances.of(
                    Instances.STUDY,
                    "1.2." + series,
                    "1.2." + series + ".1",
                    Instances.PATIENT,
                    "MR",
                    false,
                    List.of(),
                    List.of()));
        }
        driver.advanceWallClockTime(Duration.ofSeconds(901));

        assertThat(next().changedSeriesUids()).hasSize(1_010).doesNotHaveDuplicates();
    }

    private void send(InstanceStored instance) {
        stored.pipeInput(instance.studyUid(), Json.bytes(instance));
    }

    private StudyReady next() {
        return Json.read(ready.readValue(), StudyReady.class);
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
