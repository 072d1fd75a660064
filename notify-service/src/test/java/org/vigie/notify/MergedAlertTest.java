package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.State;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DeliveryRows;

/** Two ids of one person: an alert goes on under the other key with all that people did about it. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class MergedAlertTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Database database;

    private Publisher events;

    @BeforeEach
    void connect() {
        events = new Publisher(InfrastructureResource.bootstrap());
    }

    @AfterEach
    void disconnect() {
        events.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed-first", "taken-first"})
    void anAnsweredAlertDoesNotRingAgainUnderTheOtherKey(String order) {
        String source = "merge-src-" + order;
        String target = "merge-tgt-" + order;
        toldOnce(source, target);
        acknowledge(source + "-alert");

        AlertRaised closed = closed(source, target, 2);
        AlertRaised taken = taken(target, 1);
        if (order.equals("closed-first")) {
            raise(source, closed);
            awaitState(source, State.SUPERSEDED, 2);
            raise(target, taken);
        } else {
            raise(target, taken);
            awaitState(target, State.RAISED, 1);
            raise(source, closed);
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(current(target).acknowledgedBy()).isEqualTo("claire"));
        AlertRows.Current alert = current(target);
        assertThat(alert.choice()).isEqualTo("reviewed-continue");
        assertThat(alert.notifiedAt()).isEqualTo(current(source).notifiedAt());
        assertThat(deliveries(target)).isEmpty();
        List<AlertRows.Acknowledgement> answers =
                database.inTransaction(sql -> new AlertRows(sql).acknowledgements(target + "-alert"));
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.by()).isEqualTo("claire"));
        List<AuditRows.Entry> trail = database.inTransaction(sql -> new AuditRows(sql).latest(60));
        assertThat(trail).anySatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("alert.carry-over");
            assertThat(entry.object()).isEqualTo(target + "-alert");
            assertThat(entry.detail()).isEqualTo("from " + source + "-alert, answered by claire");
        });
        boolean unbroken = database.inTransaction(sql -> new AuditRows(sql).isUnbroken());
        assertThat(unbroken).isTrue();
    }

    @Test
    void anUnansweredAlertKeepsItsClockAndItsReaders() {
        toldOnce("merge-open", "merge-open-to");
        raise("merge-open", closed("merge-open", "merge-open-to", 2));
        raise("merge-open-to", taken("merge-open-to", 1));

        await().atMost(PATIENCE)
                .until(() -> found("merge-open-to") && current("merge-open-to").notifiedAt() != null);
        AlertRows.Current alert = current("merge-open-to");
        assertThat(alert.notifiedAt()).isEqualTo(current("merge-open").notifiedAt());
        assertThat(alert.acknowledged()).isFalse();
        assertThat(deliveries("merge-open-to")).as("nobody is told twice").isEmpty();
        List<AlertRows.Current> waiting = database.inTransaction(sql -> new AlertRows(sql).waiting());
        assertThat(waiting).extracting(w -> w.event().alertKey()).contains("merge-open-to-alert");
        int receivers = database.inTransaction(
                sql -> new DeliveryRows(sql).receivers("merge-open-to-alert").size());
        assertThat(receivers)
                .as("reminders go to whoever was told under the source")
                .isEqualTo(2);
    }

    @Test
    void anAnswerGivenWhileMergedGoesBackWithTheAlert() {
        toldOnce("merge-back", "merge-back-to");
        raise("merge-back", closed("merge-back", "merge-back-to", 2));
        raise("merge-back-to", taken("merge-back-to", 1));
        await().atMost(PATIENCE)
                .until(() -> found("merge-back-to") && current("merge-back-to").notifiedAt() != null);
        acknowledge("merge-back-to-alert");

        raise("merge-back-to", withState(Samples.alert("merge-back-to", 2, State.SUPERSEDED, false), null));
        raise("merge-back", Samples.alert("merge-back", 3, State.RAISED, false));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(current("merge-back").acknowledgedBy()).isEqualTo("claire"));
        given().auth()
                .preemptive()
                .basic("vigie", "api-secret")
                .get("/api/patients/merge-back")
                .then()
                .body("alerts", hasSize(1))
                .body("alerts[0].version", equalTo(3));
        assertThat(deliveries("merge-back")).hasSize(2);
    }

    private void toldOnce(String source, String target) {
        events.link(source, "ID-" + source);
        events.link(target, "ID-" + target);
        raise(source, Samples.alert(source, 1, State.RAISED, true));
        await().atMost(PATIENCE)
                .until(() -> deliveries(source).stream()
                                .filter(d -> d.state().equals("SENT"))
                                .count()
                        == 2);
    }

    private void raise(String patient, AlertRaised alert) {
        events.send(Topics.ALERT_RAISED, patient, patient + "-" + alert.version() + alert.state(), alert);
    }

    private void awaitState(String patient, State state, int version) {
        await().atMost(PATIENCE)
                .until(() -> found(patient)
                        && current(patient).event().state() == state
                        && current(patient).event().version() == version);
    }

    private boolean found(String patient) {
        return database.inTransaction(sql -> new AlertRows(sql).find(patient + "-alert"))
                .isPresent();
    }

    private AlertRows.Current current(String patient) {
        return database.inTransaction(sql -> new AlertRows(sql).find(patient + "-alert"))
                .orElseThrow();
    }

    private List<DeliveryRows.Delivery> deliveries(String patient) {
        return database.inTransaction(sql -> new DeliveryRows(sql).ofPatient(patient));
    }

    private static void acknowledge(String alertKey) {
        claire().contentType("application/json")
                .body("{\"choice\":\"reviewed-continue\"}")
                .post("/api/alerts/" + alertKey + "/acknowledge")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification claire() {
        return given().auth().preemptive().basic("claire", "claire-secret");
    }

    private static AlertRaised closed(String source, String target, int version) {
        return withState(
                Samples.flagged(Samples.alert(source, version, State.SUPERSEDED, false), "patient-merged"),
                target + "-alert");
    }

    private static AlertRaised taken(String target, int version) {
        return Samples.flagged(Samples.alert(target, version, State.RAISED, false), "taken-over");
    }

    private static AlertRaised withState(AlertRaised alert, @Nullable String supersededBy) {
        return Samples.supersededBy(alert, supersededBy);
    }
}
