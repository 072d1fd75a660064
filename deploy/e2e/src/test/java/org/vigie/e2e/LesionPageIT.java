package org.vigie.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.Uids;

/** A follow-up that names the lesion anew is compared once a reader has said on the page which lesion it is. */
@ExtendWith(VigieExtension.class)
class LesionPageIT {
    @TempDir
    private Path folder;

    @Test
    void aLesionUnderANewNameAlertsOnceAReaderHasMatchedIt(RunningVigie vigie)
            throws IOException, InterruptedException {
        Required.program("chromium", "chromium-browser", "google-chrome");
        Phantoms patient = new Phantoms("E2E-MATCH", LocalDate.now(Site.ZONE).minusDays(8));
        String renamed = Uids.of("e2e", patient.id(), "anew");
        int mails = vigie.mails();
        patient.startCourse(vigie);
        send(vigie, patient, patient.baseline());
        send(vigie, patient, patient.followUpNamed(1.0, renamed));
        Patient unmatched = vigie.await(
                patient.id(), "both studies are measured", p -> p.studies().size() == 2);
        assertThat(unmatched.alerts()).isEmpty();

        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/patients/" + unmatched.key());
            page.click("a[href='/lesions/" + unmatched.key() + "']");
            assertThat(page.locator(".match")).hasCount(1);
            assertThat(page.locator(".match")).containsText(renamed);
            assertThat(page.locator(".match")).containsText(patient.lesionUid());
            Browser.assertDrawn(page.locator(".match img"), 2);
            browser.screenshot("lesion-page.png");
            page.click(".match button.primary");
            assertThat(page.locator(".note")).containsText("Recorded");
            assertThat(page.locator(".match")).hasCount(0);
        }

        vigie.await(
                patient.id(),
                "the alert an unchanged lesion deserves, and its mail",
                p -> vigie.mails() == mails + 1 && Phantoms.isOneAlert(p));
        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/lesions/" + unmatched.key());
            assertThat(page.locator("#readers tbody tr")).hasCount(1);
            assertThat(page.locator("#readers")).containsText("admin");
            page.click("#language button[value=fr]");
            assertThat(page.locator("#readers")).containsText("Ce que les lecteurs ont dit");
            browser.screenshot("lesion-page-fr.png");
        }
    }

    private void send(RunningVigie vigie, Phantoms patient, StudyPlan plan) throws IOException, InterruptedException {
        assertThat(StoreScu.send(patient.write(plan, folder), vigie.dicom(), SendOptions.DEFAULT)
                        .isSuccess())
                .isTrue();
    }
}
