package org.vigie.ingest.dicom;

import java.util.Map;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.vigie.ingest.dicom.wire.PeerTrust;
import org.vigie.ingest.dicom.wire.TlsContexts;

/** TLS of associations we open: our certificate is shown, and who answers must be whom we called. */
final class OutgoingTls {
    private OutgoingTls() {}

    /**
     * @param local the device's own end, which speaks TLS from now on
     * @param names by {@code host:port}, whom a certificate must name; others must name their host
     */
    static void secure(Device device, Connection local, TlsContexts.Settings settings, Map<String, String> names)
            throws TlsContexts.FaultyException {
        device.setKeyStoreURL(settings.keyStore().toUri().toString());
        device.setKeyStoreType(settings.storeType());
        device.setKeyStorePin(settings.keyPassword());
        device.setTrustManager(new PeerTrust(TlsContexts.authorities(settings), names));
        local.setTlsProtocols(settings.protocols().toArray(String[]::new));
        local.setTlsCipherSuites(settings.cipherSuites().toArray(String[]::new));
    }
}
