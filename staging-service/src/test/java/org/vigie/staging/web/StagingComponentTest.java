package org.vigie.staging.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class StagingComponentTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final LocalDate today = LocalDate.now(PARIS);
    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));

    @BeforeEach
    void waitUntilReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void tellsOneAlertFromCourseAndTwoStudiesOfTheSameImages() throws Exception {
        String patient = "PHANTOM-" + UUID.randomUUID();
        String key = secret.patientKey("LOCAL", patient);

        course(patient, today.minusDays(7).toString()).statusCode(201).body("patientKey", equalTo(key));
        measured(key, study(key, "1.2.1", today.minusDays(8), 1.0));
        measured(key, study(key, "1.2.2", today, 1.0));
        measured(key, study(key, "1.2.2", today, 1.0));

        await().atMost(PATIENCE)
                .untilAsserted(() -> timeline(patient)
                        .statusCode(200)
                        .body("alerts", hasSize(1))
                        .body("alerts[0].kind", equalTo("adc-no-change"))
                        .body("alerts[0].severity", equalTo("S2"))
                        .body("alerts[0].timePoint", equalTo("W1"))
                        .body("alerts[0].story.changePercent", equalTo(0.0f))
                        .body("alerts[0].story.ci95LowPercent", equalTo(-13.027735f))
                        .body("alerts[0].story.ci95HighPercent", equalTo(13.027735f))
                        .body(
                                "alerts[0].nextCycleAt",
                                equalTo(today.plusDays(14).toString()))
                        .body("assessments.outcome", hasItem("baseline"))
                        .body("notice", containsString("Not a medical device")));

        List<AlertRaised> published = alertsOf(key);
        assertThat(published).hasSize(1);
        assertThat(published.getFirst().notifies()).isTrue();
        given().get("/q/metrics")
                .then()
                .body(containsString("staging_alerts_total{severity=\"S2\",state=\"raised\"}"))
                .body(containsString("staging_facts_recorded_total{kind=\"nac-course\",source=\"rest\"}"));
    }

    @Test
    void linksTheIdentityOnlySealedAndUnderTheCanonicalIssuer() {
        String patient = "ID-" + UUID.randomUUID();
        String key = secret.patientKey("LOCAL", patient);
        asService()
                .body(Map.of(
                        "patientId", patient,
                        "issuer", "ward-7",
                        "patientName", "DOE^JANE",
                        "c1d1", today.toString(),
                        "regimen", "EC-T"))
                .post("/api/courses")
                .then()
                .statusCode(201)
                .body("patientKey", equalTo(key));

        PatientLinked link = Json.read(read(Topics.PATIENT_LINKED, key).getFirst(), PatientLinked.class);
        assertThat(new String(Json.bytes(link), StandardCharsets.UTF_8)).doesNotContain(patient, "DOE");
        assertThat(secret.open(key, link.sealedIdentity()).patientId()).isEqualTo(patient);
        assertThat(secret.open(key, link.sealedIdentity()).name()).isEqualTo("DOE^JANE");

        course(patient, today.toString()).statusCode(201);
        assertThat(read(Topics.PATIENT_LINKED, key))
                .as("a course without a name replaces no name")
                .hasSize(1);
    }

    @Test
    void givesTheSameIdsWhenTheSameCourseIsStatedAgain() {
        String patient = "AGAIN-" + UUID.randomUUID();
        List<String> first = course(patient, today.toString()).extract().path("facts");
        List<String> second = course(patient, today.toString()).extract().path("facts");

        assertThat(first).hasSize(2);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesWhoeverIsNotAuthenticated() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/patients/timeline")
                .then()
                .statusCode(401);
        given().auth()
                .preemptive()
                .basic("vigie", "wrong")
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/courses")
                .then()
                .statusCode(401);
    }

    @Test
    void namesTheFieldAndTheRuleOfWhatItRefuses() {
        course("P", today.plusDays(181).toString())
                .statusCode(400)
                .body("object", equalTo("c1d1"))
                .body("rule", equalTo("at most 180 days ahead"));
        course("P", "02/03/2026").statusCode(400).body("object", equalTo("c1d1"));
        asService()
                .body(Map.of("c1d1", today.toString(), "regimen", "EC-T"))
                .post("/api/courses")
                .then()
                .statusCode(400)
                .body("object", equalTo("patientId"));
        asService().body("").post("/api/courses").then().statusCode(400);
        asService()
                .body(Map.of("patientId", "P", "body", Map.of("kind", "no-such-kind")))
                .post("/api/facts")
                .then()
                .statusCode(400)
                .body("object", equalTo("body.kind"));
        asService()
                .body(Map.of(
                        "patientId",
                        "P",
                        "body",
                        Map.of("kind", "administration", "at", today.plusDays(1).toString())))
                .post("/api/facts")
                .then()
                .statusCode(400)
                .body("object", equalTo("at"))
                .body("rule", equalTo("not in the future"));
    }

    @Test
    void documentsItsRoutes() {
        asService()
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/api/courses"))
                .body(containsString("/api/courses/next-cycle"))
                .body(containsString("/api/courses/end"))
                .body(containsString("/api/facts"))
                .body(containsString("/api/patients/timeline"));
    }

    private static RequestSpecification asService() {
        return given().auth().preemptive().basic("vigie", "test-password").contentType(ContentType.JSON);
    }

    private ValidatableResponse course(String patient, String c1d1) {
        return asService()
                .body(Map.of(
                        "patientId",
                        patient,
                        "issuer",
                        "LOCAL",
                        "c1d1",
                        c1d1,
                        "regimen",
                        "EC-T",
                        "nextCycleAt",
                        today.plusDays(14).toString(),
                        "side",
                        "L",
                        "lesions",
                        List.of(Map.of("trackingUid", Patients.LESION))))
                .post("/api/courses")
                .then();
    }

    private static ValidatableResponse timeline(String patient) {
        return asService()
                .body(Map.of("patientId", patient, "issuer", "LOCAL"))
                .post("/api/patients/timeline")
                .then();
    }

    private static StudyMeasured study(String key, String uid, LocalDate on, double adcE3) {
        StudyMeasured made = Patients.study(uid, 1, 0, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
        return new StudyMeasured(
                key,
                uid,
                1,
                ClinicalTime.of(on),
                Instant.now(),
                made.outcome(),
                false,
                made.lesions(),
                made.flags(),
                made.reasons(),
                made.manifest(),
                made.readyEventId(),
                made.algorithmVersion(),
                made.measuredAt());
    }

    private void measured(String key, StudyMeasured study) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> event = new ProducerRecord<>(Topics.STUDY_MEASURED, key, Json.bytes(study));
            event.headers().add("ce_id", Patients.eventId(study).getBytes(StandardCharsets.UTF_8));
            producer.send(event).get();
        }
    }

    private List<AlertRaised> alertsOf(String key) {
        return read(Topics.ALERT_RAISED, key).stream()
                .map(v -> Json.read(v, AlertRaised.class))
                .toList();
    }

    /** Committed records of one key, from the beginning, until nothing more comes. */
    private List<byte[]> read(String topic, String key) {
        List<byte[]> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "test-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(PATIENCE).until(() -> {
                int before = found.size();
                consumer.poll(Duration.ofMillis(500)).forEach(record -> {
                    if (key.equals(record.key())) {
                        found.add(record.value());
                    }
                });
                return !found.isEmpty() && found.size() == before;
            });
        }
        return found;
    }
}
