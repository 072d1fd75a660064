package org.vigie.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.dicom.DicomServer;
import org.vigie.ingest.dicom.ReadingLimits;
import org.vigie.ingest.dicom.SameContent;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.StowResult;
import org.vigie.ingest.dicom.Upload;
import org.vigie.ingest.dicom.Upload.Outcome;
import org.vigie.ingest.dicom.UploadIntake;
import org.vigie.ingest.dicom.wire.TlsContexts;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.PriorSearchState;
import org.vigie.ingest.domain.ProtocolReport;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.RetentionRules;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.messaging.Announcer;
import org.vigie.ingest.messaging.AssemblyStreams;
import org.vigie.ingest.messaging.AssemblyTopology;
import org.vigie.ingest.messaging.IdentityLookup;
import org.vigie.ingest.messaging.IdleFloor;
import org.vigie.ingest.messaging.KafkaSettings;
import org.vigie.ingest.messaging.KnownIdentities;
import org.vigie.ingest.messaging.MeasuredTopic;
import org.vigie.ingest.messaging.OutboxPublisher;
import org.vigie.ingest.messaging.PriorRequests;
import org.vigie.ingest.messaging.Reannouncement;
import org.vigie.ingest.messaging.Reannouncing;
import org.vigie.ingest.messaging.ReplicaReports;
import org.vigie.ingest.mr.ProtocolCheck;
import org.vigie.ingest.mr.ProtocolExplanation;
import org.vigie.ingest.storage.CommitmentLog;
import org.vigie.ingest.storage.DurableLog.Chunk;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.PriorLedger;
import org.vigie.ingest.storage.ProcessName;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.Quarantined;
import org.vigie.ingest.storage.Quarantined.Act;
import org.vigie.ingest.storage.RetentionLog;
import org.vigie.ingest.storage.RetentionRun;
import org.vigie.ingest.storage.SlowDisk;
import org.vigie.ingest.storage.UploadLog;
import org.vigie.ingest.storage.UploadLog.Uploaded;
import org.vigie.ingest.storage.Watermark;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;
import org.vigie.store.OpenedStore;
import org.vigie.store.StoreSettings;
import org.vigie.store.UploadState;

/** Puts ingest together, opens it in the order that loses nothing, and closes it in the reverse. */
@ApplicationScoped
public class IngestService {
    private static final Logger LOG = Logger.getLogger(IngestService.class);
    private static final int REPLAY = 10_000;

    private final DicomConfig dicom;
    private final CompletenessConfig completeness;
    private final StorageConfig storage;
    private final SiteConfig site;
    private final BrokerConfig broker;
    private final ProtocolsConfig protocols;
    private final PriorsConfig priors;
    private final RetentionConfig retention;
    private final IngestMetrics metrics;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile @Nullable Running running;

    private record Running(
            OpenedStore store,
            StoreProbe probe,
            Identities identities,
            QuarantineLog quarantine,
            OutboxPublisher outbox,
            AssemblyStreams assembly,
            DicomServer listener,
            StowIntake stow,
            PriorLedger priors,
            Pressure pressure,
            UploadLog uploads,
            Retention retention) {}

    public IngestService(
            DicomConfig dicom,
            CompletenessConfig completeness,
            StorageConfig storage,
            SiteConfig site,
            BrokerConfig broker,
            ProtocolsConfig protocols,
            PriorsConfig priors,
            RetentionConfig retention,
            IngestMetrics metrics) {
        this.dicom = dicom;
        this.completeness = completeness;
        this.storage = storage;
        this.site = site;
        this.broker = broker;
        this.protocols = protocols;
        this.priors = priors;
        this.retention = retention;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) throws IOException, TlsContexts.FaultyException {
        StoreSettings.Read settings = storeSettings();
        List<String> faults =
                ConfigFaults.find(dicom, completeness, storage, site, protocols, priors, settings, retention);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("configuration: " + String.join("; ", faults));
        }
        Clock clock = Clock.systemUTC();
        SiteSecret secret = SiteSecret.read(site.secretFile());
        Identities identities = new Identities(secret, new Issuers(site.defaultIssuer(), site.issuers()), clock);
        OpenedStore opened = opened(OpenedStore.open(settings.orThrow(), SlowDisk.of(storage.flushDelay())));
        FileObjectStore local = opened.local();
        ObjectStore store = opened.store();

