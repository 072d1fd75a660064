package org.vigie.simulator.dicom;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.BasicCStoreSCP;
import org.dcm4che3.net.service.DicomServiceException;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.vigie.simulator.domain.Destination;

/** A receiver that can be told to misbehave. */
final class TestScp implements AutoCloseable {
    final Map<String, Attributes> stored = new ConcurrentHashMap<>();
    final List<String> received = new CopyOnWriteArrayList<>();
    private final Device device = new Device("test-scp");
    private final Connection connection = new Connection();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Behaviour behaviour;

    /** What to do with the n-th instance received, n from 1. */
    interface Behaviour {
        void onInstance(int n, Association association) throws DicomServiceException;
    }

    TestScp(Behaviour behaviour, String... acceptedCallers) throws Exception {
        this.behaviour = behaviour;
        DicomServiceRegistry services = new DicomServiceRegistry();
        services.addDicomService(new Store());
        ApplicationEntity ae = new ApplicationEntity("VIGIE");
        ae.setAssociationAcceptor(true);
        ae.addConnection(connection);
        ae.addTransferCapability(new TransferCapability(null, "*", TransferCapability.Role.SCP, "*"));
        ae.setAcceptedCallingAETitles(acceptedCallers);
        connection.setHostname("127.0.0.1");
        connection.setPort(freePort());
        connection.setTcpNoDelay(true);
        device.setDimseRQHandler(services);
        device.addConnection(connection);
        device.addApplicationEntity(ae);
        device.setExecutor(executor);
        device.setScheduledExecutor(scheduler);
        device.bindConnections();
    }

    Destination destination() {
        return new Destination("VIGIE", "127.0.0.1", connection.getPort());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        device.unbindConnections();
        scheduler.shutdownNow();
        executor.shutdownNow();
    }

    private final class Store extends BasicCStoreSCP {
        Store() {
            super("*");
        }

        @Override
        protected void store(
                Association as, PresentationContext pc, Attributes request, PDVInputStream data, Attributes response)
                throws IOException {
            Attributes dataset = data.readDataset(pc.getTransferSyntax());
            String uid = request.getString(Tag.AffectedSOPInstanceUID);
            received.add(uid);
            behaviour.onInstance(received.size(), as);
            stored.put(uid, dataset);
        }
    }
}
