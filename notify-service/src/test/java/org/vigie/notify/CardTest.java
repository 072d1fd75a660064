package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;

/** What the card of a patient's alert says of it: the text of an alert stands on alerts only. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class CardTest {
    private static final String NO_RISE = "no early ADC rise under neoadjuvant chemotherapy";

    private static String card(String patient, String language) {
        String page = given().auth()
                .preemptive()
                .basic("claire", "claire-secret")
                .cookie("vigie-language", language)
                .get("/patients/" + patient)
                .asString();
        int at = page.indexOf("<article");
        return at < 0 ? "" : page.substring(at, page.indexOf("</article>", at));
    }

    private static void told(String patient, AlertRaised... versions) {
        try (Publisher events = new Publisher(InfrastructureResource.bootstrap())) {
            events.link(patient, "ID-" + patient);
            for (AlertRaised version : versions) {
                events.send(Topics.ALERT_RAISED, patient, patient + version.version(), version);
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(card(patient, "en")).isNotEmpty());
    }

    @Test
    void aRiseIsNotCalledOneThatIsMissing() {
        told(
                "card-rise",
                Samples.alert(
                        "card-rise",
                        1,
                        AlertRaised.State.RAISED,
                        true,
                        AlertRaised.Severity.S1,
                        LocalDate.of(2099, 1, 5)));

        assertThat(card("card-rise", "en"))
                .contains("ADC rise", "+2.9 %", "(−10.3 to +16.2 %)")
                .doesNotContain("no early", "no rise beyond", "Acknowledge");
        assertThat(card("card-rise", "fr"))
                .contains("+2,9 %", "(−10,3 à +16,2 %)")
                .doesNotContain("pas d");
    }

    @Test
    void anAlertCarriesItsMessage() {
        told("card-alert", Samples.alert("card-alert", 1, AlertRaised.State.RAISED, true));

        assertThat(card("card-alert", "en")).contains(NO_RISE, "no rise beyond repeatability");
    }

    @Test
    void anAlertThatNoLongerStandsSaysSoAndClaimsNothing() {
        told(
                "card-gone",
                Samples.alert("card-gone", 1, AlertRaised.State.RAISED, true),
                Samples.alert("card-gone", 2, AlertRaised.State.RETRACTED, true));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(card("card-gone", "en")).contains("no longer stands"));

        assertThat(card("card-gone", "en")).doesNotContain(NO_RISE, "no rise beyond");
        assertThat(card("card-gone", "fr")).contains("Retrait");
    }
}
