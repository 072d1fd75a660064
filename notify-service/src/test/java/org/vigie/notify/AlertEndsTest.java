package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.Severity;
import org.vigie.contract.clinical.AlertRaised.State;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.TimelineRows;
import org.vigie.notify.storage.UserRows;
import org.vigie.notify.web.Users;

/** What becomes of an alert after people were told: answered too late, amended, withdrawn, run out (clinical rules 9.3, 9.4). */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class AlertEndsTest {
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");

    private final AtomicInteger event = new AtomicInteger();

    @Inject
    Database database;

    @Inject
    NotifyPipeline pipeline;

    @Inject
    Escalating escalating;

    @Inject
    Outbox outbox;

    @Inject
    Users users;

    @Test
    void anAnswerToAnEarlierVersionIsRefused() {
        comes(Samples.alert("newer", 1, State.RAISED, true));
        comes(Samples.alert("newer", 2, State.AMENDED, true));

        answer("newer", "{\"version\":1,\"choice\":\"reviewed-continue\"}")
                .statusCode(409)
                .body("object", equalTo("version"));
        comes(Samples.alert("newer", 3, State.AMENDED, false));
        answer("newer", "{\"version\":2,\"choice\":\"reviewed-continue\"}").statusCode(200);
    }

    @Test
    void anExpiredAlertTakesNoAnswer() {
        comes(Samples.alert("late", 1, State.RAISED, true));
        comes(Samples.expiringAt(Samples.alert("late", 2, State.AMENDED, false), PAST));

        answer("late", "{\"choice\":\"reviewed-continue\"}").statusCode(409).body("rule", equalTo("open"));
    }

    @Test
    void expiryWithoutAnswerIsOneSafetyEventWhoeverSaysItFirst() {
        comes(Samples.alert("closed", 1, State.RAISED, true));
        comes(Samples.alert("closed", 2, State.EXPIRED, false));
        comes(Samples.alert("closed", 3, State.EXPIRED, false));
        assertThat(safetyEvents("closed")).isEqualTo(1);

        comes(Samples.expiringAt(Samples.alert("swept", 1, State.RAISED, false), PAST));
        database.run(sql -> sql.update(
                "update alert set notified_at = ?, notified_version = 1 where alert_key = ?", PAST, "swept-alert"));
        escalating.sweep();
        comes(Samples.alert("swept", 2, State.EXPIRED, false));
        assertThat(safetyEvents("swept")).isEqualTo(1);
    }

    @Test
    void anAlertThatCameAfterItsExpiryIsASafetyEventToo() {
        comes(Samples.expiringAt(Samples.alert("away", 1, State.RAISED, true), PAST));
        comes(Samples.alert("away", 2, State.EXPIRED, false));

        assertThat(safetyEvents("away")).isEqualTo(1);
        assertThat(deliveries("away")).isEmpty();
    }

    @Test
    void whatWasAnsweredSupersededOrExpiredOnArrivalIsNone() {
        comes(Samples.alert("seen", 1, State.RAISED, true));
        answer("seen", "{\"choice\":\"reviewed-continue\"}").statusCode(200);
        comes(Samples.alert("seen", 2, State.EXPIRED, false));
        comes(Samples.alert("replaced", 1, State.RAISED, true));
        comes(Samples.alert("replaced", 2, State.SUPERSEDED, false));
        comes(Samples.alert("arrived-late", 1, State.EXPIRED, false));

        assertThat(safetyEvents("seen")).isZero();
        assertThat(safetyEvents("replaced")).isZero();
        assertThat(safetyEvents("arrived-late")).isZero();
    }

    @Test
    void anAmendmentReachesTheBackUpAndSaysThatItIsOne() {
        linked("amended");
        LocalDate soon = LocalDate.now(ZoneId.of("Europe/Paris")).plusDays(2);
        comes(Samples.alert("amended", 1, State.RAISED, true, Severity.S2, soon));
        escalating.sweep();
        outbox.sendDue();
        assertThat(subjects("amended")).anyMatch(s -> s.startsWith("[Vigie] Unanswered – Priority:"));

        comes(Samples.alert("amended", 2, State.AMENDED, true, Severity.S2, LocalDate.of(2099, 1, 5)));
        outbox.sendDue();

        List<DeliveryRows.Delivery> second =
                deliveries("amended").stream().filter(d -> d.version() == 2).toList();
        assertThat(second)
                .extracting(DeliveryRows.Delivery::recipientRole)
                .contains("BACKUP_ONCOLOGIST")
                .hasSize(3);
        assertThat(subjects("amended"))
                .filteredOn(s -> s.startsWith("[Vigie] Amended – ") || s.startsWith("[Vigie] Modification – "))
                .hasSize(3);
    }

    @Test
    void whoMayHaveReceivedTheOriginalIsToldOfItsRetraction() {
        linked("unsure");
        comes(Samples.alert("unsure", 1, State.RAISED, true));
        // The server took the message and did not answer in time, as far as the first recipient goes; it refused the
        // other.
        database.run(sql -> {
            List<DeliveryRows.Delivery> waiting = new DeliveryRows(sql).ofPatient("unsure");
            new DeliveryRows(sql)
                    .failed(
                            waiting.get(0),
                            "timeout",
                            true,
                            Instant.now(),
                            Instant.now().plusSeconds(3600));
            new DeliveryRows(sql)
                    .failed(
                            waiting.get(1),
                            "refused",
                            false,
                            Instant.now(),
                            Instant.now().plusSeconds(3600));
        });

        comes(Samples.alert("unsure", 2, State.RETRACTED, true));

        List<DeliveryRows.Delivery> all = deliveries("unsure");
        assertThat(all)
                .filteredOn(d -> d.purpose().name().equals("RETRACTION"))
                .extracting(DeliveryRows.Delivery::recipientId)
                .containsExactly(all.getFirst().recipientId());
    }

    @Test
    void afterAMergeThePatientHasTheStudiesMeasuredUnderTheOtherKey() {
        assessed(Samples.measured("studies-a", -6, 1.02, null), Topics.STUDY_MEASURED);
        assessed(Samples.measured("studies-b", 7, 1.05, null), Topics.STUDY_MEASURED);
        PatientAssessed week = Samples.of(
                Samples.assessed("studies-b", 7, "W1", "adc-no-change", 2.9412, 13.22),
                7,
                Samples.study("studies-a", -6));
        assessed(week, Topics.PATIENT_ASSESSED);
        assertThat(studies("studies-b")).containsExactly(Samples.study("studies-a", -6), Samples.study("studies-b", 7));

        assessed(
                Samples.of(Samples.restated(week, "apart", week.assessmentId(), "indeterminate", 1), 7, null),
                Topics.PATIENT_ASSESSED);
        assertThat(studies("studies-b")).containsExactly(Samples.study("studies-b", 7));
    }

    @Test
    void whoIsNoLongerConfiguredMayNoLongerSignIn() {
        database.run(sql -> new UserRows(sql).save(new UserRows.User("left", "Left", "hash", "clinician", null)));

        users.seed();

        assertThat(users.find("left")).isEmpty();
        assertThat(users.find("claire")).isPresent();
    }

    private void comes(AlertRaised alert) {
        assessed(alert, Topics.ALERT_RAISED);
    }

    private void assessed(Object value, String topic) {
        pipeline.accept(
                topic, "ends-" + event.incrementAndGet() + "-" + System.identityHashCode(this), Json.bytes(value));
    }

    private void linked(String patient) {
        database.run(sql -> new TimelineRows(sql)
                .link(patient, new PatientIdentity("LOCAL", "ID-" + patient, "DOE^JANE", null, "F"), PAST));
    }

    private long safetyEvents(String patient) {
        List<AuditRows.Entry> trail = database.inTransaction(sql -> new AuditRows(sql).latest(500));
        return trail.stream()
                .filter(e -> e.action().equals("safety.expired-unacknowledged")
                        && e.object().equals(patient + "-alert"))
                .count();
    }

    private List<DeliveryRows.Delivery> deliveries(String patient) {
        return database.inTransaction(sql -> new DeliveryRows(sql).ofPatient(patient));
    }

    private List<String> studies(String patient) {
        return database.inTransaction(sql -> new TimelineRows(sql).studies(patient)).stream()
                .map(m -> m.event().studyUid())
                .toList();
    }

    private static List<String> subjects(String patient) {
        return Arrays.stream(InfrastructureResource.mails().getReceivedMessages())
                .filter(m -> GreenMailUtil.getBody(m).contains("ID-" + patient))
                .map(m -> {
                    try {
                        return m.getSubject();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static ValidatableResponse answer(String patient, String body) {
        return given().auth()
                .preemptive()
                .basic("claire", "claire-secret")
                .contentType("application/json")
                .body(body)
                .post("/api/alerts/" + patient + "-alert/acknowledge")
                .then();
    }
}
