package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.vigie.ingest.dicom.Archive.ArchiveException;
import org.vigie.ingest.dicom.wire.TlsContexts;

/** Associations with one archive, with TLS or without; every wait for its answer has an end. */
final class ArchiveAssociations implements AutoCloseable {
    private final Device device = new Device("vigie-priors");
    private final ApplicationEntity entity;
    private final Connection local = new Connection();
    private final Connection remote = new Connection();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("prior-timers").factory());
    private final DimseArchive.Address address;
    private volatile boolean closed;

    ArchiveAssociations(DimseArchive.Address address) {
        this.address = address;
        this.entity = new ApplicationEntity(address.own());
        device.addConnection(local);
        device.addApplicationEntity(entity);
        entity.addConnection(local);
        device.setExecutor(workers);
        device.setScheduledExecutor(timers);
        int millis = Math.toIntExact(address.timeout().toMillis());
        local.setTcpNoDelay(true);
        local.setConnectTimeout(millis);
        local.setAcceptTimeout(millis);
        local.setResponseTimeout(millis);
        local.setRetrieveTimeout(millis);
        local.setReceivePDULength(131_072);
        local.setSendPDULength(131_072);
        remote.setHostname(address.host());
        remote.setPort(address.port());
    }

    /** What answers the images of a C-GET. */
    void answerWith(DicomServiceRegistry services) {
        device.setDimseRQHandler(services);
    }

    AAssociateRQ request(String sopClass) {
        AAssociateRQ request = new AAssociateRQ();
        request.setCalledAET(address.called());
        request.setCallingAET(address.own());
        request.addPresentationContext(new PresentationContext(1, sopClass, UID.ImplicitVRLittleEndian));
        return request;
    }

    /** The first presentation context is accepted. */
    Association open(AAssociateRQ request) throws IOException, InterruptedException {
        try {
            Association association =
                    address.tls() == null ? entity.connect(remote, request) : secured(address.tls(), request);
            if (closed) {
                association.abort();
                throw new ArchiveException("broken off");
            }
            if (association
                    .getTransferSyntaxesFor(
                            request.getPresentationContexts().iterator().next().getAbstractSyntax())
                    .isEmpty()) {
                end(association);
                throw new ArchiveException("service not accepted");
            }
            return association;
        } catch (TlsContexts.FaultyException faulty) {
            throw new ArchiveException("TLS: stores not readable");
        } catch (GeneralSecurityException e) {
            throw new ArchiveException("TLS: " + e.getClass().getSimpleName());
        } catch (InterruptedIOException e) {
            throw new ArchiveException("no answer: " + e.getClass().getSimpleName());
        } catch (ArchiveException e) {
            throw e;
        } catch (javax.net.ssl.SSLException e) {
            throw new ArchiveException("TLS: " + reason(e));
        } catch (IOException e) {
            throw new ArchiveException("association: " + e.getClass().getSimpleName());
        }
    }

    static void end(Association association) {
        try {
            association.release();
        } catch (IOException gone) {
            association.abort();
        }
    }

    /** An interrupt would reach its threads while they store an image, so that it is the associations that end. */
    @Override
    public void close() {
        closed = true;
        for (Association association : device.listOpenAssociations()) {
            association.abort();
        }
        workers.shutdown();
        timers.shutdownNow();
    }

    /**
     * The library sets no time for the handshake. An interrupt closes the socket a virtual thread waits for; at this time
     * it stores nothing.
     */
    private Association secured(ArchiveTls tls, AAssociateRQ request)
            throws IOException, GeneralSecurityException, InterruptedException, TlsContexts.FaultyException {
        OutgoingTls.secure(device, local, tls.settings(), Map.of(address.host() + ":" + address.port(), tls.name()));
        remote.setTlsProtocols(local.getTlsProtocols());
        remote.setTlsCipherSuites(local.getTlsCipherSuites());
        FutureTask<Association> connecting = new FutureTask<>(() -> entity.connect(local, remote, request));
        Thread.ofVirtual().name("prior-connect").start(connecting);
        Duration patience = address.timeout().multipliedBy(2);
        try {
            return connecting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new ArchiveException("no answer: TLS handshake");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException fault -> throw fault;
                case GeneralSecurityException fault -> throw fault;
                case null, default -> throw new IOException(e.getCause());
            }
        } finally {
            connecting.cancel(true);
        }
    }

    /** Whom a certificate should have named is worth saying; other messages may quote the peer. */
    private static String reason(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException certificate
                    && String.valueOf(certificate.getMessage()).contains("does not name")) {
                return String.valueOf(certificate.getMessage());
            }
        }
        return fault.getClass().getSimpleName();
    }
}
