package org.vigie.ingest;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.dicom.DicomServer;
import org.vigie.ingest.dicom.ReadingLimits;
import org.vigie.ingest.dicom.SameContent;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.wire.TlsContexts;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.RetentionRules;
import org.vigie.ingest.messaging.Announcer;
import org.vigie.ingest.messaging.AssemblyStreams;
import org.vigie.ingest.messaging.AssemblyTopology;
import org.vigie.ingest.messaging.IdentityLookup;
import org.vigie.ingest.messaging.IdleFloor;
import org.vigie.ingest.messaging.KafkaSettings;
import org.vigie.ingest.messaging.MeasuredTopic;
import org.vigie.ingest.messaging.OutboxPublisher;
import org.vigie.ingest.messaging.PriorRequests;
import org.vigie.ingest.messaging.Reannouncement;
import org.vigie.ingest.messaging.ReplicaReports;
import org.vigie.ingest.mr.ProtocolCheck;
import org.vigie.store.ObjectStore;
import org.vigie.store.StoreSettings;

/** Puts ingest together; nothing of it runs yet. */
final class IngestStart {
    private final IngestConfigs configs;
    private final IngestMetrics metrics;
    private final Opening open;
    private final Clock clock = Clock.systemUTC();

    /** @param open gets whatever is to be closed again */
    IngestStart(IngestConfigs configs, IngestMetrics metrics, Opening open) {
        this.configs = configs;
        this.metrics = metrics;
        this.open = open;
    }

    IngestParts parts() throws IOException, TlsContexts.FaultyException {
        StoreSettings settings = configs.checked();
        SiteConfig site = configs.site();
        SiteSecret secret = SiteSecret.read(site.secretFile());
        Identities identities = new Identities(secret, new Issuers(site.defaultIssuer(), site.issuers()), clock);
        DurableParts durable = DurableParts.open(settings, configs.storage(), secret, open);
        KafkaSettings kafka =
                new KafkaSettings(configs.broker(), configs.storage().dir().resolve("streams"), durable.replica());
        IdleFloor floor = new IdleFloor(clock);
        ProtocolRules rules = Protocols.read(configs.protocols());
        ReplicaReports reports =
                new ReplicaReports(durable.replica(), configs.completeness().seriesQuiet(), clock);
        AssemblyStreams assembly = open.add(assembly(durable, kafka, rules, floor));
        OutboxPublisher outbox = open.add(outbox(durable, kafka, floor, reports));
        DiskFloor diskFloor =
                new DiskFloor(configs.storage().storeDir(), configs.storage().minFreeBytes());
        IngestPipeline pipeline = new IngestPipeline(
                durable.store(), diskFloor, durable.journal(), durable.quarantine(), identities, rules, metrics, clock);
        open.add(new ReferralTimer(pipeline));
        StoreProbe probe = new StoreProbe(durable.opened().local());
        Pressure pressure = new Pressure(diskFloor, probe);
        DicomServer listener = open.add(new DicomServer(
                configs.dicom(),
                pipeline,
                new DicomServer.Stored(durable.store(), durable.journal(), durable.commitments()),
                reports::announced,
                pressure,
                metrics));
        StowIntake stow = new StowIntake(
                pipeline,
                ReadingLimits.of(configs.dicom().limits()),
                configs.dicom().sopClasses().orElse(List.of()));
        PriorRequests requests = open.add(requests(durable, kafka, secret, stow));
        durable.measured(metrics);
        metrics.pendingBytes(outbox::pendingBytes);
        return new IngestParts(
                durable.opened(),
                probe,
                identities,
                durable.quarantine(),
                outbox,
                assembly,
                listener,
                stow,
                durable.priors(),
                requests,
                pressure,
                durable.uploads(),
                retention(durable, kafka),
                durable.journal().size());
    }

    private AssemblyStreams assembly(DurableParts durable, KafkaSettings kafka, ProtocolRules rules, IdleFloor floor) {
        CompletenessConfig completeness = configs.completeness();
        ObjectStore store = durable.store();
        Announcer announcer = new Announcer(
                store,
                new Assembly(ConfigFaults.quietTimes(completeness)),
                new ProtocolCheck(rules),
                durable.priors()::isPrior,
                floor,
                (a, b) -> SameContent.compare(() -> store.open(a), () -> store.open(b)),
                metrics);
        AssemblyTopology.Timing timing =
                new AssemblyTopology.Timing(completeness.tick(), ConfigFaults.replicaAbsent(completeness));
        return new AssemblyStreams(announcer, kafka, timing, floor);
    }

    private OutboxPublisher outbox(DurableParts durable, KafkaSettings kafka, IdleFloor floor, ReplicaReports reports) {
        return new OutboxPublisher(
                durable.journal(),
                durable.watermark(),
                kafka,
                durable.known(),
                floor,
                metrics,
                clock,
                new Reannouncement(
                        durable.journal(), durable.store(), configs.storage().recheckWithin()),
                reports,
                durable.signal());
    }

    private PriorRequests requests(DurableParts durable, KafkaSettings kafka, SiteSecret secret, StowIntake stow) {
        PriorsConfig priors = configs.priors();
        PriorSearch search = new PriorSearch(
                PriorArchives.of(priors, configs.dicom(), stow),
                durable.priors(),
                new IdentityLookup(kafka, secret)::find,
                new PriorSearch.Limits(priors.maxStudies(), priors.timeout(), priors.suppress(), priors.modality()),
                metrics,
                clock);
        return new PriorRequests(kafka, priors.timeout(), search::answer, metrics);
    }

    private Retention retention(DurableParts durable, KafkaSettings kafka) {
        RetentionConfig retention = configs.retention();
        return new Retention(
                new RetentionRules(retention.imagesAfter(), retention.notUsedAfter()),
                retention.minGain(),
                durable.opened(),
                durable.journal(),
                durable.watermark(),
                durable.quarantine(),
                durable.retention(),
                new MeasuredTopic(kafka)::latest,
                clock);
    }
}
