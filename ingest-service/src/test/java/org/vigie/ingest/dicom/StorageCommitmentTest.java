package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.embedded.FreePort;
import org.vigie.ingest.Listening;

/** A modality that deletes its images only when it is told that they are safe (PS3.4 annex J). */
@Timeout(90)
class StorageCommitmentTest {
    private static final String CLASS = UID.RawDataStorage;
    private static final String COMMENT = "keep me as I am";
    private static final int NO_SUCH_INSTANCE = 0x0112;
    private static final int CLASS_INSTANCE_CONFLICT = 0x0119;
    private static final int PROCESSING_FAILURE = 0x0110;

    @TempDir
    Path home;

    private final Scu modality = new Scu("MODALITY");
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final Connection listener = new Connection();
    private int modalityPort;

    /** What the modality was told, and on which association. */
    private record Report(int event, Attributes data, Association association) {
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

    @BeforeEach
    void listen() throws Exception {
        modalityPort = FreePort.pick();
        listener.setHostname("127.0.0.1");
        listener.setPort(modalityPort);
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

    @AfterEach
    void close() {
        modality.device().unbindConnections();
        modality.close();
    }

    @Test
    void aReplicaVouchesForWhatAnotherOneOfTheSameVolumeStored() throws Exception {
        Map<String, String> b = Map.of(
                "process", "b",
                "vigie.ingest.dir", home.resolve("b").toString(),
                "vigie.dicom.commitment.same-association-after", "600ms");
        try (Listening one = vigie("100ms");
                Listening other = new Listening(home, b)) {
            Association association = associate(one);
            store(association, "1.2.1");
            association.release();

            Association asking = associate(other);
            ask(asking, "2.25.1", CLASS, "1.2.1", "1.2.999");

            Report report = report();
            assertThat(report.safe()).containsExactly("1.2.1");
            assertThat(report.unsafe()).containsExactly("1.2.999");
            asking.release();
        }
    }

    @Test
    void theReportComesOnTheSameAssociationAndSaysWhatIsNotSafe() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = associate(vigie);
            store(association, "1.2.1");
            store(association, "1.2.2");

            int status = ask(association, "2.25.1", CLASS, "1.2.1", "1.2.2", "1.2.999");

            assertThat(status).isZero();
            Report report = report();
            assertThat(report.association()).isSameAs(association);
            assertThat(report.event()).isEqualTo(2);
            assertThat(report.data().getString(Tag.TransactionUID)).isEqualTo("2.25.1");
            assertThat(report.safe()).containsExactly("1.2.1", "1.2.2");
            assertThat(report.unsafe()).containsExactly("1.2.999");
            assertThat(report.reason(0)).isEqualTo(NO_SUCH_INSTANCE);

            ask(association, "2.25.2", CLASS, "1.2.1");
            report = report();
            assertThat(report.event()).isEqualTo(1);
            assertThat(report.safe()).containsExactly("1.2.1");
            assertThat(report.data().contains(Tag.FailedSOPSequence)).isFalse();

            ask(association, "2.25.3", UID.CTImageStorage, "1.2.1");
            assertThat(report().reason(0)).isEqualTo(CLASS_INSTANCE_CONFLICT);
            Awaitility.await().until(() -> vigie.gauge("ingest.commitments.pending") == 0);
            association.release();
        }
    }

    @Test
    void anObjectWhoseBytesHaveChangedOnDiskIsNotSafe() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = associate(vigie);
            store(association, "1.2.1");
            spoil(home);

            ask(association, "2.25.1", CLASS, "1.2.1");

