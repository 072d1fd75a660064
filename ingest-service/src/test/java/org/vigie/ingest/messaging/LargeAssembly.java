package org.vigie.ingest.messaging;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.Instances;
import org.vigie.ingest.PackagedRules;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.Comparison;
import org.vigie.ingest.domain.QuietTimes;
import org.vigie.ingest.mr.ProtocolCheck;
import org.vigie.store.FileObjectStore;

/** One study of many images through the assembly, to be run in a small heap. Prints what was announced. */
final class LargeAssembly {
    private static final String SERIES = "1.2.826.0.1.3680043.10.543.20000.1";

    private LargeAssembly() {}

    /** @param arguments an empty folder, number of images */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        FileObjectStore store = new FileObjectStore(folder.resolve("store"));
        Announcer announcer = new Announcer(
                store,
                new Assembly(new QuietTimes(Duration.ofSeconds(60), Duration.ofSeconds(900), Duration.ofSeconds(5400))),
                new ProtocolCheck(PackagedRules.with(Map.of())),
                study -> false,
                new IdleFloor(() -> Instances.T0),
                (a, b) -> Comparison.OTHER,
                new IngestMetrics(new SimpleMeterRegistry()));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "large");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        AssemblyTopology.Timing timing = new AssemblyTopology.Timing(Duration.ofMillis(500), Duration.ofMinutes(5));
        try (TopologyTestDriver driver =
                new TopologyTestDriver(AssemblyTopology.build(announcer, timing), settings, Instances.T0)) {
            TestInputTopic<String, byte[]> stored =
                    driver.createInputTopic(Topics.INSTANCE_STORED, new StringSerializer(), new ByteArraySerializer());
            // The driver forces its files after every record; so all but the last go where the assembly keeps them.
            KeyValueStore<String, byte[]> gathered =
                    Objects.requireNonNull(driver.getKeyValueStore(AssemblyTopology.INSTANCES));
            for (int i = 0; i < images; i++) {
                int slice = i / 2;
                InstanceStored instance = Instances.dwi(SERIES + "." + i, i % 2 == 0 ? 0 : 800, slice);
                if (i < images - 4) {
                    gathered.put(instance.studyUid() + "|" + instance.sopInstanceUid(), Json.bytes(instance));
                } else {
                    stored.pipeInput(instance.studyUid(), Json.bytes(instance));
                }
            }
            driver.advanceWallClockTime(Duration.ofSeconds(62));
            StudyReady ready = Json.read(
                    driver.createOutputTopic(Topics.STUDY_READY, new StringDeserializer(), new ByteArrayDeserializer())
                            .readValue(),
                    StudyReady.class);
            StudyManifest manifest = Json.read(store.read(ready.manifest()), StudyManifest.class);
            System.out.printf(
                    "READY %s %d %d%n",
                    ready.completeness(),
                    ready.series().getFirst().instances(),
                    manifest.series().getFirst().instances().size());
        }
    }
}
