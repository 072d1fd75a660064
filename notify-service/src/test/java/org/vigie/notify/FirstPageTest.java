package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Topics;

/** Who is on the first page, and why. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class FirstPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RequestSpecification claire() {
        return given().redirects().follow(false).auth().preemptive().basic("claire", "claire-secret");
    }

    private static String page(String language) {
        return claire().cookie("vigie-language", language).get("/").asString();
    }

    private static String row(String page, String patientKey) {
        int at = page.indexOf("/patients/" + patientKey + "\"", page.indexOf("id=\"staged\""));
        return at < 0 ? "" : page.substring(at, page.indexOf("</tr>", at));
    }

    @Test
    void aPatientWithMyelomaIsFoundWithoutKnowingTheId() {
        try (Publisher events = new Publisher(InfrastructureResource.bootstrap())) {
            events.link("staged-one", "MYELOMA-1");
            events.send(
                    Topics.PATIENT_ASSESSED, "staged-one", "staged-iss", Samples.staged("staged-one", "ISS", "III"));
            events.send(
                    Topics.PATIENT_ASSESSED,
                    "staged-one",
                    "staged-rac",
                    Samples.staged("staged-one", "RAC-OVERALL", "indeterminate"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(row(page("en"), "staged-one"))
                        .contains("MYELOMA-1", "plasma-cell disease", "ISS: stage III", "RAC-OVERALL: "));
        assertThat(row(page("fr"), "staged-one"))
                .contains("maladie plasmocytaire", "RAC-OVERALL: indéterminé")
                .doesNotContain("plasma-cell");
        assertThat(row(claire().get("/").asString(), "nobody")).isEmpty();
    }

    @Test
    void aWorkItemSaysWhichItemOfTheGateFailed() {
        try (Publisher events = new Publisher(InfrastructureResource.bootstrap())) {
            events.link("gate-one", "GATE-1");
            events.send(
                    Topics.ALERT_RAISED,
                    "gate-one",
                    "gate-alert",
                    Samples.quality("gate-one", "not-comparable", "gate-one.assessment.7"));
            events.send(
                    Topics.PATIENT_ASSESSED,
                    "gate-one",
                    "gate-assessed",
                    Samples.assessed("gate-one", 7, "W1", "not-comparable", null, 0));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            String page = page("en");
            int at = page.indexOf("/patients/gate-one", page.indexOf("id=\"quality\""));
            assertThat(at).isPositive();
            assertThat(page.substring(at, page.indexOf("</tr>", at))).contains("another scanner");
        });
        assertThat(claire().cookie("vigie-language", "fr")
                        .get("/patients/gate-one")
                        .asString())
                .contains("<span>autre appareil</span>");
    }
}
