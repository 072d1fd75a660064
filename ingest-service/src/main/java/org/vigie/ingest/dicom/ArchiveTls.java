package org.vigie.ingest.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.PriorsConfig;
import org.vigie.ingest.dicom.wire.TlsContexts;

/**
 * How an archive is called over TLS.
 *
 * @param settings our key and certificate, and whose signatures are trusted
 * @param name whom its certificate must name
 */
public record ArchiveTls(TlsContexts.Settings settings, String name) {
    private static final String PKCS12 = "PKCS12";

    /** Null if the archive speaks without. The stores of the DICOM port are in the place of those it has not. */
    public static @Nullable ArchiveTls of(PriorsConfig.Archive archive, DicomConfig.Tls port) {
        if (!archive.tls()) {
            return null;
        }
        boolean own = archive.tlsKeyStore().isPresent();
        TlsContexts.Settings settings = new TlsContexts.Settings(
                archive.tlsKeyStore().or(port::keyStore).orElseThrow(),
                (own ? archive.tlsKeyStorePassword() : port.keyStorePassword()).orElse(""),
                archive.tlsTrustStore()
                        .or(() -> own ? Optional.empty() : port.trustStore())
                        .orElse(null),
                (archive.tlsTrustStore().isPresent() ? archive.tlsTrustStorePassword() : port.trustStorePassword())
                        .orElse(""),
                archive.tlsStoreType().orElse(own ? PKCS12 : port.storeType()),
                true,
                archive.tlsProtocols(),
                archive.tlsCipherSuites().orElse(TlsContexts.CIPHER_SUITES));
        return new ArchiveTls(settings, archive.tlsName().or(archive::host).orElseThrow());
    }

    /** What an https address is called with; null where the archive has no stores of its own. */
    public static @Nullable SSLContext https(PriorsConfig.Archive archive) throws TlsContexts.FaultyException {
        if (archive.tlsKeyStore().isEmpty() && archive.tlsTrustStore().isEmpty()) {
            return null;
        }
        String type = archive.tlsStoreType().orElse(PKCS12);
        return TlsContexts.client(
                new TlsContexts.Store(
                        archive.tlsKeyStore().orElse(null),
                        archive.tlsKeyStorePassword().orElse(""),
                        type),
                new TlsContexts.Store(
                        archive.tlsTrustStore().orElse(null),
                        archive.tlsTrustStorePassword().orElse(""),
                        type));
    }

    /**
     * What is wrong, each fault with its key; the stores are opened.
     *
     * @param key of the archive
     */
    public static List<String> faults(String key, PriorsConfig.Archive archive, DicomConfig.Tls port) {
        List<String> faults = new ArrayList<>();
        if (archive.url().isPresent() && !archive.tls()) {
            return httpsFaults(key, archive);
        }
        if (!archive.tls()) {
            if (archive.tlsName().isPresent()
                    || archive.tlsKeyStore().isPresent()
                    || archive.tlsTrustStore().isPresent()) {
                faults.add(key + ".tls: its settings mean nothing without " + key + ".tls=true");
            }
            return faults;
        }
        if (archive.host().isEmpty()) {
            faults.add(key + ".tls: for ae-title and host; for a url write https");
            return faults;
        }
        archive.tlsProtocols().stream()
                .filter(p -> !TlsContexts.PROTOCOLS.contains(p))
                .forEach(p -> faults.add(key + ".tls-protocols: TLSv1.3 or TLSv1.2 expected, not " + p));
        archive.tlsCipherSuites().orElse(List.of()).stream()
                .filter(s -> !TlsContexts.CIPHER_SUITES.contains(s))
                .forEach(s -> faults.add(key + ".tls-cipher-suites: not in the BCP 195 profile: " + s));
        archive.tlsName().filter(name -> name.contains("=")).ifPresent(subject -> {
            try {
                new X500Principal(subject);
            } catch (IllegalArgumentException no) {
                faults.add(key + ".tls-name: a distinguished name expected, not " + subject);
            }
        });
        if (archive.tlsKeyStore().or(port::keyStore).isEmpty()) {
            faults.add(key + ".tls-key-store: needed, or vigie.dicom.tls.key-store");
        }
        ArchiveTls tls = faults.isEmpty() ? of(archive, port) : null;
        if (tls != null) {
            try {
                new TlsContexts(tls.settings(), line -> {}).get();
            } catch (TlsContexts.FaultyException faulty) {
                faults.add(named(key, faulty));
            }
        }
        return faults;
    }

    private static List<String> httpsFaults(String key, PriorsConfig.Archive archive) {
        List<String> faults = new ArrayList<>();
        if (archive.tlsName().isPresent()) {
            faults.add(key + ".tls-name: the certificate of an https address must name its host");
        }
        boolean https = "https".equals(archive.url().orElseThrow().getScheme());
        if (!https
                && (archive.tlsKeyStore().isPresent() || archive.tlsTrustStore().isPresent())) {
            faults.add(key + ".url: https expected where there are stores for TLS");
        }
        try {
            https(archive);
        } catch (TlsContexts.FaultyException faulty) {
            faults.add(named(key, faulty));
        }
        return faults;
    }

    private static String named(String key, TlsContexts.FaultyException faulty) {
        return String.valueOf(faulty.getMessage()).replace("vigie.dicom.tls.", key + ".tls-");
    }
}
