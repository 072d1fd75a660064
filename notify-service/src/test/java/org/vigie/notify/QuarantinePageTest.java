package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class QuarantinePageTest {
    private static final String PAGE = "/operations/quarantine";
    private static final String LIST = "/api/quarantine";
    private static final String RETRY = "/api/quarantine/retry";
    private static final String DELETE = "/api/quarantine/delete";
    private static final String KEPT = "7d1f7a30-11aa-3c3e-8f6e-0d5d2a8f4a10";
    private static final String GONE = "7d1f7a30-11aa-3c3e-8f6e-0d5d2a8f4a11";

    @Inject
    Database database;

    @BeforeEach
    void oneObjectIsKept() {
        InfrastructureResource.ingest().says(LIST, 200, """
                {"quarantine": [{"id": "%s", "reason": "PIXEL_DATA_SHORT", "detail": "<short>: 100 of 131072 bytes",
                  "callingAe": "MR_ROOM_2", "sopInstanceUid": "1.2.826.0.1.3680043.8.498.7", "bytes": 2049,
                  "receivedAt": "2026-03-03T08:00:00Z"}]}
                """.formatted(KEPT));
    }

    private static RequestSpecification as(String user) {
        return given().redirects().follow(false).auth().preemptive().basic(user, user + "-secret");
    }

    private static String token() {
        Matcher csrf = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]{64})\"")
                .matcher(as("admin").get(PAGE).asString());
        assertThat(csrf.find()).isTrue();
        return csrf.group(1);
    }

    private static Response act(String act, String id, String why) {
        return as("admin")
                .contentType(ContentType.URLENC)
                .formParam("csrf", token())
                .formParam("act", act)
                .formParam("id", id)
                .formParam("why", why)
                .post(PAGE);
    }

    private List<AuditRows.Entry> trail(String action, String object) {
        return database.inTransaction(sql -> new AuditRows(sql).latest(200)).stream()
                .filter(e -> e.objectType().equals("quarantine"))
                .filter(e -> e.action().equals(action) && e.object().equals(object))
                .toList();
    }

    @Test
    void showsWhatWhyFromWhomAndWhenInTheReadersLanguage() {
        as("admin")
                .header("Accept-Language", "en")
                .get(PAGE)
                .then()
                .statusCode(200)
                .body(containsString("1.2.826.0.1.3680043.8.498.7 (3 kB)"))
                .body(containsString("Pixel data missing or too short"))
                .body(containsString("&lt;short&gt;: 100 of 131072 bytes"))
                .body(containsString("MR_ROOM_2"))
                .body(containsString("2026"))
                .body(containsString("Not a medical device"));
        as("admin")
                .cookie("vigie-language", "fr")
                .get(PAGE)
                .then()
                .body(containsString("Données de pixels absentes ou trop courtes"))
                .body(containsString("Réessayer"))
                .body(containsString("aide à la décision"));
        as("admin").get("/operations").then().body(containsString(PAGE));
        assertThat(trail("view", "all")).isNotEmpty();
    }

    @Test
    void isForAdministratorsOnly() {
        given().redirects().follow(false).get(PAGE).then().statusCode(303).header("Location", endsWith("/login"));
        as("claire").get(PAGE).then().statusCode(403);
        as("claire").get("/operations").then().body(not(containsString(PAGE)));
        as("claire")
                .contentType(ContentType.URLENC)
                .formParam("act", "delete")
                .formParam("id", GONE)
                .formParam("why", "x")
                .post(PAGE)
                .then()
                .statusCode(403);
        as("admin")
                .contentType(ContentType.URLENC)
                .formParam("csrf", "0".repeat(64))
                .formParam("act", "retry")
                .formParam("id", "not-of-this-form")
                .post(PAGE)
                .then()
                .statusCode(403);
        assertThat(trail("retry", "not-of-this-form")).isEmpty();
    }

    @Test
    void aRetryGoesToIngestUnderThePersonsNameAndIsAudited() {
        InfrastructureResource.ingest().says(RETRY, 200, "{\"done\":true}");
        act("retry", KEPT, "").then().statusCode(303).header("Location", endsWith(PAGE));
        assertThat(InfrastructureResource.ingest().asked(RETRY, KEPT))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body()).contains("\"by\":\"admin\""));
        assertThat(trail("retry", KEPT))
                .singleElement()
                .satisfies(e -> assertThat(e.actor()).isEqualTo("admin"));
    }

    @Test
    void deletingNeedsAReasonThatIsKept() {
        String id = "7d1f7a30-11aa-3c3e-8f6e-0d5d2a8f4a12";
        InfrastructureResource.ingest().says(DELETE, 200, "{\"done\":true}");
        act("delete", id, "  ").then().statusCode(400).body(containsString("A reason is needed to delete."));
        assertThat(InfrastructureResource.ingest().asked(DELETE, id)).isEmpty();
        assertThat(trail("delete", id)).isEmpty();

        act("delete", id, " phantom of the service technician ").then().statusCode(303);
        assertThat(InfrastructureResource.ingest().asked(DELETE, id))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body())
                        .contains("\"by\":\"admin\"", "\"why\":\"phantom of the service technician\""));
        assertThat(trail("delete", id))
                .singleElement()
                .satisfies(e -> assertThat(e.detail()).isEqualTo("phantom of the service technician"));
    }

    @Test
    void saysWhatIngestAnswers() {
        InfrastructureResource.ingest()
                .says(RETRY, 409, "{\"error\":\"refused again\",\"object\":\"object\",\"rule\":\"still too short\"}");
        act("retry", GONE, "").then().statusCode(409).body(containsString("Refused again: still too short"));
        InfrastructureResource.ingest().says(RETRY, 404, "{\"error\":\"not in quarantine\"}");
        act("retry", GONE, "").then().statusCode(409).body(containsString("no longer in quarantine"));

        // Neither a wrong password nor a fault of ingest says anything about the object.
        for (int status : new int[] {401, 403}) {
            InfrastructureResource.ingest().says(RETRY, status, "");
            act("retry", GONE, "")
                    .then()
                    .statusCode(502)
                    .body(containsString("ingest does not accept the password of this service"))
                    .body(containsString("(" + status + ")"))
                    .body(not(containsString("no longer in quarantine")));
        }
        InfrastructureResource.ingest().says(RETRY, 500, "");
        act("retry", GONE, "")
                .then()
                .statusCode(502)
                .body(containsString("ingest could not do it: it stays as it is. Try again later. (500)"));

        InfrastructureResource.ingest().says(LIST, 503, "");
        as("admin").get(PAGE).then().statusCode(200).body(containsString("ingest could not do it"));
        InfrastructureResource.ingest().says(LIST, 401, "");
        as("admin").get(PAGE).then().statusCode(200).body(containsString("does not accept the password"));
        InfrastructureResource.ingest().says(LIST, 200, "{\"quarantine\":[]}");
        as("admin").get(PAGE).then().body(containsString("Nothing is in quarantine."));
    }
}
