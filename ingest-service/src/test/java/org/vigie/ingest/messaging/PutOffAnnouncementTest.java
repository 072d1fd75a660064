package org.vigie.ingest.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.Instances;
import org.vigie.ingest.PackagedRules;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.Comparison;
import org.vigie.ingest.domain.QuietTimes;
import org.vigie.ingest.mr.ProtocolCheck;
import org.vigie.store.FileObjectStore;

/** A study is announced when every reader of the store can read all of it, and not before. */
class PutOffAnnouncementTest {
    private static final Instant T0 = Instances.T0;

    @TempDir
    Path folder;

    private UploadingStore store;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> stored;
    private TestOutputTopic<String, byte[]> ready;

    @BeforeEach
    void open() throws IOException {
        store = new UploadingStore(new FileObjectStore(folder.resolve("store")));
        Announcer announcer = new Announcer(
                store,
                new Assembly(new QuietTimes(Duration.ofSeconds(60), Duration.ofSeconds(900), Duration.ofSeconds(5400))),
                new ProtocolCheck(PackagedRules.with(Map.of())),
                study -> false,
                new IdleFloor(() -> T0),
                (a, b) -> Comparison.OTHER,
                new IngestMetrics(new SimpleMeterRegistry()));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        AssemblyTopology.Timing timing = new AssemblyTopology.Timing(Duration.ofMillis(500), Duration.ofMinutes(5));
        driver = new TopologyTestDriver(AssemblyTopology.build(announcer, timing), settings, T0);
        stored = driver.createInputTopic(Topics.INSTANCE_STORED, new StringSerializer(), new ByteArraySerializer());
        ready = driver.createOutputTopic(Topics.STUDY_READY, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void isAnnouncedOnceWhenTheUploadIsOver() throws IOException {
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        driver.advanceWallClockTime(Duration.ofHours(3));
        assertThat(ready.isEmpty()).isTrue();
        String name = "manifests/" + Instances.PATIENT + "/" + Announcer.sha256(Instances.STUDY);
        assertThat(store.resolve(name)).isEmpty();

        store.uploaded = true;
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        StudyReady event = next();
        assertThat(event.revision()).isEqualTo(1);
        assertThat(event.readyAt()).isAfter(T0.plus(Duration.ofHours(3)));
        assertThat(store.resolve(name)).contains(event.manifest());
        // Manifest and each instance were asked for, nothing else.
        Set<ObjectRef> whole = new HashSet<>(Set.of(event.manifest()));
        Instances.completeDwi().forEach(i -> whole.add(i.object()));
        assertThat(store.asked).isEqualTo(whole);
        driver.advanceWallClockTime(Duration.ofHours(3));
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void whatArrivesWhileItIsPutOffIsOfTheSameRevision() {
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofMinutes(10));
        send(Instances.dwi("1.2.1.5", 0, 10));
        send(Instances.dwi("1.2.1.6", 800, 10));
        store.uploaded = true;
        driver.advanceWallClockTime(Duration.ofSeconds(59));
        assertThat(ready.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        StudyReady event = next();
        assertThat(event.revision()).isEqualTo(1);
        assertThat(event.series()).containsExactly(new StudyReady.SeriesCount("1.2.1", "MR", 6));
        assertThat(ready.isEmpty()).isTrue();
    }

    @Test
    void aBucketThatCanNotSayPutsItOffToo() {
        store.away = true;
        Instances.completeDwi().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofMinutes(10));
        assertThat(ready.isEmpty()).isTrue();

        store.away = false;
        store.uploaded = true;
        driver.advanceWallClockTime(Duration.ofSeconds(6));
        assertThat(next().revision()).isEqualTo(1);
    }

    private void send(InstanceStored instance) {
        stored.pipeInput(instance.studyUid(), Json.bytes(instance));
    }

    private StudyReady next() {
        return Json.read(ready.readValue(), StudyReady.class);
    }
}
