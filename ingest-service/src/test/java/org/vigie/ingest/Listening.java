package org.vigie.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.embedded.FreePort;
import org.vigie.ingest.dicom.DicomServer;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.storage.CommitmentLog;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.Forcing;
import org.vigie.store.ObjectStore;
import org.vigie.store.OpenedStore;
import org.vigie.store.StoreSettings;
import org.vigie.store.s3.S3Settings;

/** The DICOM port on a store of its own, without broker and REST: what arrives can be looked at in the journal. */
public final class Listening implements AutoCloseable {
    private final Path home;
    private final int port;
    private final int tlsPort;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean writable = new AtomicBoolean(true);
    private final OpenedStore opened;
    private final InstanceLog journal;
    private final QuarantineLog quarantine;
    private final Map<String, Map<String, String>> announced = new ConcurrentHashMap<>();
    private final CommitmentLog commitments;
    private final DicomServer server;
    private final StowIntake intake;
    private final IngestPipeline pipeline;
    private volatile Duration ahead = Duration.ZERO;

    /** The volume as the store finds it. */
    public record Volume(Forcing forcing, LongSupplier freeBytes) {}

    /** @param values of {@code vigie.dicom.*} and {@code vigie.ingest.*}, beside free ports; {@code process} names a replica */
    public Listening(Path home, Map<String, String> values) throws IOException {
        this(home, values, new Volume(Forcing.DATA, home.toFile()::getUsableSpace));
    }

    public Listening(Path home, Map<String, String> values, Volume volume) throws IOException {
        this(home, values, volume, null);
    }

    /** @param bucket null for a store of files alone */
    public Listening(Path home, Map<String, String> values, Volume volume, @Nullable S3Settings bucket)
            throws IOException {
        this.home = home;
        this.port = FreePort.pick();
        this.tlsPort = FreePort.pick();
        SmallRyeConfig config = config(home, port, tlsPort, values);
        StorageConfig storage = config.getConfigMapping(StorageConfig.class);
        DicomConfig dicom = config.getConfigMapping(DicomConfig.class);
        IngestMetrics metrics = new IngestMetrics(registry);
        opened = OpenedStore.open(new StoreSettings(storage.storeDir(), bucket), volume.forcing());
        ObjectStore store = opened.store();
        DiskFloor floor = new DiskFloor(storage.storeDir(), volume.freeBytes(), storage.minFreeBytes());
        StoreProbe probe = new StoreProbe(opened.local());
        Files.createDirectories(storage.dir());
        journal = new InstanceLog(opened, values.getOrDefault("process", "a"), () -> {});
        quarantine = new QuarantineLog(storage.dir().resolve("quarantine"));
        commitments = new CommitmentLog(storage.dir().resolve("commitments"));
        pipeline = new IngestPipeline(
                store,
                floor,
                journal,
                quarantine,
                new Identities(new SiteSecret(new byte[32]), new Issuers("LOCAL", Map.of()), Clock.systemUTC()),
                PackagedRules.with(Map.of()),
                metrics,
                () -> Instant.now().plus(ahead));
        intake = new StowIntake(pipeline, ParserLimits.DEFAULT, List.of());
        Pressure pressure = new Pressure(floor, () -> writable.get() && probe.getAsBoolean());
        try {
            server = new DicomServer(
                    dicom,
                    pipeline,
                    new DicomServer.Stored(store, journal, commitments),
                    announced::put,
                    pressure,
                    metrics);
            server.start();
        } catch (org.vigie.ingest.dicom.wire.TlsContexts.FaultyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static SmallRyeConfig config(Path home, int port, int tlsPort, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of(
                "vigie.ingest.store-dir", home.resolve("store").toString(),
                "vigie.ingest.dir", home.resolve("ingest").toString(),
                "vigie.dicom.port", Integer.toString(port),
                "vigie.dicom.tls.port", Integer.toString(tlsPort)));
        all.putAll(values);
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .withMapping(StorageConfig.class)
                .withMapping(DicomConfig.class)
                .build();
    }

    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    public Path home() {
        return home;
    }

    /** Into the same pipeline as the port. */
    public StowIntake intake() {
        return intake;
    }

    /** What is done now and then, as it is done later. */
    public void settleLate(Duration later) {
        ahead = ahead.plus(later);
        pipeline.settleLate();
    }

    public ObjectStore store() {
        return opened.store();
    }

    /** False once its only copy is in the bucket. */
    public boolean isLocal(ObjectRef ref) {
        return opened.local().contains(ref);
    }

    public InstanceLog journal() {
        return journal;
    }

    /** What senders announced: study to instance to series. */
    public Map<String, Map<String, String>> announced() {
        return announced;
    }

    public void writable(boolean now) {
        writable.set(now);
    }

    public List<JournalEntry> entries() throws IOException {
        return journal.read(0, Integer.MAX_VALUE).entries().stream()
                .map(DurableLog.Positioned::value)
                .toList();
    }

    public int quarantined() {
        return quarantine.size();
    }

    /** Sum of a counter over the tags that are not named. */
    public double count(String name, String... tags) {
        return registry.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Override
    public void close() throws IOException {
        server.close();
        journal.close();
        quarantine.close();
        commitments.close();
        opened.close();
    }
}
