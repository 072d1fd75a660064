package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.Database;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class AlertDeliveryTest {
    @Inject
    Database database;

    @Inject
    Escalating escalating;

    private Publisher events;

    @BeforeEach
    void connect() {
        events = new Publisher(InfrastructureResource.bootstrap());
    }

    @AfterEach
    void disconnect() {
        events.close();
    }

    private static List<MimeMessage> mailsAbout(String patientId) {
        return Arrays.stream(InfrastructureResource.mails().getReceivedMessages())
                .filter(m -> text(m).contains(patientId))
                .toList();
    }

    private static String text(MimeMessage message) {
        try {
            var parts = (jakarta.mail.internet.MimeMultipart) message.getContent();
            return message.getSubject() + "\n" + parts.getBodyPart(0).getContent();
        } catch (MessagingException | java.io.IOException e) {
            return GreenMailUtil.getBody(message);
        }
    }

    private void settled(String marker) {
        events.send(Topics.STUDY_READY, marker, marker + "-ready", Samples.ready(marker, 0, 1));
        events.send(Topics.STUDY_MEASURED, marker, marker + "-measured", Samples.indeterminate(marker, 0));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> api().get("/api/patients/" + marker).then().statusCode(200));
    }

    private static io.restassured.specification.RequestSpecification api() {
        return given().auth().preemptive().basic("vigie", "api-secret");
    }

    private static io.restassured.specification.RequestSpecification claire() {
        return given().auth().preemptive().basic("claire", "claire-secret");
    }

    private void raise(String patient, String eventId, AlertRaised alert) {
        events.send(Topics.ALERT_RAISED, patient, eventId, alert);
    }

    private int versions(String alertKey) {
        List<AlertRows.Version> versions = database.inTransaction(sql -> new AlertRows(sql).versions(alertKey));
        return versions.size();
    }

    private static void awaitMails(String patientId, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> mailsAbout(patientId).size() == count);
    }

    @Test
    void oneMailPerRecipientInTheirLanguageAndNoneOnRedelivery() throws MessagingException {
        events.link("once", "ID-ONCE");
        AlertRaised alert = Samples.alert("once", 1, AlertRaised.State.RAISED, true);
        raise("once", "once-1", alert);
        awaitMails("ID-ONCE", 2);

        raise("once", "once-1", alert);
        raise("once", "once-1-again", alert);
        raise("once", "once-2", Samples.alert("once", 2, AlertRaised.State.AMENDED, false));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api().get("/api/patients/once").then().body("alerts[0].version", equalTo(2)));

        List<MimeMessage> mails = mailsAbout("ID-ONCE");
        assertThat(mails).hasSize(2);
        assertThat(mails)
                .extracting(AlertDeliveryTest::text)
                .anyMatch(t -> t.contains("+2.9 % (95 % CI −10.3 to +16.2 %)"));
        assertThat(mails).extracting(AlertDeliveryTest::text).anyMatch(t -> t.contains("Variation : +2,9 %"));
        assertThat(mails.getFirst().getRecipients(RecipientType.TO)).hasSize(1);
        api().get("/api/patients/once").then().body("deliveries", hasSize(2)).body("deliveries.state", hasItem("SENT"));
    }

    @Test
    void informationAndQualityItemsAreListedAndNobodyIsMailed() {
        events.link("listed", "ID-LISTED");
        raise(
                "listed",
                "listed-1",
                Samples.alert(
                        "listed",
                        1,
                        AlertRaised.State.RAISED,
                        true,
                        AlertRaised.Severity.S1,
                        LocalDate.of(2099, 1, 5)));
        raise("listed", "listed-2", Samples.quality("listed", "overdue-study"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api().get("/api/patients/listed")
                        .then()
                        .body("alerts", hasSize(2))
                        .body("deliveries", hasSize(0)));
    }

    @Test
    void whoReceivedTheOriginalIsToldOfItsRetraction() {
        events.link("withdrawn", "ID-WITHDRAWN");
        raise("withdrawn", "withdrawn-1", Samples.alert("withdrawn", 1, AlertRaised.State.RAISED, true));
        awaitMails("ID-WITHDRAWN", 2);

        raise("withdrawn", "withdrawn-2", Samples.alert("withdrawn", 2, AlertRaised.State.RETRACTED, true));

        awaitMails("ID-WITHDRAWN", 4);
        assertThat(mailsAbout("ID-WITHDRAWN"))
                .extracting(AlertDeliveryTest::text)
                .anyMatch(t -> t.contains("Retracted:"));
    }

    @Test
    void aRetractionWithoutNumbersStillSaysThatItIsOne() {
        events.link("gone", "ID-GONE");
        raise("gone", "gone-1", Samples.alert("gone", 1, AlertRaised.State.RAISED, true));
        awaitMails("ID-GONE", 2);

        raise("gone", "gone-2", Samples.withoutStory(Samples.alert("gone", 2, AlertRaised.State.RETRACTED, true)));

        awaitMails("ID-GONE", 4);
        assertThat(mailsAbout("ID-GONE"))
                .extracting(AlertDeliveryTest::text)
                .filteredOn(t -> t.contains("Retracted:") || t.contains("Retrait :"))
                .hasSize(2);
    }

    @Test
    void anAttemptThatFailedWhileTheAlertWasWithdrawnIsNotRepeated() {
        events.link("stale", "ID-STALE");
        raise("stale", "stale-1", Samples.alert("stale", 1, AlertRaised.State.RAISED, true));
        awaitMails("ID-STALE", 2);
        raise("stale", "stale-2", Samples.alert("stale", 2, AlertRaised.State.RETRACTED, true));
        awaitMails("ID-STALE", 4);

        // As if the mail server had refused the first attempt only after the retraction came.
        database.run(sql -> sql.update("""
                update delivery set state = 'PENDING', next_attempt_at = created_at
                where alert_key = 'stale-alert' and purpose = 'ALERT'
                """));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api().get("/api/patients/stale")
                        .then()
                        .body("deliveries.findAll { it.state == 'CANCELLED' }", hasSize(2)));
        assertThat(mailsAbout("ID-STALE")).hasSize(4);
    }

    @Test
    void aResultThatHoldsAgainIsTheOneShown() {
        PatientAssessed first = Samples.assessed("turned", 7, "W1", "adc-no-change", 2.9, 13.0);
        PatientAssessed gone = Samples.restated(first, "turned.gone", first.assessmentId(), "lesion-not-measurable", 1);
        PatientAssessed again = Samples.restated(first, first.assessmentId(), "turned.gone", "adc-no-change", 2);
        events.send(Topics.PATIENT_ASSESSED, "turned", "turned-1", first);
        events.send(Topics.PATIENT_ASSESSED, "turned", "turned-2", gone);
        events.send(Topics.PATIENT_ASSESSED, "turned", "turned-3", again);
        settled("turned-marker");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api().get("/api/patients/turned")
                        .then()
                        .body("assessments.assessmentId", equalTo(List.of(first.assessmentId()))));
    }

    @Test
    void anIdOfTwoIssuersOpensNeitherPatient() {
        events.link("twin-a", "ID-TWIN", "LOCAL");
        events.link("twin-b", "ID-TWIN", "ELSEWHERE");
        settled("twin-marker");
        String page = claire().get("/").then().statusCode(200).extract().asString();
        String token = page.replaceAll("(?s).*?name=\"csrf\" value=\"([0-9a-f]+)\".*", "$1");

        claire().redirects()
                .follow(false)
                .formParam("patientId", "ID-TWIN")
                .formParam("csrf", token)
                .post("/patients/search")
                .then()
                .statusCode(303)
                .header("Location", containsString("several=1"));
    }

    @Test
    void theAuditTrailIsForAdministratorsHoweverItsAddressIsWritten() {
        claire().redirects().follow(false).get("/audit").then().statusCode(403);
        assertThat(claire().redirects().follow(false).get("/audit/").statusCode())
                .isIn(403, 404);
        assertThat(claire().redirects().follow(false).get("/audit;a=b").statusCode())
                .isIn(403, 404);
    }

    @Test
    void anOlderVersionIsRecordedButNeverCurrent() {
        events.link("order", "ID-ORDER");
        raise("order", "order-2", Samples.alert("order", 2, AlertRaised.State.EXPIRED, false));
        raise("order", "order-1", Samples.alert("order", 1, AlertRaised.State.RAISED, true));
        settled("order-marker");
        await().atMost(Duration.ofSeconds(20)).until(() -> versions("order-alert") == 2);

        api().get("/api/patients/order")
                .then()
                .body("alerts[0].state", equalTo("EXPIRED"))
                .body("deliveries", hasSize(0));
    }

    @Test
    void aNamedClinicianAcknowledgesAndItIsAudited() {
        events.link("answered", "ID-ANSWERED");
        raise("answered", "answered-1", Samples.alert("answered", 1, AlertRaised.State.RAISED, true));
        awaitMails("ID-ANSWERED", 2);

        answer("disagree", null).statusCode(400).body("rule", equalTo("required for disagree"));
        api().contentType(ContentType.JSON)
                .body("{\"choice\":\"reviewed-continue\"}")
                .post("/api/alerts/answered-alert/acknowledge")
                .then()
                .statusCode(403);
        answer("disagree", "ROI includes the clip").statusCode(200).body("acknowledged", equalTo(true));
        answer("reviewed-continue", null).statusCode(409);

        api().get("/api/patients/answered")
                .then()
                .body("alerts[0].acknowledgedBy", equalTo("claire"))
                .body("alerts[0].choice", equalTo("disagree"));
        api().get("/api/audit")
                .then()
                .body("unbroken", equalTo(true))
                .body("entries.findAll { it.action == 'alert.acknowledge' && it.actor == 'claire' }", hasSize(1));
    }

    private static ValidatableResponse answer(String choice, @org.jspecify.annotations.Nullable String reason) {
        String body = reason == null
                ? "{\"choice\":\"" + choice + "\"}"
                : "{\"choice\":\"" + choice + "\",\"reason\":\"" + reason + "\"}";
        return claire().contentType(ContentType.JSON)
                .body(body)
                .post("/api/alerts/answered-alert/acknowledge")
                .then();
    }

    @Test
    void theBackUpIsToldOnceWhenTheNextCycleIsNear() {
        events.link("urgent", "ID-URGENT");
        LocalDate soon = LocalDate.now(java.time.ZoneId.of("Europe/Paris")).plusDays(2);
        raise(
                "urgent",
                "urgent-1",
                Samples.alert("urgent", 1, AlertRaised.State.RAISED, true, AlertRaised.Severity.S2, soon));
        awaitMails("ID-URGENT", 2);

        escalating.sweep();
        escalating.sweep();

        awaitMails("ID-URGENT", 3);
        api().get("/api/patients/urgent")
                .then()
                .body("alerts[0].severity", equalTo("S3"))
                .body("deliveries.findAll { it.recipientRole == 'BACKUP_ONCOLOGIST' }", hasSize(1));
    }

    @Test
    void unreadablePayloadGoesToTheDeadLettersAndTheNextEventIsRead() {
        events.raw(Topics.ALERT_RAISED, "bad", "bad-1", "{\"alertKey\":".getBytes(StandardCharsets.UTF_8));
        events.raw(Topics.STUDY_MEASURED, "bad", "bad-2", "{}".getBytes(StandardCharsets.UTF_8));
        settled("after-bad");

        assertThat(DeadLetterReader.keys(
                        InfrastructureResource.bootstrap(), Topics.deadLetters(Topics.ALERT_RAISED, "notify")))
                .contains("bad");
        assertThat(DeadLetterReader.keys(
                        InfrastructureResource.bootstrap(), Topics.deadLetters(Topics.STUDY_MEASURED, "notify")))
                .contains("bad");
    }

    @Test
    void everyResultIsOnThePageWithItsReason() {
        events.link("shown", "ID-SHOWN");
        events.send(Topics.STUDY_MEASURED, "shown", "shown-1", Samples.indeterminate("shown", 7));
        raise(
                "shown",
                "shown-2",
                Samples.quality("shown", "indeterminate", Reason.of(ReasonCode.MISSING_INPUT, "c1d1")));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api().get("/api/patients/shown")
                        .then()
                        .body("studies", hasSize(1))
                        .body("alerts", hasSize(1)));

        claire().get("/patients/shown")
                .then()
                .statusCode(200)
                .body(containsString("ID-SHOWN"))
                .body(containsString("les valeurs de b ne suffisent pas"))
                .body(containsString("une donnée nécessaire manque (c1d1)"))
                .body(containsString("N&#39;est pas un dispositif médical"));
        api().contentType(ContentType.JSON)
                .body("{\"patientId\":\" ID-SHOWN \"}")
                .post("/api/patients/search")
                .then()
                .statusCode(200)
                .body("patientKey", equalTo("shown"))
                .body("studies[0].reasons", hasItem("B_VALUES_INADEQUATE"));
    }

    @Test
    void nothingIsShownToWhoHasNotSignedIn() {
        given().redirects().follow(false).get("/patients/shown").then().statusCode(303);
        given().redirects().follow(false).get("/pictures/1").then().statusCode(303);
        given().get("/api/alerts").then().statusCode(401).body("rule", equalTo("authentication"));
        given().auth()
                .preemptive()
                .basic("vigie", "wrong")
                .get("/api/alerts")
                .then()
                .statusCode(401);
        given().get("/login").then().statusCode(200);
    }

    @Test
    void aFormWithoutItsTokenChangesNothing() {
        events.link("forged", "ID-FORGED");
        raise("forged", "forged-1", Samples.alert("forged", 1, AlertRaised.State.RAISED, true));
        awaitMails("ID-FORGED", 2);

        claire().get("/patients/forged")
                .then()
                .statusCode(200)
                .body(containsString("vu, examen complémentaire"))
                .body(containsString("Attention : pas d&#39;augmentation précoce"));
        claire().redirects()
                .follow(false)
                .formParam("choice", "reviewed-continue")
                .formParam("patient", "forged")
                .post("/alerts/forged-alert/acknowledge")
                .then()
                .statusCode(303)
                .header("Location", containsString("error_CSRF"));
        api().get("/api/patients/forged").then().body("alerts[0].acknowledged", equalTo(false));
    }
}
