package org.vigie.ingest.dicom;

import java.util.ArrayList;
import java.util.List;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.dicom.wire.TlsContexts;

/** What the configuration says of TLS, and what is wrong with it. */
public final class TlsSettings {
    private TlsSettings() {}

    /** Each fault begins with its key; empty if TLS is off or sound. */
    public static List<String> faults(DicomConfig config) {
        DicomConfig.Tls tls = config.tls();
        List<String> faults = new ArrayList<>();
        if (tls.keyStore().isEmpty()) {
            if (!config.plain()) {
                faults.add("vigie.dicom.tls.key-store: needed where vigie.dicom.plain is false");
            }
            if (tls.trustStore().isPresent()) {
                faults.add("vigie.dicom.tls.trust-store: means nothing without vigie.dicom.tls.key-store");
            }
            return faults;
        }
        if (config.plain() && tls.port() == config.port()) {
            faults.add("vigie.dicom.tls.port: another one than vigie.dicom.port expected");
        }
        if (tls.clientCertificate() && tls.trustStore().isEmpty()) {
            faults.add("vigie.dicom.tls.trust-store: needed where clients must show a certificate");
        }
        if (!tls.handshakeTimeout().isPositive()) {
            faults.add("vigie.dicom.tls.handshake-timeout: more than 0 expected");
        }
        tls.protocols().stream()
                .filter(p -> !TlsContexts.PROTOCOLS.contains(p))
                .forEach(p -> faults.add("vigie.dicom.tls.protocols: TLSv1.3 or TLSv1.2 expected, not " + p));
        tls.cipherSuites().orElse(List.of()).stream()
                .filter(s -> !TlsContexts.CIPHER_SUITES.contains(s))
                .forEach(s -> faults.add("vigie.dicom.tls.cipher-suites: not in the BCP 195 profile: " + s));
        if (faults.isEmpty()) {
            try {
                new TlsContexts(of(tls), line -> {}).get();
            } catch (TlsContexts.FaultyException faulty) {
                faults.add(String.valueOf(faulty.getMessage()));
            }
        }
        return faults;
    }

    static TlsContexts.Settings of(DicomConfig.Tls tls) {
        return new TlsContexts.Settings(
                tls.keyStore().orElseThrow(),
                tls.keyStorePassword().orElse(""),
                tls.trustStore().orElse(null),
                tls.trustStorePassword().orElse(""),
                tls.storeType(),
                tls.clientCertificate(),
                tls.protocols(),
                tls.cipherSuites().orElse(TlsContexts.CIPHER_SUITES));
    }
}
