package org.vigie.ingest.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.vigie.access.Authority;

/** Mutual TLS on HTTP. */
@QuarkusTest
@WithTestResource(CertificatePlatform.class)
class CertificateTest {
    private static final String LIST = "/api/quarantine";
    private final Authority authority = CertificatePlatform.authority();

    @Test
    void aCertificateOpensWhatItsRolesOpen() throws Exception {
        Optional<Path> pacs = Optional.of(authority.sign("pacs", "CN=PACS, O=Hospital"));
        Optional<Path> it = Optional.of(authority.sign("it", "CN=Imaging IT, O=Hospital"));
        Optional<Path> unknown = Optional.of(authority.sign("unknown", "CN=PACS, O=Elsewhere"));

        assertThat(get(LIST, it)).isEqualTo(200);
        assertThat(get(LIST, pacs)).isEqualTo(403);
        assertThat(stow(pacs)).isEqualTo(400);
        assertThat(get(LIST, unknown)).isEqualTo(403);
        assertThat(stow(unknown)).isEqualTo(403);
    }

    @Test
    void withoutACertificateOfTheAuthorityThereIsNoHandshake() throws Exception {
        Path folder = Files.createTempDirectory("vigie-foreign");
        Path foreign = Authority.in(folder, "Hospital CA").sign("pacs", "CN=PACS, O=Hospital");

        assertThatThrownBy(() -> get(LIST, Optional.empty())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(LIST, Optional.of(foreign))).isInstanceOf(IOException.class);
    }

    @Test
    void oldProtocolsAreRefused() throws Exception {
        Optional<Path> pacs = Optional.of(authority.sign("pacs11", "CN=PACS, O=Hospital"));
        try (SSLSocket socket = (SSLSocket) authority
                .client(pacs)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), CertificatePlatform.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void thePortWithoutTlsTakesNobody() {
        given().auth().preemptive().basic("vigie", "test").get(LIST).then().statusCode(401);
        given().get(LIST).then().statusCode(401);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void whoIsSilentInTheHandshakeKeepsNobodyWaitingAndIsHungUpOn() throws Exception {
        Optional<Path> it = Optional.of(authority.sign("waiting", "CN=Imaging IT, O=Hospital"));
        get(LIST, it);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), CertificatePlatform.port()));
            }
            long before = System.nanoTime();

            assertThat(get(LIST, it)).isEqualTo(200);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            Socket first = silent.getFirst();
            first.setSoTimeout(15_000);
            assertThat(first.getInputStream().read()).as("end of stream").isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private int get(String path, Optional<Path> shown) throws Exception {
        return status(HttpRequest.newBuilder(address(path)).GET(), shown);
    }

    private int stow(Optional<Path> shown) throws Exception {
        return status(
                HttpRequest.newBuilder(address("/dicom-web/studies"))
                        .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
                        .POST(BodyPublishers.ofString("--b--\r\n")),
                shown);
    }

    private int status(HttpRequest.Builder request, Optional<Path> shown) throws Exception {
        SSLContext context = authority.client(shown);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build()) {
            return client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static URI address(String path) {
        return URI.create("https://localhost:" + CertificatePlatform.port() + path);
    }
}
