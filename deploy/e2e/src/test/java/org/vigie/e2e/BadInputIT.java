package org.vigie.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.simulator.dicom.BadFiles;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.BadStudies;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.SendReport;
import org.vigie.simulator.domain.StudyPlan;

/** Issue 2, bad input: a status or a reason that people can read, no alert, and the next study is none the worse. */
@ExtendWith(VigieExtension.class)
class BadInputIT {
    /** DIMSE status Error: Cannot understand. */
    private static final OptionalInt CANNOT_UNDERSTAND = OptionalInt.of(0xC000);

    @TempDir
    private Path folder;

    static Stream<Arguments> studiesWithoutANumber() {
        return Stream.of(
                study("ONE-B", "B_VALUES_INADEQUATE", BadStudies::oneB),
                study("OTHER-FRAME", "INVALID_VALUE(roi.frameOfReference)", BadStudies::segOnOtherFrame),
                study("SEG-OUTSIDE", "ROI_TOO_SMALL", BadStudies::segOutside),
                study("ZERO-SIGNAL", "BELOW_NOISE_FLOOR", BadStudies::zeroSignal));
    }

    private static Arguments study(String name, String reason, UnaryOperator<StudyPlan> spoil) {
        return Arguments.of(name, reason, spoil);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("studiesWithoutANumber")
    void aFollowUpWithoutANumberSaysWhyAndAlertsNobody(
            String name, String reason, UnaryOperator<StudyPlan> spoil, RunningVigie vigie)
            throws IOException, InterruptedException {
        Required.program("chromium", "chromium-browser", "google-chrome");
        Phantoms patient =
                new Phantoms("E2E-BAD-" + name, LocalDate.now(Site.ZONE).minusDays(8));
        int mails = vigie.mails();
        patient.startCourse(vigie);
        send(vigie, patient.write(patient.baseline(), folder));
        StudyPlan spoilt = spoil.apply(patient.followUp(1.0));
        send(vigie, patient.write(spoilt, folder));

        Patient seen = vigie.await(
                patient.id(),
                "both studies and an assessment of the bad one",
                p -> p.studies().size() == 2 && !assessments(p, spoilt).isEmpty());

        JsonNode measured = seen.studies().stream()
                .filter(s -> s.path("studyUid").asText().equals(spoilt.studyUid()))
                .findFirst()
                .orElseThrow();
        assertThat(measured.path("outcome").asText()).isEqualToIgnoringCase("indeterminate");
        assertThat(measured.path("reasons")).anyMatch(r -> r.asText().equals(reason));
        assertThat(assessments(seen, spoilt))
                .allMatch(a -> a.path("outcome").asText().equals("indeterminate"))
                .allMatch(
                        a -> a.path("value").isMissingNode() || a.path("value").isNull());
        assertThat(seen.alerts()).isEmpty();
        assertThat(vigie.mails()).isEqualTo(mails);
        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/patients/" + seen.key());
            assertThat(page.locator("#studies .out.INDETERMINATE, #studies .out.indeterminate"))
                    .hasCount(1);
            assertThat(page.locator("#studies .notes span").first()).isVisible();
            // A work-item of quality may stand there, nothing that calls a clinician.
            assertThat(page.locator("article.alert.S2, article.alert.S3")).hasCount(0);
        }
    }

    @Test
    void aPatientNobodyAnnouncedIsMeasuredAndAlertsNobody(RunningVigie vigie) throws IOException, InterruptedException {
        Phantoms patient = new Phantoms("E2E-UNKNOWN", LocalDate.now(Site.ZONE).minusDays(8));
        int mails = vigie.mails();
        send(vigie, patient.write(patient.followUp(1.0), folder));

        Patient seen = vigie.await(
                patient.id(),
                "a measurement and an assessment",
                p -> p.studies().size() == 1 && !p.assessments().isEmpty());

        assertThat(seen.assessments())
                .allMatch(a -> a.path("outcome").asText().equals("indeterminate"))
                .allMatch(a -> a.path("reasons").toString().contains("MISSING_INPUT(c1d1)"));
        assertThat(seen.alerts()).isEmpty();
        assertThat(vigie.mails()).isEqualTo(mails);
    }

    @Test
    void spoiltFilesAreRefusedAndKeptAndTheNextStudyIsNoneTheWorse(RunningVigie vigie)
            throws IOException, InterruptedException {
        Phantoms patient =
                new Phantoms("E2E-BAD-FILES", LocalDate.now(Site.ZONE).minusDays(8));
        StudyPlan plan = patient.followUp(1.0);
        List<String> before = quarantine(vigie);
        int mails = vigie.mails();

        assertThat(status(vigie, BadFiles.truncated(plan, folder.resolve("truncated.dcm"))))
                .isEqualTo(CANNOT_UNDERSTAND);
        assertThat(status(vigie, BadFiles.shortPixelData(plan, folder.resolve("short.dcm"))))
                .isEqualTo(CANNOT_UNDERSTAND);
        assertThat(status(vigie, BadFiles.pathCharacterUids(plan, folder.resolve("path.dcm"))))
                .isEqualTo(CANNOT_UNDERSTAND);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), vigie.ports().dicom())) {
            socket.getOutputStream().write(BadFiles.randomBytes(7, 4096));
        }
        assertThat(status(vigie, BadFiles.ct(plan, folder.resolve("ct.dcm")))).isEqualTo(OptionalInt.of(0));

        assertThat(quarantine(vigie))
                .hasSize(before.size() + 3)
                .contains("TRUNCATED", "PIXEL_DATA_SHORT", "INVALID_UID");
        assertThat(Files.exists(Path.of(System.getProperty("java.io.tmpdir"), "vigie-escaped")))
                .isFalse();
        assertThat(vigie.isReady()).isTrue();
        patient.startCourse(vigie);
        send(vigie, patient.write(patient.baseline(), folder));
        send(vigie, patient.write(plan, folder));
        vigie.await(
                patient.id(),
                "the alert and the mail of the good studies",
                p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
    }

    private static List<JsonNode> assessments(Patient patient, StudyPlan plan) {
        return patient.assessments().stream()
                .filter(a -> a.path("studyUid").asText().equals(plan.studyUid()))
                .toList();
    }

    private static List<String> quarantine(RunningVigie vigie) throws IOException {
        return vigie.ingest().get("/api/quarantine").body().path("quarantine").findValuesAsText("reason");
    }

    private static void send(RunningVigie vigie, List<Path> files) throws IOException, InterruptedException {
        SendReport sent = StoreScu.send(files, vigie.dicom(), SendOptions.DEFAULT);
        assertThat(sent.isSuccess()).as("%s", sent).isTrue();
    }

    private static OptionalInt status(RunningVigie vigie, Path file) throws IOException, InterruptedException {
        return StoreScu.send(List.of(file), vigie.dicom(), SendOptions.DEFAULT)
                .outcomes()
                .getFirst()
                .status();
    }
}
