package org.vigie.ingest.dicom.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.access.Authority;

/** Whom a peer we call over TLS must be; its certificate names localhost and 127.0.0.1 and is that of CN=PACS. */
@Timeout(60)
class PeerTrustTest {
    @TempDir
    static Path folder;

    private static TlsContexts.Settings settings = settings(Path.of(""), Path.of(""));
    private static @org.jspecify.annotations.Nullable SSLContext server;

    @BeforeAll
    static void authority() throws Exception {
        Authority authority = Authority.in(folder, "Hospital CA");
        Path pacs = authority.sign("pacs", "CN=PACS,O=Hospital");
        settings = settings(pacs, authority.trusted());
        server = authority.client(Optional.of(pacs));
    }

    @Test
    void whoNamesTheHostThatWasCalledIsTrusted() {
        assertThatCode(() -> call("localhost", Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> call("127.0.0.1", Map.of())).doesNotThrowAnyException();
    }

    @Test
    void anotherStationOfTheSameAuthorityIsNot() {
        assertThatThrownBy(() -> call("127.0.0.2", Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not name 127.0.0.2");
        assertThatThrownBy(() -> call("localhost", Map.of("localhost", "pacs.example.org")))
                .hasMessageContaining("does not name pacs.example.org");
        assertThatThrownBy(() -> call("localhost", Map.of("localhost", "CN=PACS,O=Elsewhere")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aSiteMayNameTheCertificateOrTrustTheAuthorityAlone() {
        assertThatCode(() -> call("127.0.0.2", Map.of("127.0.0.2", "O=Hospital")))
                .isInstanceOf(IOException.class);
        assertThatCode(() -> call("127.0.0.2", Map.of("127.0.0.2", "CN=PACS, O=Hospital")))
                .doesNotThrowAnyException();
        assertThatCode(() -> call("127.0.0.2", Map.of("127.0.0.2", CertificateName.ANY)))
                .doesNotThrowAnyException();
    }

    @Test
    void aForeignAuthorityIsTrustedUnderNoName() throws Exception {
        Authority foreign = Authority.in(folder.resolve("foreign"), "Hospital CA");
        SSLContext impostor = foreign.client(Optional.of(foreign.sign("pacs", "CN=PACS,O=Hospital")));

        assertThatThrownBy(() -> call(impostor, "localhost", Map.of("localhost", CertificateName.ANY)))
                .isInstanceOf(IOException.class);
    }

    private static void call(String host, Map<String, String> names) throws Exception {
        call(java.util.Objects.requireNonNull(server), host, names);
    }

    /** @param names by host */
    private static void call(SSLContext answering, String host, Map<String, String> names) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                answering.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName(host))) {
            Thread peer = Thread.ofVirtual().start(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.startHandshake();
                } catch (IOException refused) {
                    // the caller says why
                }
            });
            Map<String, String> expected =
                    names.isEmpty() ? Map.of() : Map.of(host + ":" + listener.getLocalPort(), names.get(host));
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(
                    null,
                    List.of(new PeerTrust(TlsContexts.authorities(settings), expected))
                            .toArray(TrustManager[]::new),
                    null);
            // As the library connects: TCP first, TLS over it.
            try (Socket plain = new Socket(host, listener.getLocalPort());
                    SSLSocket socket = (SSLSocket)
                            client.getSocketFactory().createSocket(plain, host, listener.getLocalPort(), true)) {
                socket.startHandshake();
            } finally {
                peer.join();
            }
        }
    }

    private static TlsContexts.Settings settings(Path keys, Path trusted) {
        return new TlsContexts.Settings(
                keys,
                Authority.PASSWORD,
                trusted,
                Authority.PASSWORD,
                "PKCS12",
                true,
                List.of("TLSv1.3", "TLSv1.2"),
                TlsContexts.CIPHER_SUITES);
    }
}
