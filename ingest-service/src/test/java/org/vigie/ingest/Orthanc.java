package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.vigie.embedded.FreePort;

/** A real archive: Orthanc with DICOMweb. */
final class Orthanc implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");
    private static final Path DICOMWEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

    final int dicomPort = FreePort.pick();
    final int httpPort = FreePort.pick();
    private final Process process;

    /** @param destination port to which a C-MOVE to VIGIE goes */
    Orthanc(Path folder, int destination) throws IOException {
        SharedData.requireProgram(PROGRAM);
        SharedData.require(Files.exists(DICOMWEB), "Orthanc's DICOMweb plugin");
        Path configuration = Files.writeString(Files.createDirectories(folder).resolve("orthanc.json"), """
                {"Name": "ARCHIVE", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db",
                 "Plugins": ["%2$s"], "HttpPort": %3$d, "DicomPort": %4$d, "DicomAet": "ARCHIVE",
                 "AuthenticationEnabled": true, "RegisteredUsers": {"reader": "secret"},
                 "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true,
                 "DicomAlwaysAllowMove": true, "DicomModalities": {"vigie": ["VIGIE", "127.0.0.1", %5$d]},
                 "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
                """.formatted(
                        folder, DICOMWEB, httpPort, dicomPort, destination));
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
