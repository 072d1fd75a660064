package org.vigie.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.wire.TlsContexts;
import org.vigie.store.UploadState;

/** Opens ingest in the order that loses nothing, and closes it in the reverse. */
@ApplicationScoped
public class IngestService {
    private static final Logger LOG = Logger.getLogger(IngestService.class);

    private final IngestConfigs configs;
    private final IngestMetrics metrics;
    private final Opening open = new Opening();
    private volatile @Nullable IngestParts running;

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
        this.configs = new IngestConfigs(dicom, completeness, storage, site, broker, protocols, priors, retention);
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) throws IOException, TlsContexts.FaultyException {
        IngestParts parts = new IngestStart(configs, metrics, open).parts();
        parts.assembly().start();
        parts.outbox().start();
        running = parts;
        parts.listener().start();
        parts.requests().start();
        configs.retention().every().ifPresent(every -> open.add(new RetentionTimer(parts.retention(), metrics, every)));
        LOG.infof(
                "receiving as %s on %s:%d, %d instances known",
                configs.dicom().aeTitle(),
                configs.dicom().bind(),
                configs.dicom().port(),
                parts.known());
    }

    void stop(@Observes ShutdownEvent event) {
        running = null;
        open.closeAll();
    }

    /** Empty before the store is open. */
    Optional<IngestParts> parts() {
        return Optional.ofNullable(running);
    }

    IngestConfigs configs() {
        return configs;
    }

    public boolean isListening() {
        IngestParts now = running;
        return now != null && now.listener().isListening();
    }

    public boolean isAssembling() {
        IngestParts now = running;
        return now != null && now.assembly().isRunning();
    }

    public String assemblyState() {
        IngestParts now = running;
        return now == null ? "NOT_STARTED" : now.assembly().state();
    }

    /** Bytes of the journal no broker has acknowledged. */
    public long pendingBytes() {
        IngestParts now = running;
        return now == null ? 0 : now.outbox().pendingBytes();
    }

    public boolean isPublishing() {
        IngestParts now = running;
        return now != null && now.outbox().isAlive();
    }

    public boolean isBrokerAway() {
        IngestParts now = running;
        return now != null && now.outbox().isBrokerAway();
    }

    /** Whether the store takes a few bytes and forces them; may be two seconds old. */
    public boolean isStoreWritable() {
        IngestParts now = running;
        return now != null && now.probe().getAsBoolean();
    }

    /** What is not in the bucket yet; empty for a store of files alone. */
    public Optional<UploadState> backlog() {
        IngestParts now = running;
        return now == null ? Optional.empty() : now.store().state();
    }

    /** False where an instance could not be kept now. */
    public boolean hasRoom() {
        IngestParts now = running;
        return now != null && now.pressure().now().isEmpty();
    }

    /** Empty before the store is open. */
    public Optional<StowIntake> stow() {
        IngestParts now = running;
        return now == null ? Optional.empty() : Optional.of(now.stow());
    }
}