        Path dir = storage.dir();
        Semaphore signal = new Semaphore(0);
        String replica = ProcessName.of(dir);
        InstanceLog journal = opened(new InstanceLog(opened, replica, signal::release));
        local.sweepIncoming("ingest");
        if (journal.damaged() > 0) {
            LOG.errorf("packs: %d damaged records", journal.damaged());
        }
        QuarantineLog quarantine = opened(new QuarantineLog(dir.resolve("quarantine")));
        UploadLog uploads = opened(new UploadLog(dir.resolve("uploads")));
        CommitmentLog commitments = opened(new CommitmentLog(dir.resolve("commitments")));
        Watermark watermark = new Watermark(dir.resolve("published"));
        takeOver(journal, watermark, dir);
        KnownIdentities known = new KnownIdentities(secret);
        replay(journal, watermark, known);

        IdleFloor floor = new IdleFloor(clock);
        KafkaSettings kafka = new KafkaSettings(broker, dir.resolve("streams"), replica);
        ProtocolRules rules = Protocols.read(protocols);
        PriorLedger ledger = opened(new PriorLedger(dir.resolve("priors")));
        ReplicaReports reports = new ReplicaReports(replica, completeness.seriesQuiet(), clock);
        Announcer announcer = new Announcer(
                store,
                new Assembly(ConfigFaults.quietTimes(completeness)),
                new ProtocolCheck(rules),
                ledger::isPrior,
                floor,
                (a, b) -> SameContent.test(() -> store.open(a), () -> store.open(b)),
                metrics);
        AssemblyTopology.Timing timing =
                new AssemblyTopology.Timing(completeness.tick(), ConfigFaults.replicaAbsent(completeness));
        AssemblyStreams assembly = opened(new AssemblyStreams(announcer, kafka, timing, floor));
        OutboxPublisher outbox = opened(new OutboxPublisher(
                journal,
                watermark,
                kafka,
                known,
                floor,
                metrics,
                clock,
                new Reannouncement(journal, store, storage.recheckWithin()),
                reports,
                signal));
        DiskFloor diskFloor = new DiskFloor(storage.storeDir(), storage.minFreeBytes());
        IngestPipeline pipeline =
                new IngestPipeline(store, diskFloor, journal, quarantine, identities, rules, metrics, clock);
        StoreProbe probe = new StoreProbe(local);
        Pressure pressure = new Pressure(diskFloor, probe);
        DicomServer listener = opened(new DicomServer(
                dicom,
                pipeline,
                new DicomServer.Stored(store, journal, commitments),
                reports::announced,
                pressure,
                metrics));
        StowIntake stow = new StowIntake(pipeline, ReadingLimits.of(dicom.limits()));
        PriorSearch search = new PriorSearch(
                PriorArchives.of(priors, dicom, stow),
                ledger,
                new IdentityLookup(kafka, secret)::find,
                new PriorSearch.Limits(priors.maxStudies(), priors.timeout(), priors.suppress(), priors.modality()),
                metrics,
                clock);
        PriorRequests requests = opened(new PriorRequests(kafka, priors.timeout(), search::answer, metrics));
        Retention keeping = new Retention(
                new RetentionRules(retention.imagesAfter(), retention.notUsedAfter()),
                retention.minGain(),
                opened,
                journal,
                watermark,
                quarantine,
                opened(new RetentionLog(dir.resolve("retention"))),
                new MeasuredTopic(kafka)::latest,
                clock);
        metrics.priorsWaiting(ledger::waiting);
        metrics.pendingBytes(outbox::pendingBytes);
        metrics.knownInstances(journal::size);
        metrics.quarantineSize(quarantine::size);
        metrics.damagedLines(journal.damaged());
        if (opened.uploads() != null) {
            metrics.uploads(opened.uploads()::state);
        }

