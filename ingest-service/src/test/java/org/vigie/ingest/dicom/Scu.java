package org.vigie.ingest.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.DataWriterAdapter;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.Priority;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;

/** A sender on the dcm4che API. */
final class Scu implements AutoCloseable {
    private final Device device = new Device("scu");
    private final Connection local = new Connection();
    private final ApplicationEntity ae;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    Scu(String title) {
        ae = new ApplicationEntity(title);
        device.addConnection(local);
        device.addApplicationEntity(ae);
        ae.addConnection(local);
        device.setExecutor(workers);
        device.setScheduledExecutor(timers);
        local.setTcpNoDelay(true);
        local.setMaxOpsInvoked(0);
        local.setResponseTimeout(20_000);
    }

    Device device() {
        return device;
    }

    ApplicationEntity entity() {
        return ae;
    }

    Association associate(int port, AAssociateRQ request) throws IOException {
        Connection remote = new Connection();
        remote.setHostname("127.0.0.1");
        remote.setPort(port);
        request.setCalledAET("VIGIE");
        try {
            return ae.connect(remote, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** One association with the class in the syntax, and Verification. */
    Association associate(int port, String sopClass, String syntax) throws IOException {
        AAssociateRQ request = new AAssociateRQ();
        request.addPresentationContext(new PresentationContext(1, UID.Verification, UID.ImplicitVRLittleEndian));
        request.addPresentationContext(new PresentationContext(3, sopClass, syntax));
        return associate(port, request);
    }

    /** Status of the response. */
    static int store(Association association, String sopClass, String instance, Attributes data, String syntax)
            throws IOException, InterruptedException {
        DimseRSP response =
                association.cstore(sopClass, instance, Priority.NORMAL, new DataWriterAdapter(data), syntax);
        response.next();
        return response.getCommand().getInt(Tag.Status, -1);
    }

    static int echo(Association association) throws IOException, InterruptedException {
        DimseRSP response = association.cecho();
        response.next();
        return response.getCommand().getInt(Tag.Status, -1);
    }

    static Attributes read(Path file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(file.toFile())) {
            return in.readDataset(-1, -1);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        timers.shutdownNow();
    }
}
