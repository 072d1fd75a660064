package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.PatientAssessed;

/** Staging systems of a plasma-cell disease on the patient's page: each by its name, in the order of the rules, none merged. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class SystemsSideBySideTest {
    private static final String PATIENT = "side-by-side";

    private static String page(String language) {
        return given().auth()
                .preemptive()
                .basic("claire", "claire-secret")
                .cookie("vigie-language", language)
                .get("/patients/" + PATIENT)
                .asString();
    }

    private static PatientAssessed staged(String rule, String outcome, String section, String en, String fr) {
        PatientAssessed a = Samples.staged(PATIENT, rule, outcome);
        return Samples.explained(
                a,
                new PatientAssessed.Explained(
                        section, new PatientAssessed.Localised(en, fr), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void everySystemStandsForItself() {
        try (Publisher events = new Publisher(InfrastructureResource.bootstrap())) {
            events.link(PATIENT, "SIDE-1");
            for (PatientAssessed one : List.of(
                    staged(
                            "WB-BURDEN",
                            "indeterminate",
                            "8.10",
                            "Whole-body tumour burden",
                            "Masse tumorale corps entier"),
                    staged("ISS", "III", "8.2", "International Staging System", "Stade international (ISS)"),
                    staged("RAC", "1", "8.9", "MY-RADS response category", "Catégorie de réponse MY-RADS"),
                    staged("DS", "IIA", "8.1", "Durie-Salmon stage", "Stade de Durie-Salmon"))) {
                events.send(Topics.PATIENT_ASSESSED, PATIENT, one.assessmentId(), one);
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(page("en"))
                        .containsSubsequence(
                                "plasma-cell disease",
                                "none is merged with another",
                                "Durie-Salmon stage: <b>stage IIA</b>",
                                "International Staging System: <b>stage III</b>",
                                "MY-RADS response category: <b>",
                                "Whole-body tumour burden: <b>"));
        assertThat(page("fr"))
                .containsSubsequence(
                        "maladie plasmocytaire",
                        "Stade de Durie-Salmon\u00a0: <b>stade IIA</b>",
                        "Stade international (ISS)\u00a0: <b>stade III</b>")
                .doesNotContain("Durie-Salmon stage");
    }
}
