package org.vigie.ingest.dicom;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DicomProtocolHandler;
import org.dcm4che3.net.service.BasicCEchoSCP;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.IngestPipeline;
import org.vigie.ingest.Pressure;
import org.vigie.ingest.dicom.wire.Acceptor;
import org.vigie.ingest.dicom.wire.TlsContexts;
import org.vigie.ingest.dicom.wire.WireLimits;
import org.vigie.ingest.storage.CommitmentLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.store.ObjectStore;

/**
 * The listener: one device, one application entity, every storage class in the transfer syntax it is sent in. The
 * sockets are ours ({@code wire}); the library gets them when they are open and its own listener is never bound.
 */
public final class DicomServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DicomServer.class);

    private final Device device = new Device("vigie-ingest");
    private final Connection connection = new Connection();
    // Of the platform: a virtual thread is parked and woken for each stretch of a PDU and for each flush.
    private final ExecutorService workers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("dicom-", 0).factory());
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("dicom-timers-", 0).factory());
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final Commitments commitments;

    /** What is stored, as far as storage commitment has to look it up. */
    public record Stored(ObjectStore store, InstanceLog instances, CommitmentLog commitments) {}

    public DicomServer(
            DicomConfig config,
            IngestPipeline pipeline,
            Stored stored,
            BiConsumer<String, Map<String, String>> announced,
            Pressure pressure,
            IngestMetrics metrics)
            throws IOException, TlsContexts.FaultyException {
        InstantSource clock = InstantSource.system();
        PeerLog log = new PeerLog(clock, LOG::warn);
        Callers callers = new Callers(config);
        AssociationPolicy policy = new AssociationPolicy(config, callers, pressure, metrics, log);
        limit(config);
        StorageClasses classes = new StorageClasses(config.sopClasses().orElse(List.of()));
        StorageEntity ae = new StorageEntity(config.aeTitle(), classes);
        ae.addConnection(connection);
        DicomServiceRegistry services = new DicomServiceRegistry();
        services.addDicomService(new BasicCEchoSCP());
        services.addDicomService(new StoreScp(pipeline, ReadingLimits.of(config.limits()), classes, workers));
        device.setDimseRQHandler(services);
        device.setAssociationHandler(policy);
        // Not every modality answers our role selection; it is asked as the user in any case.
        device.setRoleSelectionNegotiationLenient(true);
        device.addConnection(connection);
        device.addApplicationEntity(ae);
        commitments = new Commitments(
                config.commitment(),
                stored.commitments(),
                new StoredContent(stored.store(), stored.instances()),
                new OutgoingAssociations(device, ae, callers, config),
                workers,
                clock,
                metrics);
        services.addDicomService(new CommitmentScp(commitments, clock));
        services.addDicomService(new AvailabilityScp(announced));
        device.setExecutor(workers);
        device.setScheduledExecutor(timers);
        if (config.plain()) {
            acceptors.add(acceptor(config, config.port(), null, metrics, log));
        }
        if (config.tls().keyStore().isPresent()) {
            TlsContexts tls = new TlsContexts(TlsSettings.of(config.tls()), LOG::warn);
            acceptors.add(acceptor(config, config.tls().port(), tls, metrics, log));
        }
        metrics.pendingCommitments(stored.commitments()::size);
        metrics.associations(policy::open);
        metrics.connections(
                () -> acceptors.stream().mapToInt(Acceptor::connections).sum());
    }

    /** The library's own limits are none. */
    private void limit(DicomConfig config) {
        connection.setHostname(config.bind());
        connection.setPort(config.port());
        connection.setTcpNoDelay(true);
        connection.setReceivePDULength(config.pduLength());
        connection.setSendPDULength(config.pduLength());
        connection.setMaxOpsPerformed(config.maxOperations());
        connection.setMaxOpsInvoked(config.maxOperations());
        connection.setIdleTimeout(millis(config.idleTimeout()));
        connection.setReleaseTimeout(millis(config.requestTimeout()));
        connection.setResponseTimeout(millis(config.dataTimeout()));
    }

    private Acceptor acceptor(
            DicomConfig config,
            int port,
            @Nullable Supplier<TlsContexts.Current> tls,
            IngestMetrics metrics,
            PeerLog log)
            throws IOException {
        WireLimits limits = new WireLimits(
                config.tls().handshakeTimeout(),
                config.requestTimeout(),
                config.dataTimeout(),
                // The library says good-bye to the idle; this is for those that do not listen.
                config.idleTimeout().plus(config.requestTimeout()),
                config.writeTimeout(),
                config.pduLength(),
                config.maxWaitingConnections());
        return new Acceptor(
                new InetSocketAddress(InetAddress.getByName(config.bind()), port),
                config.maxAssociations(),
                limits,
                tls,
                (reason, peer, detail) -> {
                    metrics.dropped(reason);
                    log.say(peer, "connection ended, " + reason + ": " + detail);
                },
                socket -> DicomProtocolHandler.INSTANCE.onAccept(connection, socket));
    }

    public void start() throws IOException {
        for (Acceptor acceptor : acceptors) {
            acceptor.start();
        }
        commitments.start();
    }

    public boolean isListening() {
        return acceptors.stream().allMatch(Acceptor::isListening);
    }

    @Override
    public void close() {
        acceptors.forEach(Acceptor::close);
        commitments.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                // Never by an interrupt: it would reach them in the middle of a pack.
                for (Association association : device.listOpenAssociations()) {
                    association.abort();
                }
                if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                    LOG.warn("associations that do not end are left to the end of the process");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timers.shutdown();
    }

    private static int millis(java.time.Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