        assembly.start();
        outbox.start();
        running = new Running(
                opened,
                probe,
                identities,
                quarantine,
                outbox,
                assembly,
                listener,
                stow,
                ledger,
                pressure,
                uploads,
                keeping);
        listener.start();
        requests.start();
        retention.every().ifPresent(this::retainEvery);
        LOG.infof(
                "receiving as %s on %s:%d, %d instances known",
                dicom.aeTitle(), dicom.bind(), dicom.port(), journal.size());
    }

    void stop(@Observes ShutdownEvent event) {
        running = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warnf("closing: %s", e.getClass().getSimpleName());
            }
        }
    }

    public boolean isListening() {
        Running now = running;
        return now != null && now.listener().isListening();
    }

    public boolean isAssembling() {
        Running now = running;
        return now != null && now.assembly().isRunning();
    }

    public String assemblyState() {
        Running now = running;
        return now == null ? "NOT_STARTED" : now.assembly().state();
    }

    /** Bytes of the journal no broker has acknowledged. */
    public long pendingBytes() {
        Running now = running;
        return now == null ? 0 : now.outbox().pendingBytes();
    }

    public boolean isPublishing() {
        Running now = running;
        return now != null && now.outbox().isAlive();
    }

    public boolean isBrokerAway() {
        Running now = running;
        return now != null && now.outbox().isBrokerAway();
    }

    /** Whether the store takes a few bytes and forces them; may be two seconds old. */
    public boolean isStoreWritable() {
        Running now = running;
        return now != null && now.probe().getAsBoolean();
    }

    /** What is not in the bucket yet; empty for a store of files alone. */
    public Optional<UploadState> backlog() {
        Running now = running;
        return now == null ? Optional.empty() : now.store().state();
    }

    /**
     * Drops what is due for good, or says what would go; empty before the store is open.
     *
     * @throws IOException if the broker does not say what was measured, or the store fails
     */
    public Optional<RetentionRun> retain(String by, boolean dryRun) throws IOException {
        Running now = running;
        if (now == null) {
            return Optional.empty();
        }
        RetentionRun run = now.retention().run(by, dryRun);
        if (!dryRun) {
            metrics.retained(run);
            LOG.infof("retention: %d objects of %d studies dropped", run.freedObjects(), run.studies());
        }
        return Optional.of(run);
    }

    /** What retention did, the newest first. */
    public List<RetentionRun> retentionRuns(int max) {
        Running now = running;
        return now == null ? List.of() : now.retention().latest(max);
    }

    private void retainEvery(Duration every) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("retention").factory());
        ScheduledFuture<?> runs = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        retain("schedule", false);
                    } catch (IOException | RuntimeException e) {
                        metrics.retentionFailed();
                        LOG.warnf("retention did not run: %s", e.getClass().getSimpleName());
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
        open.push(() -> {
            runs.cancel(false);
            timer.shutdownNow();
        });
    }

    /** {@code vigie.store.*}, the folder as ingest has it. */
    private StoreSettings.Read storeSettings() {
        return StoreSettings.read(key -> key.equals("vigie.store.dir")
                ? Optional.of(storage.storeDir().toString())
                : ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }

    /** Takes what an operator brings, and keeps who did; empty before the store is open. */
    public Optional<Upload> upload(
            UploadIntake.Limits limits, String sender, String by, boolean dryRun, InputStream body, String contentType)
            throws IOException {
        Running now = running;
        if (now == null) {
            return Optional.empty();
        }
        Upload upload = new UploadIntake(now.stow(), limits, sender, dryRun).take(body, contentType);
        long stored = upload.count(Outcome.STORED) + upload.count(Outcome.WOULD_STORE);
        long failed = upload.count(Outcome.FAILED);
        long skipped = upload.count(Outcome.SKIPPED);
        String limit = upload.limit() == null ? "" : upload.limit();
        try {
            now.uploads().add(new Uploaded(Instant.now(), by, dryRun, stored, failed, skipped, limit));
        } catch (IOException unwritable) {
            // What is stored is stored; the sender must hear so.
            LOG.errorf("upload not recorded: %d stored, %d failed, %d skipped", stored, failed, skipped);
        }
        if (!dryRun) {
            metrics.uploaded(stored, failed, skipped);
        }
        return Optional.of(upload);
    }

    public List<Uploaded> uploads() {
        Running now = running;
        return now == null ? List.of() : now.uploads().latest();
    }

    /** False where an instance could not be kept now. */
    public boolean hasRoom() {
        Running now = running;
        return now != null && now.pressure().now().isEmpty();
    }

    /** Empty before the store is open. */
    public Optional<StowIntake> stow() {
        Running now = running;
        return now == null ? Optional.empty() : Optional.of(now.stow());
    }

    /** What became of an act on the quarantine. */
    public sealed interface QuarantineAnswer {
        record Done() implements QuarantineAnswer {}

        record Unknown() implements QuarantineAnswer {}

        /** It stays where it is. */
        record Refused(String rule) implements QuarantineAnswer {}
    }

    /** Takes an object once more, as if it had just come, from the sender it came from. */
    public QuarantineAnswer retry(String id, String by) throws IOException {
        Running now = running;
        Optional<Quarantined> entry =
                now == null ? Optional.empty() : now.quarantine().find(id);
        if (now == null || entry.isEmpty()) {
            return new QuarantineAnswer.Unknown();
        }
        StowResult result;
        try (InputStream object = now.store().store().open(entry.get().object())) {
            result = now.stow().take(object, entry.get().callingAe(), null);
        }
        return switch (result) {
            case StowResult.Stored stored -> {
                resolve(now, entry.get(), new Quarantined.Resolution(Act.RETRIED, by, "", Instant.now()));
                yield new QuarantineAnswer.Done();
            }
            case StowResult.Failed failed -> new QuarantineAnswer.Refused(failed.rule());
        };
    }

    /** Takes an object off the list for good. */
    public QuarantineAnswer giveUp(String id, String by, String why) throws IOException {
        Running now = running;
        Optional<Quarantined> entry =
                now == null ? Optional.empty() : now.quarantine().find(id);
        if (now == null || entry.isEmpty()) {
            return new QuarantineAnswer.Unknown();
        }
        resolve(now, entry.get(), new Quarantined.Resolution(Act.DELETED, by, why, Instant.now()));
        return new QuarantineAnswer.Done();
    }

    private void resolve(Running now, Quarantined entry, Quarantined.Resolution how) throws IOException {
        now.quarantine().resolve(entry, how);
        metrics.quarantineResolved(how.act());
        LOG.infof("quarantine: %s %s", how.act(), entry.reason());
    }

    public List<Quarantined> quarantine(int max) {
        Running now = running;
        return now == null ? List.of() : now.quarantine().latest(max);
    }

    /** Empty while the assembly takes up its work. */
    public Optional<List<StudyState>> studies(int max) {
        Running now = running;
        return now == null ? Optional.empty() : now.assembly().latest(max);
    }

    /** Requests for earlier studies, the last changed first. */
    public List<PriorSearchState> priors(int max) {
        Running now = running;
        return now == null ? List.of() : now.priors().latest(max);
    }

    /** The rules studies are held to. */
    public ProtocolRules protocolRules() {
        return Protocols.read(protocols);
    }

    /** What the assembly sees in a study; empty if this process does not assemble it. */
    public Optional<ProtocolReport.Study> explain(String studyUid) {
        Running now = running;
        return now == null
                ? Optional.empty()
                : now.assembly()
                        .instances(studyUid)
                        .filter(instances -> !instances.isEmpty())
                        .map(instances -> new ProtocolExplanation(
                                        ConfigFaults.quietTimes(completeness), protocolRules())
                                .ofReceived(studyUid, instances));
    }

    /**
     * Announces studies once more; empty while the assembly takes up its work.
     *
     * @throws IOException if the broker did not take all of them in time, or a manifest is not readable
     */
    public Optional<List<Reannouncing.Again>> reannounce(List<StudyState> studies, String runId, boolean dryRun)
            throws IOException {
        Running now = running;
        return now == null ? Optional.empty() : Optional.of(now.assembly().reannounce(studies, runId, dryRun));
    }

    /** Empty if the id is blank. */
    public Optional<String> patientKey(String patientId, @Nullable String issuer) {
        Running now = running;
        return now == null
                ? Optional.empty()
                : Optional.ofNullable(now.identities().keyOf(patientId, issuer));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private static void takeOver(InstanceLog journal, Watermark watermark, Path dir) throws IOException {
        Watermark.State before = watermark.get();
        Optional<Long> announced = journal.takeOver(dir.resolve("journal"), before.position());
        if (announced.isPresent()) {
            watermark.set(new Watermark.State(announced.get(), before.cluster()));
            LOG.infof("journal of an earlier version taken over, %d instances", journal.size());
        }
    }

    private static void replay(InstanceLog journal, Watermark watermark, KnownIdentities known) throws IOException {
        long announced = watermark.get().position();
        long position = 0;
        while (position < Math.min(announced, journal.end())) {
            Chunk<JournalEntry> chunk = journal.read(position, REPLAY);
            chunk.entries().stream()
                    .filter(line -> line.next() <= announced)
                    .forEach(line -> known.add(line.value().patient()));
            if (chunk.next() == position) {
                return;
            }
            position = chunk.next();
        }
    }
}
