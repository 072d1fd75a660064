package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.cli.Ports;

/** Issue 3, item 5: the study before the course is in an archive; staging asks, ingest fetches, the patient has it. */
@ExtendWith(VigieExtension.class)
@Timeout(240)
class PriorsIT {
    private static final String PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";
    private static final Ports FREE = Ports.free();

    @TempDir
    private Path folder;

    /** Two ways to one archive; which one answers is up to the ports the archive opens. */
    @BeforeAll
    static void configure(RunningVigie vigie) throws IOException, InterruptedException {
        Required.program("Orthanc");
        Required.file(PLUGIN, "Orthanc's DICOMweb plugin");
        vigie.reconfigure(
                Map.of(
                        "VIGIE_PRIORS_ARCHIVES_DIMSE_AE_TITLE", "ARCHIVE",
                        "VIGIE_PRIORS_ARCHIVES_DIMSE_HOST", "127.0.0.1",
                        "VIGIE_PRIORS_ARCHIVES_DIMSE_PORT", Integer.toString(FREE.dicom()),
                        "VIGIE_PRIORS_ARCHIVES_WEB_URL", "http://127.0.0.1:" + FREE.web() + "/dicom-web",
                        "VIGIE_STAGING_WATCH_SETTLE", "2s"),
                "ingest",
                "staging");
    }

    @AfterAll
    static void configureBack(RunningVigie vigie) throws IOException, InterruptedException {
        vigie.reconfigure(
                Map.of(
                        "VIGIE_PRIORS_ARCHIVES_DIMSE_AE_TITLE", "",
                        "VIGIE_PRIORS_ARCHIVES_DIMSE_HOST", "",
                        "VIGIE_PRIORS_ARCHIVES_DIMSE_PORT", "",
                        "VIGIE_PRIORS_ARCHIVES_WEB_URL", "",
                        "VIGIE_STAGING_WATCH_SETTLE", ""),
                "ingest",
                "staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dimse", "web"})
    void aMissingBaselineComesFromTheArchiveOnce(String way, RunningVigie vigie)
            throws IOException, InterruptedException {
        Phantoms patient =
                new Phantoms("E2E-PRIOR-" + way, LocalDate.now(Site.ZONE).minusDays(8));
        List<Path> baseline = patient.write(patient.baseline(), folder.resolve("archive"));
        List<Path> followUp = patient.write(patient.followUp(1.0), folder.resolve("send"));
        // By the web only: the port of the archive's DIMSE is another one than Vigie knows.
        int dicomPort = way.equals("dimse") ? FREE.dicom() : FREE.diffusion();
        int webPort = way.equals("web") ? FREE.web() : FREE.staging();
        Process archive = archive(dicomPort, webPort);
        try {
            RunningVigie.storescu("ARCHIVE", dicomPort, folder.resolve("archive"));
            patient.startCourse(vigie);
            RunningVigie.storescu("VIGIE", vigie.ports().dicom(), folder.resolve("send"));

            Patient seen = vigie.await(
                    patient.id(),
                    "the baseline from the archive, and the alert it makes possible",
                    p -> p.studies().size() == 2 && Phantoms.isOneAlert(p));
            assertThat(seen.hasStudy(patient.baseline().studyUid())).isTrue();
            vigie.settled(patient.id(), p -> p.studies().size() == 2 && Phantoms.isOneAlert(p));

            List<JsonNode> asked = new ArrayList<>();
            vigie.ingest().get("/api/priors").body().path("priors").forEach(one -> {
                if (one.path("patientKey").asText().equals(seen.key())) {
                    asked.add(one);
                }
            });
            assertThat(asked)
                    .as("requests for this patient, none because of the answer")
                    .hasSize(1);
            assertThat(asked.getFirst().path("state").asText()).isEqualTo("FOUND");
            assertThat(asked.getFirst().path("archive").asText()).isEqualTo(way);
            assertThat(asked.getFirst().path("instances").asInt()).isEqualTo(baseline.size());
            assertThat(followUp).isNotEmpty();
        } finally {
            archive.destroy();
            if (!archive.waitFor(20, TimeUnit.SECONDS)) {
                archive.destroyForcibly();
            }
        }
    }

    private Process archive(int dicomPort, int webPort) throws IOException {
        Path configuration =
                Files.writeString(folder.resolve("archive.json"), """
                {"Name": "ARCHIVE", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db",
                 "Plugins": ["%2$s"], "HttpPort": %3$d, "DicomPort": %4$d, "DicomAet": "ARCHIVE",
                 "AuthenticationEnabled": false, "RemoteAccessAllowed": false,
                 "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true,
                 "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
                """.formatted(folder, PLUGIN, webPort, dicomPort));
        Process archive = new ProcessBuilder(Required.program("Orthanc").toString(), configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        Required.root().resolve("deploy/e2e/target/archive.log").toFile())
                .start();
        for (int port : new int[] {dicomPort, webPort}) {
            Awaitility.await("the archive listens")
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                            return socket.isConnected();
                        }
                    });
        }
        return archive;
    }
}
