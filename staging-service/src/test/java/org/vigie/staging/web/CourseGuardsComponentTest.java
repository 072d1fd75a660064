package org.vigie.staging.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.identity.SiteSecret;

/** Courses that would contradict each other and people who would be mixed up, whatever is stated first. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class CourseGuardsComponentTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
    private final String patient = "GUARD-" + UUID.randomUUID();

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void nothingOfACourseIsBeforeItsFirstDay() {
        course(patient, "C1", "2026-03-02").statusCode(201);

        end(patient, "C1", "2026-02-01").statusCode(400).body("object", equalTo("endedAt"));
        surgery("C1", "2026-02-01").statusCode(400).body("object", equalTo("at"));
        post("/api/courses/next-cycle", Map.of("courseId", "C1", "nextCycleAt", "2026-03-02"))
                .statusCode(400)
                .body("object", equalTo("nextCycleAt"));
        post("/api/courses/regimen", Map.of("courseId", "C1", "changedAt", "2026-03-01", "regimen", "T"))
                .statusCode(400)
                .body("object", equalTo("at"));
        end(patient, "C1", "2026-05-01").statusCode(201);
        course(patient, "C1", "2026-06-01").statusCode(400).body("object", equalTo("c1d1"));

        assertThat(FactTopic.of(bootstrap, key(patient))).hasSize(2);
    }

    @Test
    void theEndOfACourseIsNotMovedIntoTheNext() {
        course(patient, "C1", "2026-01-05").statusCode(201);
        String end = end(patient, "C1", "2026-03-01").statusCode(201).extract().path("facts[0]");
        course(patient, "C2", "2026-04-01").statusCode(201);

        end(patient, "C1", "2026-05-01").statusCode(409).body("error", equalTo("course-overlap"));
        post("/api/facts/retract", Map.of("factId", end)).statusCode(409).body("error", equalTo("course-overlap"));
        end(patient, "C1", "2026-03-15").statusCode(201);

        assertThat(FactTopic.of(bootstrap, key(patient))).hasSize(4);
    }

    @Test
    void aMergedPatientHasNoSecondCourseUnderTheOtherId() {
        String other = patient + "-B";
        course(other, "C1", "2026-03-02").statusCode(201);
        Map<String, Object> link = Map.of("source", person(patient), "target", person(other));
        post("/api/patients/merge", link).statusCode(201);

        course(patient, "C2", "2026-04-01").statusCode(409).body("error", equalTo("course-overlap"));
        end(patient, "C1", "2026-02-01").statusCode(400).body("object", equalTo("endedAt"));
        course(patient, "C0", "2025-06-02").statusCode(409).body("error", equalTo("course-overlap"));

        assertThat(FactTopic.of(bootstrap, key(patient))).as("only the merge").hasSize(1);
    }

    @Test
    void aCourseStatedBeforeTheMergeIsKnownUnderTheOtherId() {
        String other = patient + "-B";
        course(patient, "C1", "2026-03-02").statusCode(201);
        post("/api/patients/merge", Map.of("source", person(patient), "target", person(other)))
                .statusCode(201);

        course(other, "C2", "2026-04-01").statusCode(409).body("error", equalTo("course-overlap"));
    }

    @Test
    void anIdThatComesWithAnotherBirthDateIsNotAttachedHoweverSoon() {
        Map<String, Object> course = new HashMap<>(
                Map.of("courseId", "C1", "c1d1", "2026-03-02", "regimen", "EC-T", "birthDate", "1970-01-02"));
        post("/api/courses", course).statusCode(201);

        course.put("birthDate", "1981-03-04");
        post("/api/courses", course).statusCode(409).body("error", equalTo("AMBIGUOUS_IDENTITY"));
        course.put("patientName", "DOE^JANE");
        post("/api/courses", course).statusCode(409).body("error", equalTo("AMBIGUOUS_IDENTITY"));

        assertThat(FactTopic.of(bootstrap, key(patient))).hasSize(1);
    }

    private String key(String id) {
        return secret.patientKey("LOCAL", id);
    }

    private static Map<String, Object> person(String id) {
        return Map.of("patientId", id, "issuer", "LOCAL");
    }

    private ValidatableResponse course(String id, String courseId, String c1d1) {
        return post(
                "/api/courses",
                Map.of("patientId", id, "issuer", "LOCAL", "courseId", courseId, "c1d1", c1d1, "regimen", "EC-T"));
    }

    private ValidatableResponse end(String id, String courseId, String endedAt) {
        return post(
                "/api/courses/end",
                Map.of("patientId", id, "issuer", "LOCAL", "courseId", courseId, "endedAt", endedAt));
    }

    private ValidatableResponse surgery(String courseId, String at) {
        return post("/api/facts", Map.of("body", Map.of("kind", "surgery", "courseId", courseId, "at", at)));
    }

    private ValidatableResponse post(String path, Map<String, Object> body) {
        Map<String, Object> whole = new HashMap<>(path.contains("/patients/") ? Map.of() : person(patient));
        whole.putAll(body);
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType(ContentType.JSON)
                .body(whole)
                .post(path)
                .then();
    }
}
