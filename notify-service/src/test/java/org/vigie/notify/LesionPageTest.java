package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Topics;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class LesionPageTest {
    private static final String REGION = "3f0b8a36-0f7e-5c11-9d57-0d5d2a8f4a11";
    private static final String PROPOSALS = "/api/lesions/proposals";
    private static final String CONFIRM = "/api/lesions/confirm";

    @Inject
    Database database;

    private static RequestSpecification as(String user) {
        return given().redirects().follow(false).auth().preemptive().basic(user, user + "-secret");
    }

    private void known(String patient) {
        try (Publisher events = new Publisher(InfrastructureResource.bootstrap())) {
            events.link(patient, "ID-" + patient);
            events.send(Topics.STUDY_MEASURED, patient, patient + "-m", Samples.measured(patient, -6, 1.02, null));
            events.send(Topics.STUDY_MEASURED, patient, patient + "-n", Samples.measured(patient, 7, 1.05, null));
        }
        InfrastructureResource.staging().says(PROPOSALS, 200, """
                {"proposals": [{"studyUid": "%s", "regionId": "%s", "label": "L1", "stated": "%s",
                  "trackingUid": "%s", "knownFromStudyUid": "%s", "distanceMm": 6.04, "confidence": 0.4561,
                  "sameFrame": false}],
                 "readers": [{"factId": "f-1", "studyUid": "%s", "regionId": "r-0", "trackingUid": null,
                  "by": "dr.martin", "at": "2026-03-03T08:00:00Z"}]}
                """.formatted(
                        Samples.study(patient, 7),
                        REGION,
                        patient + ".lesion",
                        patient + ".lesion",
                        Samples.study(patient, -6),
                        Samples.study(patient, -6)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> as("claire").get("/lesions/" + patient).statusCode() == 200);
    }

    private static String token(String patient) {
        Matcher csrf = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]{64})\"")
                .matcher(as("claire").get("/lesions/" + patient).asString());
        assertThat(csrf.find()).isTrue();
        return csrf.group(1);
    }

    @Test
    void showsWhatStagingProposesInTheReadersLanguage() {
        known("match-page");
        as("claire")
                .get("/lesions/match-page")
                .then()
                .statusCode(200)
                .body(containsString("0,46"))
                .body(containsString("6 mm"))
                .body(containsString("C'est cette lésion".replace("'", "&#39;")))
                .body(containsString("dr.martin"))
                .body(containsString("aucune des lésions connues"))
                .body(containsString("aide à la décision"));
        as("admin").get("/lesions/match-page").then().body(containsString("It is this lesion"));
        as("claire").get("/patients/match-page").then().body(containsString("/lesions/match-page"));
        given().redirects().follow(false).get("/lesions/match-page").then().statusCode(303);
        as("claire").get("/lesions/nobody").then().statusCode(404);
    }

    @Test
    void aReadersWordGoesToStagingUnderTheReadersNameAndIsAudited() {
        known("match-word");
        InfrastructureResource.staging().says(CONFIRM, 201, "{}");
        as("claire")
                .contentType(ContentType.URLENC)
                .formParam("csrf", token("match-word"))
                .formParam("study", Samples.study("match-word", 7))
                .formParam("region", REGION)
                .formParam("lesion", "match-word.lesion")
                .formParam("confidence", "0.4561")
                .post("/lesions/match-word/confirm")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/lesions/match-word?note=lesion_recorded&answered=" + REGION));

        assertThat(InfrastructureResource.staging().asked(CONFIRM, "ID-match-word"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body())
                        .contains("\"statedBy\":\"claire\"")
                        .contains("\"trackingUid\":\"match-word.lesion\"")
                        .contains("\"regionId\":\"" + REGION + "\"")
                        .contains("\"confidence\":0.4561"));
        List<AuditRows.Entry> trail = database.inTransaction(sql -> new AuditRows(sql).latest(50));
        assertThat(trail).anySatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo("claire");
            assertThat(entry.action()).isEqualTo("lesion.match");
            assertThat(entry.object()).isEqualTo("match-word");
            assertThat(entry.detail()).contains(REGION, "match-word.lesion");
        });
        as("claire").get("/lesions/match-word?answered=" + REGION).then().body(not(containsString("region-" + REGION)));
    }

    @Test
    void noneOfTheKnownLesionsIsAWordToo() {
        known("match-none");
        InfrastructureResource.staging().says(CONFIRM, 201, "{}");
        as("claire")
                .contentType(ContentType.URLENC)
                .formParam("csrf", token("match-none"))
                .formParam("study", Samples.study("match-none", 7))
                .formParam("region", REGION)
                .formParam("lesion", "none")
                .post("/lesions/match-none/confirm")
                .then()
                .statusCode(303);
        assertThat(InfrastructureResource.staging().asked(CONFIRM, "ID-match-none"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body()).doesNotContain("trackingUid"));
    }

    @Test
    void nothingIsRecordedWithoutTokenByAServiceOrAgainstStaging() {
        known("match-refused");
        as("claire")
                .contentType(ContentType.URLENC)
                .formParam("region", REGION)
                .formParam("lesion", "none")
                .post("/lesions/match-refused/confirm")
                .then()
                .header("Location", endsWith("note=error_CSRF"));
        given().auth()
                .preemptive()
                .basic("vigie", "api-secret")
                .contentType(ContentType.URLENC)
                .formParam("region", REGION)
                .formParam("lesion", "none")
                .post("/lesions/match-refused/confirm")
                .then()
                .statusCode(403);
        assertThat(InfrastructureResource.staging().asked(CONFIRM, "ID-match-refused"))
                .isEmpty();

        InfrastructureResource.staging()
                .says(CONFIRM, 409, "{\"error\":\"conflict\",\"object\":\"trackingUid\",\"rule\":\"-\"}");
        as("claire")
                .contentType(ContentType.URLENC)
                .formParam("csrf", token("match-refused"))
                .formParam("study", "1.2")
                .formParam("region", REGION)
                .formParam("lesion", "match-refused.lesion")
                .post("/lesions/match-refused/confirm")
                .then()
                .header("Location", endsWith("note=lesion_conflict"));
        as("admin")
                .get("/lesions/match-refused?note=lesion_conflict")
                .then()
                .body(containsString("another region of the same study"));
    }

    @Test
    void aWordIsTakenBack() {
        known("match-back");
        InfrastructureResource.staging().says("/api/facts/retract", 201, "{}");
        as("claire")
                .contentType(ContentType.URLENC)
                .formParam("csrf", token("match-back"))
                .formParam("fact", "f-1")
                .post("/lesions/match-back/retract")
                .then()
                .header("Location", endsWith("note=lesion_taken_back"));
        assertThat(InfrastructureResource.staging().asked("/api/facts/retract", "ID-match-back"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body()).contains("\"factId\":\"f-1\""));
    }
}
