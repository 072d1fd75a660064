package org.vigie.ingest.dicom;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.service.BasicCEchoSCP;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.IngestPipeline;

/** The listener: one device, one application entity, every storage class in the transfer syntax it is sent in. */
public final class DicomServer implements AutoCloseable {
    private final Device device = new Device("vigie-ingest");
    private final Connection connection = new Connection();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dicom-timers").factory());

    public DicomServer(DicomConfig config, IngestPipeline pipeline) {
        limit(config);
        ApplicationEntity ae = new ApplicationEntity(config.aeTitle());
        ae.setAssociationAcceptor(true);
        ae.addConnection(connection);
        List<String> allowed = config.allowedCallingAes().orElse(List.of());
        if (!allowed.isEmpty()) {
            ae.setAcceptedCallingAETitles(allowed.toArray(String[]::new));
        }
        ae.addTransferCapability(new TransferCapability(null, "*", TransferCapability.Role.SCP, "*"));
        DicomServiceRegistry services = new DicomServiceRegistry();
        services.addDicomService(new BasicCEchoSCP());
        services.addDicomService(new StoreScp(pipeline));
        device.setDimseRQHandler(services);
        device.addConnection(connection);
        device.addApplicationEntity(ae);
        device.setLimitOpenAssociations(config.maxAssociations());
        device.setExecutor(workers);
        device.setScheduledExecutor(timers);
    }

    /** The library's own limits are none: a silent peer would hold its thread for ever. */
    private void limit(DicomConfig config) {
        connection.setHostname(config.bind());
        connection.setPort(config.port());
        connection.setTcpNoDelay(true);
        connection.setReceivePDULength(config.pduLength());
        connection.setSendPDULength(config.pduLength());
        connection.setRequestTimeout(millis(config.requestTimeout()));
        connection.setIdleTimeout(millis(config.idleTimeout()));
        connection.setReleaseTimeout(millis(config.requestTimeout()));
        connection.setBacklog(config.maxAssociations());
    }

    public void start() throws IOException, GeneralSecurityException {
        device.bindConnections();
    }

    public boolean isListening() {
        return connection.isListening();
    }

    @Override
    public void close() {
        device.unbindConnections();
        workers.shutdown();
        timers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int millis(java.time.Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
