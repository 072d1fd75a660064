package org.vigie.ingest.dicom;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.pdu.RoleSelection;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.dicom.wire.TlsContexts;

/** Associations we open ourselves, under our own title, to peers whose address the site gave. */
final class OutgoingAssociations {
    private final ApplicationEntity ae;
    private final Callers callers;
    private final Connection plain;
    private final @Nullable Connection tls;

    OutgoingAssociations(Device device, ApplicationEntity ae, Callers callers, DicomConfig config)
            throws TlsContexts.FaultyException {
        this.ae = ae;
        this.callers = callers;
        this.plain = client(config);
        device.addConnection(plain);
        ae.addConnection(plain);
        this.tls = config.tls().keyStore().isEmpty() ? null : secured(device, client(config), config);
        if (tls != null) {
            device.addConnection(tls);
            ae.addConnection(tls);
        }
    }

    /** Null if the peer's address is not known. We are the SCP, which the role selection says. */
    @Nullable
    Association openForReport(String peer) throws IOException, GeneralSecurityException, InterruptedException {
        Optional<DicomConfig.Peer> known = callers.reachable(peer);
        if (known.isEmpty()) {
            return null;
        }
        AAssociateRQ request = new AAssociateRQ();
        request.setCallingAET(ae.getAETitle());
        request.setCalledAET(peer);
        request.addPresentationContext(new PresentationContext(
                1, UID.StorageCommitmentPushModel, UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian));
        request.addRoleSelection(new RoleSelection(UID.StorageCommitmentPushModel, false, true));
        Connection local = known.get().tls() && tls != null ? tls : plain;
        Connection remote = new Connection();
        remote.setHostname(known.get().host().orElseThrow());
        remote.setPort(known.get().port());
        remote.setTlsCipherSuites(local.getTlsCipherSuites());
        remote.setTlsProtocols(local.getTlsProtocols());
        return ae.connect(local, remote, request);
    }

    /** With the certificate the port has, trusting whom it trusts, if the certificate names the peer. */
    private static Connection secured(Device device, Connection local, DicomConfig config)
            throws TlsContexts.FaultyException {
        OutgoingTls.secure(device, local, TlsSettings.of(config.tls()), names(config));
        return local;
    }

    private static Map<String, String> names(DicomConfig config) {
        Map<String, String> names = new HashMap<>();
        config.peers()
                .values()
                .forEach(peer -> peer.host()
                        .ifPresent(host ->
                                peer.tlsName().ifPresent(name -> names.put(host + ":" + peer.port(), name))));
        return names;
    }

    private static Connection client(DicomConfig config) {
        Connection local = new Connection();
        local.setTcpNoDelay(true);
        local.setConnectTimeout(millis(config.requestTimeout()));
        local.setAcceptTimeout(millis(config.requestTimeout()));
        local.setReleaseTimeout(millis(config.requestTimeout()));
        local.setResponseTimeout(millis(config.dataTimeout()));
        local.setIdleTimeout(millis(config.dataTimeout()));
        return local;
    }

    private static int millis(java.time.Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
