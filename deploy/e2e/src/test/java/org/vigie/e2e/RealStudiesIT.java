package org.vigie.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Issue 2, acceptance 4: a real acquisition of a diffusion phantom is its own unchanged follow-up. */
@ExtendWith(VigieExtension.class)
class RealStudiesIT {
    private static final String LESION = "2.25.170141183460469231731687303715884105701";
    private static final String PATIENT = "PHANTOM";

    @TempDir
    private Path folder;

    @Test
    void anUnchangedFollowUpIsOneAlertOneMailAndOnePageThatSaysSo(RunningVigie vigie)
            throws IOException, InterruptedException {
        Required.program("storescu");
        Required.program("chromium", "chromium-browser", "google-chrome");
        LocalDate today = LocalDate.now(Site.ZONE);
        Path baseline = redated(vigie, today.minusDays(8));
        Path followUp = redated(vigie, today);
        vigie.cli(
                "course add --patient PHANTOM --issuer LOCAL --regimen EC-T --side L",
                "--c1d1",
                today.minusDays(7),
                "--next-cycle",
                today.plusDays(14),
                "--tracking-uid",
                LESION);
        int mailsBefore = vigie.mails();

        RunningVigie.storescu("VIGIE", vigie.ports().dicom(), baseline, followUp);
        Patient patient = vigie.await(
                PATIENT, "an alert and a mail", p -> !p.alerts().isEmpty() && vigie.mails() == mailsBefore + 1);

        assertThat(patient.alerts()).hasSize(1);
        JsonNode alert = patient.alerts().getFirst();
        assertThat(alert.path("kind").asText()).isEqualTo("adc-no-change");
        assertThat(alert.path("severity").asText()).isEqualTo("S2");
        assertThat(alert.path("timePoint").asText()).isEqualTo("W1");
        assertThat(alert.path("changePercent").asDouble()).isCloseTo(0.0, within(1e-9));
        assertThat(alert.path("ci95LowPercent").asDouble()).isCloseTo(-13.03, within(0.005));
        assertThat(alert.path("ci95HighPercent").asDouble()).isCloseTo(13.03, within(0.005));
        String alertKey = alert.path("alertKey").asText();

        sendingAllAgainChangesNothing(vigie, mailsBefore + 1, baseline, followUp);

        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.openFromWorklist(patient.key());
            assertThat(page.locator("article.alert")).hasCount(1);
            assertThat(page.locator("article.alert .message")).containsText("13.0");
            assertThat(page.locator(".curve canvas, .curve svg").first()).isVisible();
            Browser.assertDrawn(page.locator("#pictures img"), 2);
            assertThat(page.locator("body")).containsText("Not a medical device");
            browser.screenshot("patient-page.png");

            page.check("form.answer input[value=reviewed-continue]");
            page.click("form.answer button.primary");
            assertThat(page.locator("article.alert .answered")).isVisible();
            assertThat(page.locator("form.answer")).hasCount(0);
            browser.screenshot("patient-page-answered.png");
        }
        JsonNode answered = vigie.patient(PATIENT).alerts().getFirst();
        assertThat(answered.path("acknowledged").asBoolean()).isTrue();
        assertThat(answered.path("acknowledgedBy").asText()).isEqualTo("admin");
        assertThat(answered.path("choice").asText()).isEqualTo("reviewed-continue");
        JsonNode trail = vigie.admin().get("/api/audit").body();
        assertThat(trail.path("unbroken").asBoolean()).isTrue();
        assertThat(trail.toString()).contains("\"" + alertKey + "\"");
        System.out.println(
                "E2E real studies: change " + alert.path("changePercent").asDouble() + " %, interval "
                        + alert.path("ci95LowPercent").asDouble() + " to "
                        + alert.path("ci95HighPercent").asDouble() + " %");
    }

    private static void sendingAllAgainChangesNothing(RunningVigie vigie, int mails, Path... folders)
            throws IOException, InterruptedException {
        RunningVigie.storescu("VIGIE", vigie.ports().dicom(), folders);
        vigie.settled(
                PATIENT,
                p -> p.alerts().size() == 1
                        && p.alerts().getFirst().path("version").asInt() == 1
                        && vigie.mails() == mails);
    }

    private Path redated(RunningVigie vigie, LocalDate day) throws IOException, InterruptedException {
        Path copy = folder.resolve(day.toString());
        vigie.cli(
                "redate",
                Required.data("S01_mrbias_diffusion_session1"),
                copy,
                "--study-date",
                day,
                "--study-time",
                "00:30",
                "--patient-id",
                PATIENT,
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
