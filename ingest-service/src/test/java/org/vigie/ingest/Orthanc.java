package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigie.embedded.FreePort;

/** A real archive: Orthanc with DICOMweb. */
final class Orthanc implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");
    private static final Path DICOMWEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

    final int dicomPort = FreePort.pick();
    final int httpPort = FreePort.pick();
    private final Process process;

    /** PEM files of an archive that speaks TLS and asks for certificates. */
    record Tls(Path certificate, Path key, Path trusted) {}

    /** @param destination port to which a C-MOVE to VIGIE goes */
    Orthanc(Path folder, int destination) throws IOException {
        this(folder, destination, null);
    }

    /** @param tls null without; else C-MOVE goes over TLS, too */
    Orthanc(Path folder, int destination, @Nullable Tls tls) throws IOException {
        SharedData.requireProgram(PROGRAM);
        SharedData.require(Files.exists(DICOMWEB), "Orthanc's DICOMweb plugin");
        Path configuration = Files.writeString(Files.createDirectories(folder).resolve("orthanc.json"), """
                {"Name": "ARCHIVE", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db",
                 "Plugins": ["%2$s"], "HttpPort": %3$d, "DicomPort": %4$d, "DicomAet": "ARCHIVE",
                 "AuthenticationEnabled": true, "RegisteredUsers": {"reader": "secret"},
                 "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true,
                 "DicomAlwaysAllowMove": true, "DicomModalities": {"vigie":
                   {"AET": "VIGIE", "Host": "127.0.0.1", "Port": %5$d, "UseDicomTls": %6$b}}, %7$s
                 "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
                """.formatted(
                        folder,
                        DICOMWEB,
                        httpPort,
                        dicomPort,
                        destination,
                        tls != null,
                        tls == null ? "" : """
                 "DicomTlsEnabled": true, "DicomTlsRemoteCertificateRequired": true, "DicomTlsCertificate": "%s",
                 "DicomTlsPrivateKey": "%s", "DicomTlsTrustedCertificates": "%s",
                """.formatted(tls.certificate(), tls.key(), tls.trusted())));
        process = new ProcessBuilder(PROGRAM.toString(), configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile())
                .start();
        for (int port : new int[] {dicomPort, httpPort}) {
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        assertThat(process.isAlive()).isTrue();
                        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                            return socket.isConnected();
                        }
                    });
        }
    }

    URI web() {
        return URI.create("http://127.0.0.1:" + httpPort + "/dicom-web");
    }

    /** Puts a file into the archive. */
    void put(Path file) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/instances"))
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString("reader:secret".getBytes(StandardCharsets.UTF_8)))
                            .POST(HttpRequest.BodyPublishers.ofFile(file))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
