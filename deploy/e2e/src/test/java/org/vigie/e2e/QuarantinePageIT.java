package org.vigie.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.dicom.BadFiles;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.SendOptions;

/** What was refused and kept: seen, tried again and given up on the page, by a person the audit trail names. */
@ExtendWith(VigieExtension.class)
@Timeout(120)
class QuarantinePageIT {
    @TempDir
    private Path folder;

    @Test
    void anOperatorTriesAgainAndGivesUp(RunningVigie vigie) throws IOException, InterruptedException {
        int before = kept(vigie).size();
        Phantoms patient =
                new Phantoms("E2E-QUARANTINE", LocalDate.now(Site.ZONE).minusDays(8));
        Path cut = BadFiles.truncated(patient.followUp(1.0), folder.resolve("cut.dcm"));
        assertThat(StoreScu.send(List.of(cut), vigie.dicom(), SendOptions.DEFAULT.withCallingAe("CUTTER"))
                        .isSuccess())
                .isFalse();
        assertThat(kept(vigie)).hasSize(before + 1);

        try (Browser browser = new Browser(vigie.ports().web(), "admin", vigie.adminPassword())) {
            Page page = browser.open("/operations/quarantine");
            var row = page.locator("#quarantine tbody tr").first();
            assertThat(row).containsText("CUTTER");
            String id = row.getAttribute("id").substring("q-".length());

            row.locator("button[value=retry]").click();
            assertThat(page.locator(".fault")).containsText("Refused again");
            assertThat(page.locator("#q-" + id)).isVisible();
            browser.screenshot("quarantine-page.png");

            page.locator("#q-" + id + " input[name=why]").fill("cut off on purpose");
            page.locator("#q-" + id + " button[value=delete]").click();
            assertThat(page.locator("#q-" + id)).hasCount(0);
            assertThat(page.locator(".fault")).hasCount(0);

            assertThat(kept(vigie)).hasSize(before);
            String trail = vigie.admin().get("/api/audit").body().toString();
            assertThat(trail).contains(id, "\"retry\"", "\"delete\"", "cut off on purpose");
        }
    }

    private static List<String> kept(RunningVigie vigie) throws IOException {
        List<String> ids = new ArrayList<>();
        vigie.ingest()
                .get("/api/quarantine")
                .body()
                .path("quarantine")
                .forEach(q -> ids.add(q.path("id").asText()));
        return ids;
    }
}
