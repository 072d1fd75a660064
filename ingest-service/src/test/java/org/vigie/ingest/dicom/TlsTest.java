package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vigie.ingest.dicom.Pdus.IMPLICIT;
import static org.vigie.ingest.dicom.Pdus.VERIFICATION;
import static org.vigie.ingest.dicom.Pdus.context;
import static org.vigie.ingest.dicom.Pdus.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.Listening;

/** TLS after BCP 195: who gets in, what is not spoken, and that nobody waits for a silent client. */
@Timeout(120)
class TlsTest {
    private static final int ACCEPTED = 2;

    @TempDir
    static Path keys;

    @TempDir
    Path home;

    private static Certificates certificates = new Certificates(Path.of(""));

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        certificates = Certificates.make(keys);
    }

    @Test
    void aKnownCertificateAssociatesInTls13AndTls12AndNothingElseDoes() throws Exception {
        try (Listening vigie = new Listening(home, certificates.settings())) {
            assertThat(associate(vigie, "modality", "TLSv1.3", null)).isEqualTo(ACCEPTED);
            assertThat(associate(vigie, "modality", "TLSv1.2", null)).isEqualTo(ACCEPTED);
            assertThatThrownBy(() -> associate(vigie, "", "TLSv1.3", null)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> associate(vigie, "", "TLSv1.2", null)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> associate(vigie, "stranger", "TLSv1.3", null))
                    .isInstanceOf(IOException.class);
            // CBC without forward secrecy is in no list of BCP 195.
            assertThatThrownBy(() -> associate(vigie, "modality", "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket plain = Pdus.connect(vigie.tlsPort())) {
                            Pdus.exchange(plain, request("VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT)));
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(associate(vigie, "modality", "TLSv1.3", null)).isEqualTo(ACCEPTED);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(vigie.count("ingest.connections.dropped", "reason", "handshake-failed"))
                                    .isGreaterThanOrEqualTo(5));
        }
    }

    @Test
    void thirtySilentClientsInTheHandshakeDelayNobodyAndAreShutOut() throws Exception {
        Map<String, String> settings = new HashMap<>(certificates.settings());
        settings.put("vigie.dicom.tls.handshake-timeout", "3s");
        try (Listening vigie = new Listening(home, settings)) {
            associate(vigie, "modality", "TLSv1.3", null);
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                silent.add(Pdus.connect(vigie.tlsPort()));
            }
            long started = System.nanoTime();
            assertThat(associate(vigie, "modality", "TLSv1.3", null)).isEqualTo(ACCEPTED);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));

            for (Socket socket : silent) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(vigie.count("ingest.connections.dropped", "reason", "handshake-timeout"))
                    .isEqualTo(30);
        }
    }

    @Test
    void withoutThePlainPortOnlyTlsIsSpoken() throws Exception {
        Map<String, String> settings = new HashMap<>(certificates.settings());
        settings.put("vigie.dicom.plain", "false");
        try (Listening vigie = new Listening(home, settings)) {
            assertThat(associate(vigie, "modality", "TLSv1.3", null)).isEqualTo(ACCEPTED);
            assertThatThrownBy(() -> Pdus.connect(vigie.port())).isInstanceOf(java.net.ConnectException.class);
        }
    }

    @Test
    void everyFaultOfTheConfigurationNamesItsKey() throws IOException {
        Map<String, String> good = certificates.settings();
        assertThat(faults(good)).isEmpty();
        assertThat(faults(with(good, "key-store", keys.resolve("absent.p12").toString())))
                .containsExactly("vigie.dicom.tls.key-store: not readable: " + keys.resolve("absent.p12"));
        assertThat(faults(with(good, "key-store-password", "wrong")))
                .containsExactly("vigie.dicom.tls.key-store-password: wrong for " + keys.resolve("server.p12"));
        assertThat(faults(with(good, "trust-store-password", "wrong")))
                .containsExactly("vigie.dicom.tls.trust-store-password: wrong for " + keys.resolve("trusted.p12"));
        Path noStore = Files.writeString(home.resolve("text"), "no store");
        assertThat(faults(with(good, "key-store", noStore.toString())))
                .containsExactly("vigie.dicom.tls.key-store: no PKCS12 store: " + noStore);
        assertThat(faults(with(good, "key-store", keys.resolve("trusted.p12").toString())))
                .containsExactly("vigie.dicom.tls.key-store: holds no private key: " + keys.resolve("trusted.p12"));
        assertThat(faults(with(good, "protocols", "TLSv1.3,TLSv1.1")))
                .containsExactly("vigie.dicom.tls.protocols: TLSv1.3 or TLSv1.2 expected, not TLSv1.1");
        assertThat(faults(with(good, "cipher-suites", "TLS_RSA_WITH_AES_128_CBC_SHA")))
                .containsExactly(
                        "vigie.dicom.tls.cipher-suites: not in the BCP 195 profile: TLS_RSA_WITH_AES_128_CBC_SHA");
        assertThat(faults(Map.of("vigie.dicom.plain", "false")))
                .containsExactly("vigie.dicom.tls.key-store: needed where vigie.dicom.plain is false");
        assertThat(faults(Map.of("vigie.dicom.allowed-hosts", "10.0.0.0/33,pacs.example")))
                .containsExactly(
                        "vigie.dicom.allowed-hosts: address or range such as 10.1.0.0/16 expected, not 10.0.0.0/33",
                        "vigie.dicom.allowed-hosts: address or range such as 10.1.0.0/16 expected, not pacs.example");
        assertThat(faults(Map.of("vigie.dicom.sop-classes", "1.2.840.10008.5.1.4.1.1.4,MR")))
                .containsExactly("vigie.dicom.sop-classes: no UID: MR");
    }

    private List<String> faults(Map<String, String> settings) {
        return DicomFaults.find(Listening.config(home, 11112, 2762, settings).getConfigMapping(DicomConfig.class));
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put("vigie.dicom.tls." + key, value);
        return changed;
    }

    private static int associate(
            Listening vigie, String who, String protocol, @org.jspecify.annotations.Nullable String suite)
            throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket) certificates
                .client(who)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), vigie.tlsPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            if (suite != null) {
                socket.setEnabledCipherSuites(new String[] {suite});
            }
            return Pdus.exchange(socket, request("VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT)))
                    .type();
        }
    }
}
