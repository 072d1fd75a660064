package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.cli.Ports;

/** A foreign PACS with the configuration we give away sends to us by its own rule. */
@ExtendWith(VigieExtension.class)
class OrthancIT {
    @TempDir
    private Path folder;

    @Test
    void whatOrthancReceivesIsForwardedMeasuredAndAlerted(RunningVigie vigie) throws IOException, InterruptedException {
        Phantoms patient = new Phantoms("E2E-ORTHANC", LocalDate.now(Site.ZONE).minusDays(8));
        patient.startCourse(vigie);
        patient.write(patient.baseline(), folder.resolve("send"));
        patient.write(patient.followUp(1.0), folder.resolve("send"));
        int mails = vigie.mails();
        Ports free = Ports.free();
        Process orthanc = start(free.dicom(), free.web(), vigie.ports().dicom());
        try {
            RunningVigie.storescu("ORTHANC", free.dicom(), folder.resolve("send"));
            Patient seen = vigie.await(
                    patient.id(),
                    "alert and mail of a forwarded study",
                    p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
            assertThat(seen.studies()).hasSize(2);
            assertThat(seen.studies())
                    .allSatisfy(study -> assertThat(study.path("lesions")
                                    .path(0)
                                    .path("adcMm2PerSec")
                                    .asDouble())
                            .isCloseTo(1.0e-3, within(0.003e-3)));
        } finally {
            orthanc.destroy();
            if (!orthanc.waitFor(20, TimeUnit.SECONDS)) {
                orthanc.destroyForcibly();
            }
        }
    }

    /**
     * Vial 1 of the diffusion phantom. The data README has 1120.89e-6 mm2/s by the scanner's own map, and 1123.56e-6 by a
     * fit over all five b-values, of which the rules take those up to 1000 s/mm2.
     */
    @Test
    void whatTheScannerSentIsForwardedAndMeasuredToTheReferenceValue(RunningVigie vigie)
            throws IOException, InterruptedException {
        String patient = "E2E-ORTHANC-S01";
        vigie.cli(
                "redate",
                Required.data("S01_mrbias_diffusion_session1"),
                folder.resolve("s01"),
                "--study-date",
                LocalDate.now(Site.ZONE),
                "--study-time",
                "00:30",
                "--patient-id",
                patient,
                "--issuer",
                "LOCAL",
                "--roi",
                "box:62,62,12,3",
                "--tracking-uid",
                "2.25.161",
                "--side",
                "L");
        Ports free = Ports.free();
        Process orthanc = start(free.dicom(), free.web(), vigie.ports().dicom());
        try {
            RunningVigie.storescu("ORTHANC", free.dicom(), folder.resolve("s01"));
            Patient seen = vigie.await(
                    patient,
                    "a measured lesion of the forwarded study",
                    p -> p.studies().size() == 1
                            && !p.studies().getFirst().path("lesions").isEmpty());
            double adc = seen.studies()
                    .getFirst()
                    .path("lesions")
                    .path(0)
                    .path("adcMm2PerSec")
                    .asDouble();
            System.out.printf(Locale.ROOT, "E2E Orthanc S01 vial 1: %.2f um2/s, scanner 1120.89%n", adc * 1e6);
            assertThat(adc).isCloseTo(1120.89e-6, withinPercentage(0.3));
            assertThat(adc).isCloseTo(1123.56e-6, withinPercentage(0.5));
        } finally {
            orthanc.destroy();
            if (!orthanc.waitFor(20, TimeUnit.SECONDS)) {
                orthanc.destroyForcibly();
            }
        }
    }

    private Process start(int dicomPort, int httpPort, int vigiePort) throws IOException {
        File log = Required.root().resolve("deploy/e2e/target/orthanc.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(
                        Required.program("Orthanc").toString(),
                        Required.root().resolve("deploy/orthanc/orthanc.json").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("ORTHANC_STORAGE", folder.resolve("storage").toString());
        builder.environment().put("ORTHANC_DICOM_PORT", Integer.toString(dicomPort));
        builder.environment().put("ORTHANC_HTTP_PORT", Integer.toString(httpPort));
        builder.environment().put("ORTHANC_STABLE_AGE", "2");
        builder.environment().put("VIGIE_DICOM_PORT", Integer.toString(vigiePort));
        Process orthanc = builder.start();
        Awaitility.await("Orthanc listens")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    assertThat(orthanc.isAlive()).as("see %s", log).isTrue();
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dicomPort)) {
                        return socket.isConnected();
                    }
                });
        return orthanc;
    }
}