            Report report = report();
            assertThat(report.unsafe()).containsExactly("1.2.1");
            assertThat(report.reason(0)).isEqualTo(PROCESSING_FAILURE);
            association.release();
        }
    }

    @Test
    void aModalityThatHangsUpIsCalledBack() throws Exception {
        modality.device().bindConnections();
        try (Listening vigie = vigie("1s")) {
            Association association = associate(vigie);
            store(association, "1.2.1");
            ask(association, "2.25.1", CLASS, "1.2.1");
            association.release();

            Report report = report();

            assertThat(report.association()).isNotSameAs(association);
            assertThat(report.association().getCallingAET()).isEqualTo("VIGIE");
            assertThat(report.association().getCalledAET()).isEqualTo("MODALITY");
            assertThat(report.event()).isEqualTo(1);
            assertThat(report.safe()).containsExactly("1.2.1");
        }
    }

    @Test
    void whatWasAskedBeforeARestartIsAnsweredAfterItAndOnce() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = associate(vigie);
            store(association, "1.2.1");
            ask(association, "2.25.1", CLASS, "1.2.1");
            association.abort();
            Awaitility.await().until(() -> vigie.count("ingest.commitments", "outcome", "unreached") >= 1);
        }
        modality.device().bindConnections();

        try (Listening vigie = vigie("100ms")) {
            Report report = report();
            assertThat(report.data().getString(Tag.TransactionUID)).isEqualTo("2.25.1");
            assertThat(report.safe()).containsExactly("1.2.1");
            Awaitility.await().until(() -> vigie.gauge("ingest.commitments.pending") == 0);
        }
        try (Listening vigie = vigie("100ms")) {
            assertThat(vigie.gauge("ingest.commitments.pending")).isZero();
            assertThat(reports.poll(500, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void requestsThatMakeNoSenseAreRefusedWithTheirStatus() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = associate(vigie);
            Attributes good = request("2.25.1", CLASS, "1.2.1");
            assertThat(action(association, UID.StorageCommitmentPushModelInstance, 2, good))
                    .isEqualTo(0x0123);
            assertThat(action(association, "1.2.3", 1, good)).isEqualTo(0x0112);
            assertThat(action(association, UID.StorageCommitmentPushModelInstance, 1, new Attributes()))
                    .isEqualTo(0x0120);
            assertThat(action(
                            association,
                            UID.StorageCommitmentPushModelInstance,
                            1,
                            request("not a uid", CLASS, "1.2.1")))
                    .isEqualTo(0x0115);
            assertThat(action(
                            association,
                            UID.StorageCommitmentPushModelInstance,
                            1,
                            request("2.25.1", CLASS, "../../etc/passwd")))
                    .isEqualTo(0x0115);
            assertThat(vigie.gauge("ingest.commitments.pending")).isZero();
            association.release();
        }
    }

    private Listening vigie(String sameAssociationAfter) throws IOException {
        return new Listening(
                home,
                Map.of(
                        "vigie.dicom.peers.modality.host",
                        "127.0.0.1",
                        "vigie.dicom.peers.modality.port",
                        Integer.toString(modalityPort),
                        "vigie.dicom.commitment.same-association-after",
                        sameAssociationAfter,
                        "vigie.dicom.commitment.retry",
                        "300ms"));
    }

    private Report report() throws InterruptedException {
        Report report = reports.poll(Duration.ofSeconds(15).toMillis(), TimeUnit.MILLISECONDS);
        assertThat(report).as("a report").isNotNull();
        return java.util.Objects.requireNonNull(report);
    }

    private Association associate(Listening vigie) throws IOException {
        AAssociateRQ request = new AAssociateRQ();
        request.addPresentationContext(new PresentationContext(1, CLASS, UID.ExplicitVRLittleEndian));
        request.addPresentationContext(
                new PresentationContext(3, UID.StorageCommitmentPushModel, UID.ImplicitVRLittleEndian));
        return modality.associate(vigie.port(), request);
    }

    private static void store(Association association, String instance) throws IOException, InterruptedException {
        Attributes data = new Attributes();
        data.setString(Tag.SOPClassUID, VR.UI, CLASS);
        data.setString(Tag.SOPInstanceUID, VR.UI, instance);
        data.setString(Tag.StudyInstanceUID, VR.UI, "1.2");
        data.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3");
        data.setString(Tag.ImageComments, VR.LT, COMMENT);
        assertThat(Scu.store(association, CLASS, instance, data, UID.ExplicitVRLittleEndian))
                .isZero();
    }

    private static int ask(Association association, String transaction, String sopClass, String... instances)
            throws IOException, InterruptedException {
        return action(
                association, UID.StorageCommitmentPushModelInstance, 1, request(transaction, sopClass, instances));
    }

    private static Attributes request(String transaction, String sopClass, String... instances) {
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

    private static int action(Association association, String instance, int type, Attributes data)
            throws IOException, InterruptedException {
        DimseRSP response = association.naction(UID.StorageCommitmentPushModel, instance, type, data, null);
        response.next();
        return response.getCommand().getInt(Tag.Status, -1);
    }

    /** Changes one byte of the object, wherever the store keeps it. */
    private static void spoil(Path home) throws IOException {
        int spoilt = 0;
        try (Stream<Path> files = Files.walk(home.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(COMMENT);
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'X'}), at);
                        spoilt++;
                    }
                }
            }
        }
        assertThat(spoilt).isEqualTo(1);
    }
}
