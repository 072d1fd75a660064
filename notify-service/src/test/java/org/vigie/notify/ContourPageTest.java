package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Topics;

/** The words of the page on which a radiologist validates a contour, in both languages. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class ContourPageTest {
    private static final String OPENED = """
            {"slices": 20, "proposals": [
              {"label": "L1", "basisText": "MANUAL"},
              {"label": "L1 (earlier study)", "basisText": "propagated-roi, unvalidated-roi, roi-resampled"},
              {"label": "automatic", "basisText": "largest bright part at high b"}]}""";

    private static RequestSpecification claire(String language) {
        return given().auth().preemptive().basic("claire", "claire-secret").cookie("vigie-language", language);
    }

    private static String contour(String patient) {
        try (Publisher events = new Publisher(InfrastructureResource.bootstrap())) {
            events.link(patient, "ID-" + patient);
            events.send(Topics.STUDY_MEASURED, patient, patient + "-m", Samples.measured(patient, -6, 1.02, null));
        }
        Pattern link = Pattern.compile("/contours/\\d+");
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            Matcher found = link.matcher(
                                    claire("en").get("/patients/" + patient).asString());
                            return found.find() ? found.group() : "";
                        },
                        path -> !path.isEmpty());
    }

    @Test
    void saysHowEachProposalCameAboutInTheReadersWords() {
        String path = contour("contour-words");
        InfrastructureResource.staging().says("/api/contours/open", 200, OPENED);

        claire("fr")
                .get(path + "/images")
                .then()
                .statusCode(200)
                .body("proposals[0].basisText", equalTo("tracé par une personne"))
                .body("proposals[1].label", equalTo("L1 (examen antérieur)"))
                .body(
                        "proposals[1].basisText",
                        equalTo("repris d'un examen antérieur, non validé par un radiologue,"
                                + " contour tracé sur d'autres images et reporté sur celles-ci : à relire"))
                .body("proposals[2].label", equalTo("automatique"))
                .body(
                        "proposals[2].basisText",
                        equalTo("plus grande zone en hypersignal à b élevé, trouvée par un logiciel"))
                .body("lesions[0].label", equalTo("L1"));
        claire("en")
                .get(path + "/images")
                .then()
                .body("proposals[1].label", equalTo("L1 (earlier study)"))
                .body(
                        "proposals[1].basisText",
                        startsWith("carried over from an earlier study, not validated by a radiologist, contour drawn"))
                .body("proposals[2].basisText", not(matchesPattern("[A-Z_-]+")));
    }

    /** What the script writes into the page comes from the page: no word of it stays in the other language. */
    @Test
    void thePageAndWhatItsScriptSaysAreInTheReadersLanguage() {
        String path = contour("contour-page");

        assertThat(claire("fr").get(path).asString())
                .contains(
                        "Commencer un polygone",
                        "Valider ce contour",
                        "data-slice=\"Coupe\"",
                        "data-empty=\"Aucune région.\"",
                        "data-drawn=\"polygone(s) dessiné(s)\"",
                        "data-newlesion=\"Une nouvelle lésion\"",
                        "Vous confirmez en tant que lecteur que cette région est la lésion.",
                        "N&#39;est pas un dispositif médical")
                .doesNotContain("Validate", "Draw", "Slices", "{ui", "NOT_FOUND");
        assertThat(claire("en").get(path).asString())
                .contains("data-slice=\"Slice\"", "You confirm as the reader")
                .doesNotContain("Coupe", "Valider", "{ui", "NOT_FOUND");
    }
}
