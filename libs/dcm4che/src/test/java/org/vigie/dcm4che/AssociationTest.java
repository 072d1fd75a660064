package org.vigie.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.DataWriterAdapter;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.Priority;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.BasicCEchoSCP;
import org.dcm4che3.net.service.BasicCStoreSCP;
import org.dcm4che3.net.service.DicomServiceException;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.dcm4che3.util.UIDUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The renamed classes carry a whole association, on both sides and against DCMTK. */
class AssociationTest {
    private final Map<String, Attributes> stored = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Device device = new Device("store-scp");
    private final Connection connection = new Connection();

    @BeforeEach
    void listen() throws Exception {
        DicomServiceRegistry services = new DicomServiceRegistry();
        services.addDicomService(new BasicCEchoSCP());
        services.addDicomService(new StoreInMemory());
        ApplicationEntity ae = new ApplicationEntity("VIGIE");
        ae.setAssociationAcceptor(true);
        ae.addConnection(connection);
        ae.addTransferCapability(new TransferCapability(null, "*", TransferCapability.Role.SCP, "*"));
        connection.setHostname("127.0.0.1");
        connection.setPort(freePort());
        device.setDimseRQHandler(services);
        device.addConnection(connection);
        device.addApplicationEntity(ae);
        device.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        device.setScheduledExecutor(scheduler);
        device.bindConnections();
    }

    @AfterEach
    void close() {
        device.unbindConnections();
        scheduler.shutdownNow();
    }

    @Test
    void ourOwnSenderStoresAnInstanceThatArrivesUnchanged() throws Exception {
        Attributes sent = instance();

        int status = send(sent);

        assertThat(status).isEqualTo(Status.Success);
        assertThat(stored.get(sent.getString(Tag.SOPInstanceUID))).isEqualTo(sent);
    }

    @Test
    void aServiceExceptionReachesTheSenderAsItsStatus() throws Exception {
        Attributes refused = instance();
        refused.setString(Tag.Modality, VR.CS, "XX");

        assertThat(send(refused)).isEqualTo(Status.CannotUnderstand);
    }

    @Test
    void dcmtkEchoesAndStores(@TempDir Path folder) throws Exception {
        assumeThat(Path.of("/usr/bin/storescu")).exists();
        Attributes sent = instance();
        Path file = folder.resolve("one.dcm");
        try (DicomOutputStream out = new DicomOutputStream(file.toFile())) {
            out.writeDataset(sent.createFileMetaInformation(UID.ExplicitVRLittleEndian), sent);
        }

        assertThat(run("/usr/bin/echoscu", "-aec", "VIGIE", "127.0.0.1", port()))
                .isZero();
        assertThat(run("/usr/bin/storescu", "-aec", "VIGIE", "127.0.0.1", port(), file.toString()))
                .isZero();

        assertThat(stored.get(sent.getString(Tag.SOPInstanceUID))).isEqualTo(sent);
    }

    @Test
    void aFileThatIsNotDicomFailsWithAnIoException(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x.dcm"), "This is no DICOM file. ".repeat(20));

        assertThat(readFailure(file)).isInstanceOf(IOException.class);
    }

    private static Throwable readFailure(Path file) {
        return org.assertj.core.api.Assertions.catchThrowable(() -> {
            try (DicomInputStream in = new DicomInputStream(file.toFile())) {
                in.readDataset(-1, Tag.PixelData);
            }
        });
    }

    private int send(Attributes dataset) throws Exception {
        ApplicationEntity scu = new ApplicationEntity("SCU");
        Connection local = new Connection();
        Device sender = new Device("sender");
        sender.addConnection(local);
        sender.addApplicationEntity(scu);
        scu.addConnection(local);
        sender.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sender.setScheduledExecutor(scheduler);
        AAssociateRQ request = new AAssociateRQ();
        request.setCalledAET("VIGIE");
        request.addPresentationContext(new PresentationContext(1, UID.Verification, UID.ImplicitVRLittleEndian));
        request.addPresentationContext(new PresentationContext(3, UID.MRImageStorage, UID.ExplicitVRLittleEndian));
        Association association = scu.connect(connection, request);
        try {
            association.cecho().next();
            DimseRSP response = association.cstore(
                    UID.MRImageStorage,
                    dataset.getString(Tag.SOPInstanceUID),
                    Priority.NORMAL,
                    new DataWriterAdapter(dataset),
                    UID.ExplicitVRLittleEndian);
            response.next();
            return response.getCommand().getInt(Tag.Status, -1);
        } finally {
            association.release();
        }
    }

    private static Attributes instance() {
        Attributes dataset = new Attributes();
        dataset.setString(Tag.SOPClassUID, VR.UI, UID.MRImageStorage);
        dataset.setString(Tag.SOPInstanceUID, VR.UI, UIDUtils.createUID());
        dataset.setString(Tag.StudyInstanceUID, VR.UI, UIDUtils.createUID());
        dataset.setString(Tag.SeriesInstanceUID, VR.UI, UIDUtils.createUID());
        dataset.setString(Tag.Modality, VR.CS, "MR");
        dataset.setString(Tag.ImageComments, VR.LT, "every element arrives");
        dataset.setBytes(Tag.PixelData, VR.OW, new byte[128 * 128 * 2]);
        return dataset;
    }

    private String port() {
        return Integer.toString(connection.getPort());
    }

    /** A {@code Connection} takes 0 for "does not listen", so a free port is found first. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private final class StoreInMemory extends BasicCStoreSCP {
        StoreInMemory() {
            super("*");
        }

        @Override
        protected void store(
                Association as, PresentationContext pc, Attributes request, PDVInputStream data, Attributes response)
                throws IOException {
            Attributes dataset = data.readDataset(pc.getTransferSyntax());
            if (!"MR".equals(dataset.getString(Tag.Modality))) {
                throw new DicomServiceException(Status.CannotUnderstand, "not an MR");
            }
            stored.put(request.getString(Tag.AffectedSOPInstanceUID), dataset);
        }
    }
}
