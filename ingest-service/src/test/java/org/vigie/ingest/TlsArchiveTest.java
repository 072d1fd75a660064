package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.access.Authority;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.dicom.Archive;
import org.vigie.ingest.dicom.ArchiveTls;
import org.vigie.ingest.dicom.DicomWebArchive;
import org.vigie.ingest.dicom.DimseArchive;
import org.vigie.ingest.dicom.wire.CertificateName;
import org.vigie.ingest.dicom.wire.TlsContexts;

/** Earlier studies from an archive that speaks TLS only and asks for our certificate (Orthanc). */
@Timeout(180)
class TlsArchiveTest {
    private static final String PATIENT = "PRIOR-TLS";
    private static final Archive.Query QUERY =
            new Archive.Query(PATIENT, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), "MR", 3);

    @TempDir
    static Path keys;

    private static Path vigieKeys = Path.of("");
    private static Path trusted = Path.of("");
    private static Path foreignKeys = Path.of("");
    private static Orthanc.Tls archive = new Orthanc.Tls(Path.of(""), Path.of(""), Path.of(""));

    @TempDir
    Path folder;

    @BeforeAll
    static void certificates() throws Exception {
        Authority hospital = Authority.in(keys, "Hospital CA");
        trusted = hospital.trusted();
        vigieKeys = hospital.sign("vigie", "CN=VIGIE,O=Hospital");
        // Orthanc has suites for RSA only in TLS 1.2
        Path pacs = hospital.signRsa("pacs", "CN=ARCHIVE,O=Hospital");
        foreignKeys = Authority.in(keys.resolve("foreign"), "Other CA").sign("vigie", "CN=VIGIE,O=Hospital");
        archive = new Orthanc.Tls(
                keys.resolve("pacs.pem"), key(pacs, "pacs", keys.resolve("pacs.key")), keys.resolve("ca.pem"));
    }

    @Test
    void theStudyComesByEveryWayAndWhoIsNotWhoHeShouldBeGetsNothing() throws Exception {
        Map<String, String> port = Map.of(
                "vigie.dicom.tls.key-store",
                vigieKeys.toString(),
                "vigie.dicom.tls.key-store-password",
                Authority.PASSWORD,
                "vigie.dicom.tls.trust-store",
                trusted.toString(),
                "vigie.dicom.tls.trust-store-password",
                Authority.PASSWORD);
        String patientKey = new SiteSecret(new byte[32]).patientKey("LOCAL", PATIENT);
        try (Orthanc orthanc = new Orthanc(folder.resolve("orthanc"), 1, archive);
                Listening vigie = new Listening(folder.resolve("vigie"), port)) {
            for (Path file : copies(3)) {
                orthanc.put(file);
            }

            // C-FIND and C-GET in each version of TLS
            for (String version : List.of("TLSv1.3", "TLSv1.2")) {
                try (Archive pacs = archive(orthanc.dicomPort, vigie, false, tls(vigieKeys, List.of(version), null))) {
                    List<String> found = pacs.find(QUERY);
                    assertThat(found).as(version).hasSize(1);
                    assertThat(pacs.fetch(found.getFirst(), patientKey))
                            .as(version)
                            .isEqualTo(new Archive.Fetched(3, 0));
                }
            }
            assertThat(vigie.entries())
                    .hasSize(3)
                    .allSatisfy(e -> assertThat(e.event().callingAe()).isEqualTo("PRIOR:pacs"));

            // C-MOVE, whose images come to our own port over TLS
            try (Listening other = new Listening(folder.resolve("moved"), port);
                    Orthanc second = new Orthanc(folder.resolve("second"), other.tlsPort(), archive)) {
                for (Path file : copies(3)) {
                    second.put(file);
                }
                try (Archive pacs =
                        archive(second.dicomPort, other, true, tls(vigieKeys, List.of("TLSv1.3", "TLSv1.2"), null))) {
                    List<String> found = pacs.find(QUERY);
                    assertThat(pacs.fetch(found.getFirst(), patientKey)).isEqualTo(new Archive.Fetched(3, 0));
                }
                assertThat(other.entries())
                        .hasSize(3)
                        .allSatisfy(e -> assertThat(e.event().callingAe()).isEqualTo("ARCHIVE"));
            }

            refuses(
                    orthanc,
                    vigie,
                    tls(vigieKeys, versions(), "CN=OTHER,O=Hospital"),
                    "TLS: the certificate does not name CN=OTHER,O=Hospital");
            refuses(orthanc, vigie, tls(foreignKeys, versions(), CertificateName.ANY), "");
            refuses(orthanc, vigie, null, "association: ");
            // Its own key store alone: the archive's authority is not in it
            refuses(
                    orthanc,
                    vigie,
                    new ArchiveTls(settings(foreignKeys, null, versions()), CertificateName.ANY),
                    "TLS: SSLHandshakeException");
        }
    }

    @Test
    void dicomWebIsTrustedByTheStoresOfTheSiteAndShownOurCertificate() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(pacsContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ours = getSSLContext().getDefaultSSLParameters();
                ours.setNeedClientAuth(true);
                parameters.setSSLParameters(ours);
            }
        });
        byte[] answer = "[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}}]".getBytes(StandardCharsets.US_ASCII);
        server.createContext("/studies", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/dicom+json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        URI root = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        TlsContexts.Store ours = store(vigieKeys);
        TlsContexts.Store none = store(null);
        try (Listening vigie = new Listening(folder.resolve("vigie"), Map.of())) {
            assertThat(studies(root, TlsContexts.client(ours, store(trusted)), vigie))
                    .containsExactly("1.2.3");
            for (SSLContext refused : new SSLContext[] {
                SSLContext.getDefault(),
                TlsContexts.client(ours, none),
                TlsContexts.client(none, store(trusted)),
                TlsContexts.client(store(foreignKeys), store(trusted))
            }) {
                assertThatThrownBy(() -> studies(root, refused, vigie))
                        .isInstanceOf(Archive.ArchiveException.class)
                        .hasMessageStartingWith("no answer: ");
            }
        } finally {
            server.stop(0);
        }
    }

    /** The archive's own key, and whom it trusts. */
    private static SSLContext pacsContext() throws Exception {
        return TlsContexts.client(store(keys.resolve("pacs.p12")), store(trusted));
    }

    private static List<String> studies(URI root, SSLContext tls, Listening vigie) throws Exception {
        try (Archive web = new DicomWebArchive(root, null, "PRIOR:web", Duration.ofSeconds(20), tls, vigie.intake())) {
            return web.find(QUERY);
        }
    }

    private static TlsContexts.Store store(@Nullable Path file) {
        return new TlsContexts.Store(file, Authority.PASSWORD, "PKCS12");
    }

    @Test
    void anArchiveThatIsSilentInTheHandshakeIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Listening vigie = new Listening(folder.resolve("vigie"), Map.of());
                Archive pacs = new DimseArchive(
                        new DimseArchive.Address(
                                "VIGIE",
                                "ARCHIVE",
                                "127.0.0.1",
                                silent.getLocalPort(),
                                false,
                                Duration.ofMillis(500),
                                tls(vigieKeys, versions(), null)),
                        "PRIOR:pacs",
                        vigie.intake())) {
            assertThatThrownBy(() -> pacs.find(QUERY))
                    .isInstanceOf(Archive.ArchiveException.class)
                    .hasMessage("no answer: TLS handshake");
        }
    }

    private static void refuses(Orthanc orthanc, Listening vigie, @Nullable ArchiveTls tls, String message) {
        try (Archive pacs = archive(orthanc.dicomPort, vigie, false, tls)) {
            assertThatThrownBy(() -> pacs.find(QUERY))
                    .isInstanceOf(Archive.ArchiveException.class)
                    .hasMessageStartingWith(message);
        }
    }

    private static Archive archive(int port, Listening vigie, boolean move, @Nullable ArchiveTls tls) {
        return new DimseArchive(
                new DimseArchive.Address("VIGIE", "ARCHIVE", "127.0.0.1", port, move, Duration.ofSeconds(20), tls),
                "PRIOR:pacs",
                vigie.intake());
    }

    private static List<String> versions() {
        return List.of("TLSv1.3", "TLSv1.2");
    }

    private static ArchiveTls tls(Path keyStore, List<String> versions, @Nullable String name) {
        return new ArchiveTls(settings(keyStore, trusted, versions), name == null ? "127.0.0.1" : name);
    }

    private static TlsContexts.Settings settings(Path keyStore, @Nullable Path trustStore, List<String> versions) {
        return new TlsContexts.Settings(
                keyStore,
                Authority.PASSWORD,
                trustStore,
                Authority.PASSWORD,
                "PKCS12",
                true,
                versions,
                TlsContexts.CIPHER_SUITES);
    }

    private List<Path> copies(int count) throws Exception {
        List<Path> copies = new ArrayList<>();
        List<Path> files = SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"));
        for (int i = 0; i < count; i++) {
            Path copy = folder.resolve(i + ".dcm");
            Files.copy(files.get(i), copy, StandardCopyOption.REPLACE_EXISTING);
            Dcmtk.Result changed = Dcmtk.run(
                    "dcmodify",
                    List.of(
                            "-nb",
                            "-imt",
                            "-ma",
                            "(0010,0020)=" + PATIENT,
                            "-ma",
                            "(0008,0020)=20260301",
                            "-ea",
                            "(0010,0021)",
                            copy.toString()));
            assertThat(changed.exit()).as(changed.output()).isZero();
            copies.add(copy);
        }
        return copies;
    }

    /** A private key as other programs read it. */
    private static Path key(Path store, String alias, Path file) throws Exception {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keyStore.load(in, Authority.PASSWORD.toCharArray());
        }
        byte[] encoded =
                keyStore.getKey(alias, Authority.PASSWORD.toCharArray()).getEncoded();
        return Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
