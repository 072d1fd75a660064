package org.vigie.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.store.FileObjectStore;
import org.vigie.store.S3ObjectStore;

/** Issue 3, point 3: the packaged services on a bucket, none of which sees the folder of another. */
class S3StoreIT {
    private static final String LESION = "2.25.170141183460469231731687303715884105703";

    @TempDir
    private static Path machines;

    private static SpreadVigie vigie;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Required.program("storescu");
        vigie = new SpreadVigie(machines);
    }

    @AfterAll
    static void stop() {
        if (vigie != null) {
            vigie.close();
        }
    }

    /** Numbers of the data README for vial 1, as {@link OrthancIT} and {@link RealStudiesIT} have them from files. */
    @Test
    void whatIsReadFromTheBucketIsMeasuredAndAssessedAsFromFiles() throws IOException, InterruptedException {
        String patient = "E2E-S3-S01";
        LocalDate today = LocalDate.now(Site.ZONE);
        Path baseline = redated(patient, today.minusDays(8));
        Path followUp = redated(patient, today);
        vigie.launcher()
                .run(
                        "course add --issuer LOCAL --regimen EC-T --side L --patient",
                        patient,
                        "--c1d1",
                        today.minusDays(7),
                        "--next-cycle",
                        today.plusDays(14),
                        "--tracking-uid",
                        LESION);

        RunningVigie.storescu("VIGIE", vigie.ports().dicom(), baseline, followUp);
        Patient seen = vigie.await(
                patient,
                "both studies measured, and an alert",
                p -> p.studies().size() == 2 && p.alerts().size() == 1);

        for (JsonNode study : seen.studies()) {
            double adc = study.path("lesions").path(0).path("adcMm2PerSec").asDouble();
            System.out.printf(Locale.ROOT, "E2E S3 S01 vial 1: %.2f um2/s, scanner 1120.89%n", adc * 1e6);
            assertThat(adc).isCloseTo(1120.89e-6, withinPercentage(0.3));
            assertThat(adc).isCloseTo(1123.56e-6, withinPercentage(0.5));
        }
        JsonNode alert = seen.alerts().getFirst();
        assertThat(alert.path("kind").asText()).isEqualTo("adc-no-change");
        assertThat(alert.path("timePoint").asText()).isEqualTo("W1");
        assertThat(alert.path("changePercent").asDouble()).isCloseTo(0.0, within(1e-9));
        assertThat(alert.path("ci95LowPercent").asDouble()).isCloseTo(-13.03, within(0.005));
        assertThat(alert.path("ci95HighPercent").asDouble()).isCloseTo(13.03, within(0.005));
        // Diffusion wrote maps and pictures of its own and nothing else; notify wrote nothing and shows the pictures.
        assertThat(writers("diffusion"))
                .allMatch(w -> w.startsWith("diffusion-"))
                .isNotEmpty();
        assertThat(writers("notify")).isEmpty();
        assertThat(writers("staging")).isEmpty();
        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/patients/" + seen.key());
            assertThat(page.locator("article.alert")).hasCount(1);
            Browser.assertDrawn(page.locator("#pictures img"), 2);
        }
    }

    /** The bucket is away while images arrive, and ingest dies after it has sealed its pack and before it could upload it. */
    @Test
    void killedBetweenSealAndUploadEverythingAcknowledgedIsInTheBucketAndOnlyThenAnnounced() throws Exception {
        Phantoms patient = new Phantoms("E2E-S3-KILL", LocalDate.now(Site.ZONE).minusDays(8));
        List<Path> files = patient.write(patient.baseline(), folder);
        vigie.server().kill();
        RunningVigie.storescu("VIGIE", vigie.ports().dicom(), folder);
        Awaitility.await("sealed, and nowhere to upload to")
                .atMost(SpreadVigie.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> sealedOnly()
                        && vigie.received(patient.id()).path("instances").asInt() == files.size());
        assertNotAnnounced(patient.id());
        vigie.launcher().kill("ingest");
        vigie.up("ingest");
        Awaitility.await("studies are known again")
                .atMost(SpreadVigie.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> vigie.received(patient.id()).path("instances").asInt() == files.size());
        assertThat(sealedOnly()).isTrue();
        assertNotAnnounced(patient.id());

        Instant back = Instant.now();
        vigie.server().restart();
        Patient seen = vigie.await(
                patient.id(),
                "measured",
                p -> p.studies().size() == 1 && lesion(p).isNumber());

        assertThat(lesion(seen).asDouble()).isCloseTo(1.0e-3, within(0.003e-3));
        JsonNode study = vigie.received(patient.id());
        assertThat(study.path("revision").asInt()).isEqualTo(1);
        assertThat(Instant.parse(study.path("readyAt").asText())).isAfter(back);
        assertThat(readElsewhere(seen.key(), patient.baseline().studyUid())).isEqualTo(files.size());
    }

    private static JsonNode lesion(Patient patient) {
        return patient.studies().getFirst().path("lesions").path(0).path("adcMm2PerSec");
    }

    private static void assertNotAnnounced(String patient) throws IOException {
        assertThat(vigie.received(patient).path("state").asText()).isEqualTo("RECEIVING");
        assertThat(vigie.received(patient).path("revision").asInt()).isZero();
        assertThat(vigie.patient(patient).studies()).isEmpty();
    }

    /** A pack of ingest has its index and no mark of an upload. */
    private static boolean sealedOnly() throws IOException {
        try (Stream<Path> files = Files.walk(vigie.local("ingest").resolve("packs"))) {
            Set<String> names = files.map(Path::toString).collect(Collectors.toSet());
            return names.stream().anyMatch(n -> n.endsWith(".idx") && !names.contains(n.replaceAll("idx$", "up")));
        }
    }

    /** Objects of a study that a process with an empty folder has read, their hashes verified. */
    private int readElsewhere(String patientKey, String studyUid) throws Exception {
        String study = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(studyUid.getBytes(StandardCharsets.UTF_8)));
        try (S3ObjectStore reader =
                new S3ObjectStore(new FileObjectStore(folder.resolve("reader")), vigie.settings())) {
            ObjectRef manifest =
                    reader.resolve("manifests/" + patientKey + "/" + study).orElseThrow();
            int read = 0;
            for (StudyManifest.Series series :
                    Json.read(reader.read(manifest), StudyManifest.class).series()) {
                for (StudyManifest.Instance instance : series.instances()) {
                    assertThat(reader.read(instance.object()))
                            .hasSize((int) instance.object().bytes());
                    read++;
                }
            }
            return read;
        }
    }

    private static List<String> writers(String service) throws IOException {
        try (Stream<Path> folders = Files.list(vigie.local(service).resolve("packs"))) {
            return folders.map(f -> String.valueOf(f.getFileName())).toList();
        }
    }

    private Path redated(String patient, LocalDate day) throws IOException, InterruptedException {
        Path copy = folder.resolve(day.toString());
        vigie.launcher()
                .run(
                        "redate",
                        Required.data("S01_mrbias_diffusion_session1"),
                        copy,
                        "--study-date",
                        day,
                        "--study-time",
                        "00:30",
                        "--patient-id",
                        patient,
                        "--issuer",
                        "LOCAL",
                        "--roi",
                        "box:62,62,12,3",
                        "--tracking-uid",
                        LESION,
                        "--side",
                        "L");
        return copy;
    }
}
