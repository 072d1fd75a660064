package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.AbstractDicomService;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.vigie.embedded.FreePort;
import org.vigie.ingest.Listening;

/** A modality that asks for storage commitment and hears the reports. */
final class CommittingModality implements AutoCloseable {
    static final String CLASS = UID.RawDataStorage;
    static final String COMMENT = "keep me as I am";

    private final Scu modality = new Scu("MODALITY");
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final Connection listener = new Connection();
    private final int port;

    /** What the modality was told, and on which association. */
    record Report(int event, Attributes data, Association association) {
        List<String> safe() {
            return uids(data.getSequence(Tag.ReferencedSOPSequence));
        }

        List<String> unsafe() {
            return uids(data.getSequence(Tag.FailedSOPSequence));
        }

        int reason(int item) {
            return data.getSequence(Tag.FailedSOPSequence).get(item).getInt(Tag.FailureReason, -1);
        }

        private static List<String> uids(@org.jspecify.annotations.Nullable Sequence items) {
            return items == null
                    ? List.of()
                    : items.stream()
                            .map(i -> i.getString(Tag.ReferencedSOPInstanceUID))
                            .toList();
        }
    }

    CommittingModality() throws Exception {
        port = FreePort.pick();
        listener.setHostname("127.0.0.1");
        listener.setPort(port);
        modality.device().addConnection(listener);
        modality.entity().addConnection(listener);
        modality.entity().setAssociationAcceptor(true);
        modality.entity()
                .addTransferCapability(
                        new TransferCapability(null, UID.StorageCommitmentPushModel, TransferCapability.Role.SCU, "*"));
        DicomServiceRegistry services = new DicomServiceRegistry();
        services.addDicomService(new AbstractDicomService(UID.StorageCommitmentPushModel) {
            @Override
            protected void onDimseRQ(
                    Association association, PresentationContext pc, Dimse dimse, Attributes command, Attributes data) {
                reports.add(new Report(command.getInt(Tag.EventTypeID, -1), data, association));
                association.tryWriteDimseRSP(pc, Commands.mkNEventReportRSP(command, 0));
            }
        });
        modality.device().setDimseRQHandler(services);
    }

    int port() {
        return port;
    }

    /** From now on it can be called. */
    void listen() throws Exception {
        modality.device().bindConnections();
    }

    BlockingQueue<Report> reports() {
        return reports;
    }

    Report report() throws InterruptedException {
        Report report = reports.poll(Duration.ofSeconds(15).toMillis(), TimeUnit.MILLISECONDS);
        assertThat(report).as("a report").isNotNull();
        return java.util.Objects.requireNonNull(report);
    }

    Association associate(Listening vigie) throws IOException {
        AAssociateRQ request = new AAssociateRQ();
        request.addPresentationContext(new PresentationContext(1, CLASS, UID.ExplicitVRLittleEndian));
        request.addPresentationContext(
                new PresentationContext(3, UID.StorageCommitmentPushModel, UID.ImplicitVRLittleEndian));
        return modality.associate(vigie.port(), request);
    }

    static void store(Association association, String instance) throws IOException, InterruptedException {
        Attributes data = new Attributes();
        data.setString(Tag.SOPClassUID, VR.UI, CLASS);
        data.setString(Tag.SOPInstanceUID, VR.UI, instance);
        data.setString(Tag.StudyInstanceUID, VR.UI, "1.2");
        data.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3");
        data.setString(Tag.ImageComments, VR.LT, COMMENT);
        assertThat(Scu.store(association, CLASS, instance, data, UID.ExplicitVRLittleEndian))
                .isZero();
    }

    static int ask(Association association, String transaction, String sopClass, String... instances)
            throws IOException, InterruptedException {
        return action(
                association, UID.StorageCommitmentPushModelInstance, 1, request(transaction, sopClass, instances));
    }

    static Attributes request(String transaction, String sopClass, String... instances) {
        Attributes data = new Attributes();
        data.setString(Tag.TransactionUID, VR.UI, transaction);
        Sequence items = data.newSequence(Tag.ReferencedSOPSequence, instances.length);
        for (String instance : instances) {
            Attributes item = new Attributes();
            item.setString(Tag.ReferencedSOPClassUID, VR.UI, sopClass);
            item.setString(Tag.ReferencedSOPInstanceUID, VR.UI, instance);
            items.add(item);
        }
        return data;
    }

    static int action(Association association, String instance, int type, Attributes data)
            throws IOException, InterruptedException {
        DimseRSP response = association.naction(UID.StorageCommitmentPushModel, instance, type, data, null);
        response.next();
        return response.getCommand().getInt(Tag.Status, -1);
    }

    @Override
    public void close() {
        modality.device().unbindConnections();
        modality.close();
    }
}
