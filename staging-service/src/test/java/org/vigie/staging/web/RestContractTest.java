package org.vigie.staging.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.LesionPosition;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;

/** Status codes and bodies of merge, lesions, reprocessing and the try-it endpoint, over HTTP. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class RestContractTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/patients/merge",
                "/api/patients/unlink",
                "/api/patients/timeline",
                "/api/lesions/proposals",
                "/api/lesions/confirm",
                "/api/reprocess",
                "/api/rules/ISS/try",
                "/api/facts",
                "/api/facts/retract",
                "/api/labs",
                "/api/courses",
                "/api/imports",
                "/fhir"
            })
    void nobodyWithoutCredentialsIsHeard(String path) {
        given().contentType(ContentType.JSON).body("{}").post(path).then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("vigie", "guessed")
                .contentType(ContentType.JSON)
                .body("{}")
                .post(path)
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/rules", "/api/thresholds", "/api/reprocess", "/api/reprocess/any"})
    void nobodyWithoutCredentialsReads(String path) {
        given().get(path).then().statusCode(401);
    }

    @Test
    void aMergeIsReadUnderTheTargetAndTakenBackByAnUnlink() {
        String source = "SRC-" + UUID.randomUUID();
        String target = "TGT-" + UUID.randomUUID();
        lab(source, 5.6);
        Map<String, Object> link =
                Map.of("source", person(source), "target", person(target), "reason", "same woman, two registrations");

        post("/api/patients/merge", link)
                .statusCode(201)
                .body("patientKey", equalTo(key(source)))
                .body("facts", hasSize(1));
        await().atMost(PATIENCE).untilAsserted(() -> timeline(target).body("assessments.ruleId", hasItem("ISS")));

        post("/api/patients/merge", link).statusCode(201);
        post("/api/patients/unlink", link).statusCode(201);
        await().atMost(PATIENCE)
                .untilAsserted(() -> timeline(source)
                        .body("assessments.findAll { it.ruleId == 'ISS' }.lesionTrackingUid", hasSize(1)));
    }

    @Test
    void whatWasNeverMergedIsNotUnlinked() throws Exception {
        String one = "ONE-" + UUID.randomUUID();
        String other = "OTHER-" + UUID.randomUUID();
        Map<String, Object> link = Map.of("source", person(one), "target", person(other));
        Map<String, Object> back = Map.of("source", person(other), "target", person(one));

        post("/api/patients/unlink", link)
                .statusCode(409)
                .body("error", equalTo("NOT_MERGED"))
                .body("object", equalTo("target"))
                .body("rule", equalTo("the patient that source was merged into"));
        assertThat(FactTopic.of(bootstrap, key(one))).isEmpty();
        post("/api/patients/merge", link).statusCode(201);
        post("/api/patients/unlink", back).statusCode(409);
        post("/api/patients/unlink", link).statusCode(201);
        post("/api/patients/unlink", link).statusCode(201);
    }

    @Test
    void aLinkNeedsTwoPatients() {
        String one = "ONE-" + UUID.randomUUID();
        post("/api/patients/merge", Map.of("source", person(one), "target", person(one)))
                .statusCode(400)
                .body("object", equalTo("target"))
                .body("rule", equalTo("another patient than source"));
        post("/api/patients/merge", Map.of("source", person(one)))
                .statusCode(400)
                .body("object", equalTo("target"))
                .body("rule", equalTo("present"));
        post("/api/patients/unlink", Map.of("source", Map.of("issuer", "LOCAL"), "target", person(one)))
                .statusCode(400)
                .body("object", equalTo("source.patientId"));
        post("/api/patients/merge", Map.of("source", person("A"), "target", person("B"), "reason", "x".repeat(201)))
                .statusCode(400)
                .body("object", equalTo("reason"))
                .body("rule", equalTo("at most 200 characters"));
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType(ContentType.JSON)
                .body("{\"source\": [}")
                .post("/api/patients/merge")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid"));
    }

    @Test
    void aReadersWordOnAProposalCountsAndOneThatFitsNothingIsRefused() throws Exception {
        String patient = "LESION-" + UUID.randomUUID();
        String before = "1.2." + Math.floorMod(patient.hashCode(), 1_000_000) + ".1";
        String after = "1.2." + Math.floorMod(patient.hashCode(), 1_000_000) + ".2";
        measured(patient, before, today.minusDays(8), at(Patients.LESION, 50, "f1"));
        measured(patient, after, today, at(null, 56, "f1"), at("9.9", 190, "f1"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> proposals(patient).statusCode(200).body("proposals", hasSize(1)));
        ValidatableResponse proposed = proposals(patient)
                .body("proposals[0].trackingUid", equalTo(Patients.LESION))
                .body("proposals[0].studyUid", equalTo(after))
                .body("proposals[0].confidence", equalTo(0.9139312f))
                .body("readers", empty())
                .body("notice", containsString("Not a medical device"));
        String region = proposed.extract().path("proposals[0].regionId");

        confirm(patient, after, "no-such-region", Patients.LESION)
                .statusCode(404)
                .body("object", equalTo("regionId"))
                .body("rule", equalTo("a region of a current study of this patient"));
        confirm(patient, before, region, Patients.LESION).statusCode(404).body("object", equalTo("regionId"));
        confirm(patient, after, region, "1.2.3.4").statusCode(404).body("object", equalTo("trackingUid"));
        confirm(patient, after, region, "9.9").statusCode(409).body("error", equalTo("conflict"));
        confirm("NOBODY-" + UUID.randomUUID(), after, region, Patients.LESION).statusCode(404);
        Map<String, Object> doubtful = word(patient, after, region, Patients.LESION);
        doubtful.put("confidence", 1.5);
        post("/api/lesions/confirm", doubtful)
                .statusCode(400)
                .body("object", equalTo("confidence"))
                .body("rule", equalTo("between 0 and 1"));
        post("/api/lesions/confirm", Map.of("patientId", patient, "issuer", "LOCAL"))
                .statusCode(400)
                .body("object", equalTo("studyUid"));
        post("/api/lesions/proposals", Map.of()).statusCode(400).body("object", equalTo("patientId"));

        Map<String, Object> said = word(patient, after, region, Patients.LESION);
        said.put("statedBy", "dr.martin");
        post("/api/lesions/confirm", said).statusCode(201).body("facts", hasSize(1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> proposals(patient)
                        .body("proposals", empty())
                        .body("readers", hasSize(1))
                        .body("readers[0].by", equalTo("dr.martin"))
                        .body("readers[0].trackingUid", equalTo(Patients.LESION)));
        assertThat(FactTopic.of(bootstrap, key(patient), 1).stream()
                        .filter(fact -> fact.body() instanceof FactBody.LesionMatched))
                .hasSize(1);

        String fact = proposals(patient).extract().path("readers[0].factId");
        post("/api/facts/retract", Map.of("patientId", patient, "issuer", "LOCAL", "factId", fact))
                .statusCode(201);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> proposals(patient).body("proposals", hasSize(1)).body("readers", empty()));
    }

    @Test
    void reprocessingAnswersAtOnceAndReportsUnderItsId() {
        String patient = "AGAIN-" + UUID.randomUUID();
        lab(patient, 5.6);
        await().atMost(PATIENCE).untilAsserted(() -> timeline(patient).body("assessments.ruleId", hasItem("ISS")));

        String run = post("/api/reprocess", Map.of("patients", List.of(person(patient))))
                .statusCode(202)
                .body("published", equalTo(false))
                .extract()
                .path("runId");
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/api/reprocess/" + run)
                        .statusCode(200)
                        .body("progress", equalTo("DONE"))
                        .body("finishedAt", notNullValue())
                        .body("patients", equalTo(1))
                        .body("changed", equalTo(0)));
        get("/api/reprocess/no-such-run")
                .statusCode(404)
                .body("object", equalTo("runId"))
                .body("rule", equalTo("a run that GET /api/reprocess lists"));
        post("/api/reprocess", Map.of("patients", List.of(Map.of("issuer", "LOCAL"))))
                .statusCode(400)
                .body("object", equalTo("patientId"));
    }

    @Test
    void reprocessedImagesAreComparedAndTellNobodyOfTheSameOutcomeTwice() throws Exception {
        String patient = "IMAGES-" + UUID.randomUUID();
        String before = "1.3." + Math.floorMod(patient.hashCode(), 1_000_000) + ".1";
        String after = "1.3." + Math.floorMod(patient.hashCode(), 1_000_000) + ".2";
        post(
                        "/api/courses",
                        Map.of(
                                "patientId",
                                patient,
                                "issuer",
                                "LOCAL",
                                "c1d1",
                                today.minusDays(7).toString(),
                                "regimen",
                                "EC-T",
                                "lesions",
                                List.of(Map.of("trackingUid", Patients.LESION))))
                .statusCode(201);
        measured(patient, before, today.minusDays(8), "ready-1", "1.0", 1.0);
        measured(patient, after, today, "ready-2", "1.0", 1.0);
        await().atMost(PATIENCE).untilAsserted(() -> clinical(patient, "RAISED", 1, 0.0));

        Map<String, Object> chosen = Map.of("studies", List.of(Map.of("studyUid", after, "patientKey", key(patient))));
        String same = post("/api/reprocess/images", chosen)
                .statusCode(201)
                .body("kind", equalTo("IMAGES"))
                .body("progress", equalTo("RUNNING"))
                .body("awaited", equalTo(1))
                .extract()
                .path("runId");
        measured(patient, after, today, "ready-2-again", "1.1", 1.001);
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/api/reprocess/" + same)
                        .body("progress", equalTo("DONE"))
                        .body("images", hasSize(1))
                        .body("images[0].before", equalTo(0.001f))
                        .body("images[0].after", equalTo(0.001001f))
                        .body("images[0].algorithmBefore", equalTo("1.0"))
                        .body("images[0].algorithmAfter", equalTo("1.1"))
                        .body("outcomesChanged", equalTo(0))
                        .body("alerts", hasSize(1))
                        .body("alerts[0].notifies", equalTo(false)));
        clinical(patient, "RAISED", 2, 0.1);

        String other =
                post("/api/reprocess/images", chosen).statusCode(201).extract().path("runId");
        measured(patient, after, today, "ready-2-third", "1.2", 1.3);
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/api/reprocess/" + other)
                        .body("progress", equalTo("DONE"))
                        .body("assessments.findAll { it.outcomeChanged }", hasSize(1))
                        .body("assessments[0].before.outcome", equalTo("adc-no-change"))
                        .body("assessments[0].after.outcome", equalTo("adc-rise"))
                        .body("alerts.find { it.kind == 'adc-no-change' }.after", equalTo("RETRACTED adc-no-change"))
                        .body("alerts.find { it.kind == 'adc-no-change' }.notifies", equalTo(true)));
        get("/api/reprocess")
                .statusCode(200)
                .body("runId", hasItem(other))
                .body("find { it.runId == '" + other + "' }.outcomesChanged", equalTo(1));

        post("/api/reprocess/images", Map.of("studies", List.of()))
                .statusCode(400)
                .body("object", equalTo("studies"));
        post("/api/reprocess/images", Map.of("studies", List.of(Map.of("studyUid", "1.2"))))
                .statusCode(400)
                .body("object", equalTo("patientKey"));
    }

    private void clinical(String patient, String state, int version, double change) {
        timeline(patient)
                .body("alerts.findAll { it.category == 'CLINICAL' }", hasSize(1))
                .body("alerts.find { it.category == 'CLINICAL' }.state", equalTo(state))
                .body("alerts.find { it.category == 'CLINICAL' }.version", equalTo(version))
                .body("alerts.find { it.category == 'CLINICAL' }.story.changePercent", equalTo((float) change));
    }

    private void measured(String patient, String uid, LocalDate on, String ready, String algorithm, double adcE3)
            throws Exception {
        StudyMeasured made = Patients.study(uid, 1, 0, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
        publish(
                patient,
                new StudyMeasured(
                        key(patient),
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
                        ready,
                        algorithm,
                        Instant.now()),
                ready + algorithm);
    }

    @Test
    void triesARuleAndRecordsNothing() {
        post("/api/rules/ISS/try", Map.of("inputs", Map.of("b2m", Map.of("value", 5.5, "unit", "mg/L"))))
                .statusCode(200)
                .body("outcome", equalTo("III"))
                .body("thresholdSetId", notNullValue())
                .body("clauses.verdict", hasItem("true"));
        post("/api/rules/ISS/try?lang=fr", Map.of("inputs", Map.of("b2m", Map.of("value", 5.5))))
                .statusCode(200)
                .body("outcome", equalTo("indeterminate"))
                .body("text", containsString("β2"));
        post("/api/rules/NOPE/try", Map.of("inputs", Map.of())).statusCode(404).body("object", equalTo("rule"));
        post("/api/rules/ISS/try", Map.of("inputs", Map.of("beta2", 3)))
                .statusCode(400)
                .body("object", equalTo("inputs"))
                .body("rule", containsString("b2m"));
    }

    private static Map<String, String> person(String id) {
        return Map.of("patientId", id, "issuer", "LOCAL");
    }

    private String key(String patient) {
        return secret.patientKey("LOCAL", patient);
    }

    private static ValidatableResponse get(String path) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .get(path)
                .then();
    }

    private static ValidatableResponse post(String path, Map<String, ?> body) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse timeline(String patient) {
        return post("/api/patients/timeline", person(patient)).statusCode(200);
    }

    private static ValidatableResponse proposals(String patient) {
        return post("/api/lesions/proposals", person(patient));
    }

    private static Map<String, Object> word(String patient, String study, String region, String lesion) {
        Map<String, Object> word = new HashMap<>(person(patient));
        word.put("studyUid", study);
        word.put("regionId", region);
        word.put("trackingUid", lesion);
        return word;
    }

    private static ValidatableResponse confirm(String patient, String study, String region, String lesion) {
        return post("/api/lesions/confirm", word(patient, study, region, lesion));
    }

    private void lab(String patient, double mgPerL) {
        post(
                        "/api/labs",
                        Map.of(
                                "patientId",
                                patient,
                                "issuer",
                                "LOCAL",
                                "labs",
                                List.of(Map.of(
                                        "analyte",
                                        "BETA2_MICROGLOBULIN",
                                        "at",
                                        today.minusDays(1).toString(),
                                        "value",
                                        Double.toString(mgPerL),
                                        "unit",
                                        "mg/L"))))
                .statusCode(201);
    }

    private static LesionAdc at(@Nullable String uid, double x, String frame) {
        LesionAdc lesion = Patients.lesion(uid, 1.0, Patients.SCAN, true);
        return new LesionAdc(
                uid,
                uid == null ? "unnamed" : "L1",
                lesion.roi(),
                lesion.acquisition(),
                lesion.measurements(),
                null,
                new LesionPosition(frame, List.of(x, 0.0, 0.0)));
    }

    private void measured(String patient, String uid, LocalDate on, LesionAdc... lesions) throws Exception {
        StudyMeasured made = Patients.study(uid, 1, 0, lesions);
        StudyMeasured study = new StudyMeasured(
                key(patient),
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
        publish(patient, study, Patients.eventId(study));
    }

    private void publish(String patient, StudyMeasured study, String eventId) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> event =
                    new ProducerRecord<>(Topics.STUDY_MEASURED, key(patient), Json.bytes(study));
            event.headers().add("ce_id", eventId.getBytes(StandardCharsets.UTF_8));
            producer.send(event).get();
        }
    }
}
