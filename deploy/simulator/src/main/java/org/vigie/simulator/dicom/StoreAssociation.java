package org.vigie.simulator.dicom;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.Priority;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.vigie.simulator.domain.Destination;

/** One association on which files are stored, one after the other. */
final class StoreAssociation implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int PDU_LENGTH = 131_072;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-scu").factory());
    private final Association association;

    /**
     * Opens an association that proposes every pair of SOP class and transfer syntax of the files.
     *
     * @throws IOException if nobody listens, or the association is rejected ({@code AAssociateRJ})
     */
    StoreAssociation(String callingAe, Destination to, Collection<DicomFile> files)
            throws IOException, InterruptedException {
        Device device = new Device("vigie-simulator");
        ApplicationEntity ae = new ApplicationEntity(callingAe);
        Connection local = configured(new Connection());
        device.addConnection(local);
        device.addApplicationEntity(ae);
        ae.addConnection(local);
        device.setExecutor(executor);
        device.setScheduledExecutor(scheduler);
        AAssociateRQ request = new AAssociateRQ();
        request.setCalledAET(to.aeTitle());
        files.forEach(f -> propose(request, f));
        try {
            association = ae.connect(local, configured(new Connection("to", to.host(), to.port())), request);
        } catch (IOException | InterruptedException | RuntimeException e) {
            shutDown();
            throw e;
        } catch (Exception e) {
            shutDown();
            throw new IOException("no association", e);
        }
    }

    private static void propose(AAssociateRQ request, DicomFile file) {
        request.addPresentationContextFor(file.sopClassUid(), file.transferSyntax());
        if (file.isExplicitLittleEndian()) {
            request.addPresentationContextFor(file.sopClassUid(), UID.ImplicitVRLittleEndian);
        }
    }

    /** DIMSE status of the answer; where the peer takes no context for the file, {@link Refusal}. */
    int store(DicomFile file) throws IOException, InterruptedException {
        Set<String> accepted = association.getTransferSyntaxesFor(file.sopClassUid());
        boolean asItIs = accepted.contains(file.transferSyntax());
        boolean implicit = file.isExplicitLittleEndian() && accepted.contains(UID.ImplicitVRLittleEndian);
        if (!asItIs && !implicit) {
            throw new Refusal(
                    "no presentation context accepted for " + file.sopClassUid() + " in " + file.transferSyntax());
        }
        DimseRSP answer = association.cstore(
                file.sopClassUid(),
                file.sopInstanceUid(),
                Priority.NORMAL,
                asItIs ? file.bytes() : file.reencoded(),
                asItIs ? file.transferSyntax() : UID.ImplicitVRLittleEndian);
        answer.next();
        return answer.getCommand().getInt(Tag.Status, -1);
    }

    /** The peer takes none of what this file is. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        try {
            if (association.isReadyForDataTransfer()) {
                association.release();
                association.waitForSocketClose();
            }
        } catch (IOException lost) {
            association.abort();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            association.abort();
        } finally {
            shutDown();
        }
    }

    private void shutDown() {
        scheduler.shutdownNow();
        executor.shutdownNow();
    }

    private static Connection configured(Connection connection) {
        connection.setTcpNoDelay(true);
        connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
        connection.setAcceptTimeout(TIMEOUT_MS);
        connection.setResponseTimeout(TIMEOUT_MS);
        connection.setReleaseTimeout(CONNECT_TIMEOUT_MS);
        connection.setSendPDULength(PDU_LENGTH);
        connection.setReceivePDULength(PDU_LENGTH);
        return connection;
    }
}
