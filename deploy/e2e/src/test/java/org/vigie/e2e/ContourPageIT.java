package org.vigie.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.StudyPlan;

/** A site without a contouring workstation: what Vigie proposes becomes a contour when a reader says so, and not before. */
@ExtendWith(VigieExtension.class)
class ContourPageIT {
    @TempDir
    private Path folder;

    @Test
    void aFollowUpWithoutContourAlertsOnceAReaderHasValidatedOne(RunningVigie vigie)
            throws IOException, InterruptedException {
        Required.program("chromium", "chromium-browser", "google-chrome");
        Phantoms patient = new Phantoms("E2E-CONTOUR", LocalDate.now(Site.ZONE).minusDays(8));
        int mails = vigie.mails();
        patient.startCourse(vigie);
        send(vigie, patient, patient.baseline());
        // The page lists what was measured last first
        vigie.await(patient.id(), "a measured baseline", p -> !p.assessments().isEmpty());
        send(vigie, patient, patient.followUp(1.0).withContours(Optional.empty()));

        Patient unvalidated = vigie.await(
                patient.id(),
                "a follow-up nobody has validated",
                p -> p.assessments().stream()
                        .anyMatch(a -> a.path("timePoint").asText().equals("W1")
                                && a.path("flags").toString().contains("unvalidated-roi")));
        assertThat(unvalidated.alerts()).noneMatch(a -> a.path("kind").asText().equals("adc-no-change"));

        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/patients/" + unvalidated.key());
            page.locator("#studies a[href^='/contours/']").first().click();
            Locator accept = page.locator("#contour-accept");
            assertThat(accept).isEnabled();
            // The baseline's contour is offered, and so is what Vigie finds by itself.
            assertThat(page.locator("#contour-proposal option"))
                    .containsText(new String[] {"earlier study", "automatic"});
            Locator lesion = page.locator("#contour-lesion");
            assertThat(lesion).hasValue(patient.lesionUid());
            page.locator("#contour-proposal").selectOption("1");
            assertThat(lesion).hasValue("");
            assertThat(accept).isDisabled();
            lesion.selectOption(patient.lesionUid());
            assertThat(accept).isEnabled();
            page.locator("#contour-proposal").selectOption("0");
            assertThat(lesion).hasValue(patient.lesionUid());
            assertThat(accept).isEnabled();
            // Drawn by hand like the baseline: a contour of another method would not be comparable.
            draw(page, new int[][] {{446, 296}, {506, 296}, {506, 352}, {446, 352}});
            // Nobody has said yet whose lesion the drawing is.
            assertThat(lesion).hasValue("");
            assertThat(accept).isDisabled();
            lesion.selectOption(patient.lesionUid());
            browser.screenshot("contour-page.png");
            accept.click();
            assertThat(page.locator("#contour-note")).containsText("Stored");
        }

        Patient validated = vigie.await(
                patient.id(),
                "the alert an unchanged lesion deserves, and its mail",
                p -> vigie.mails() == mails + 1
                        && p.alerts().stream()
                                .anyMatch(a -> a.path("kind").asText().equals("adc-no-change")
                                        && a.path("severity").asText().equals("S2")));
        assertThat(validated.alerts().stream()
                        .filter(a -> a.path("kind").asText().equals("adc-no-change"))
                        .filter(a -> a.path("state").asText().equals("RAISED")
                                || a.path("state").asText().equals("AMENDED")))
                .hasSize(1);
    }

    @Test
    void aDrawingThatCrossesItselfIsRefusedByName(RunningVigie vigie) throws IOException, InterruptedException {
        Required.program("chromium", "chromium-browser", "google-chrome");
        Phantoms patient = new Phantoms("E2E-DRAWN", LocalDate.now(Site.ZONE).minusDays(8));
        patient.startCourse(vigie);
        send(vigie, patient, patient.baseline());
        Patient measured = vigie.await(
                patient.id(), "a measured baseline", p -> !p.assessments().isEmpty());

        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/patients/" + measured.key());
            page.locator("#studies a[href^='/contours/']").first().click();
            assertThat(page.locator("#contour-accept")).isEnabled();
            draw(page, new int[][] {{100, 100}, {200, 200}, {200, 100}, {100, 200}});
            page.locator("#contour-lesion").selectOption("new");
            page.click("#contour-accept");
            assertThat(page.locator("#contour-fault")).containsText("roi.selfCrossing");
            browser.screenshot("contour-refused.png");
        }
    }

    private static void draw(Page page, int[][] corners) {
        page.click("#contour-start");
        for (int[] corner : corners) {
            page.locator("#contour-canvas").click(new Locator.ClickOptions().setPosition(corner[0], corner[1]));
        }
        page.click("#contour-close");
    }

    private void send(RunningVigie vigie, Phantoms patient, StudyPlan plan) throws IOException, InterruptedException {
        assertThat(StoreScu.send(patient.write(plan, folder), vigie.dicom(), SendOptions.DEFAULT)
                        .isSuccess())
                .isTrue();
    }
}
