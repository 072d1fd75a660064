package org.vigie.staging.hl7;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.web.BrokerResource;
import org.vigie.staging.web.FactTopic;

/** Two people who are to be one, each with a course: by both ways in they are joined whole or not at all. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class MergeOfCoursesComponentTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Inject
    MllpServer server;

    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
    private final String stays = "STAYS-" + UUID.randomUUID();
    private final String goes = "GOES-" + UUID.randomUUID();

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void coursesThatRunAtOnceAreNamedAndNothingIsMergedUntilOneIsMended() throws IOException {
        course(stays, "C1", "2026-03-02");
        String second = course(goes, "C2", "2026-04-01").extract().path("facts[0]");

        post("/api/patients/merge", Map.of("source", person(goes), "target", person(stays)))
                .statusCode(409)
                .body("error", equalTo("course-overlap"))
                .body("object", equalTo("source"))
                .body(
                        "rule",
                        allOf(
                                containsString("C2 began 2026-04-01"),
                                containsString("C1 of 2026-03-02 has not ended"),
                                containsString("then merge")));
        assertThat(a40("M1"))
                .contains("MSA|AE|M1\r")
                .contains("ERR||MRG^1^1|205^Duplicate key identifier^HL70357|E|course-overlap|")
                .contains("C2 began 2026-04-01, and C1 of 2026-03-02 has not ended")
                .doesNotContain(stays, goes);
        assertThat(FactTopic.of(bootstrap, key(goes))).as("its course alone").hasSize(1);

        post("/api/facts/retract", Map.of("patientId", goes, "issuer", "LOCAL", "factId", second))
                .statusCode(201);
        assertThat(a40("M2")).contains("MSA|AA|M2\r");
        assertThat(FactTopic.of(bootstrap, key(goes), 3).getLast().body()).isInstanceOf(LinkFact.PatientMerged.class);
    }

    @Test
    void theSourceMayBeTheEarlierOneAndAnEndMendsIt() throws IOException {
        course(goes, "C1", "2026-01-05");
        course(stays, "C2", "2026-04-01");

        assertThat(a40("M3")).contains("MSA|AE|M3\r").contains("C1 of 2026-01-05 has not ended");
        post(
                        "/api/courses/end",
                        Map.of("patientId", goes, "issuer", "LOCAL", "courseId", "C1", "endedAt", "2026-03-01"))
                .statusCode(201);
        assertThat(a40("M4")).contains("MSA|AA|M4\r");
        assertThat(a40("M5")).as("stated again").contains("MSA|AA|M5\r");
    }

    @Test
    void oneCourseWithTwoFirstDaysIsRefusedAndWithOneIsNot() {
        course(stays, "C1", "2026-03-02");
        course(goes, "C1", "2026-03-09");
        Map<String, Object> link = Map.of("source", person(goes), "target", person(stays));

        post("/api/patients/merge", link)
                .statusCode(409)
                .body(
                        "rule",
                        equalTo("one first day of course C1: the source states 2026-03-09, the target 2026-03-02;"
                                + " correct one of them, then merge"));
        course(goes, "C1", "2026-03-02");
        post("/api/patients/merge", link).statusCode(201);
    }

    @Test
    void whatWasMergedIntoTheSourceComesWithIt() {
        String third = "THIRD-" + UUID.randomUUID();
        course(third, "C3", "2026-03-02");
        post("/api/patients/merge", Map.of("source", person(third), "target", person(goes)))
                .statusCode(201);
        course(stays, "C1", "2026-03-16");

        post("/api/patients/merge", Map.of("source", person(goes), "target", person(stays)))
                .statusCode(409)
                .body("rule", containsString("C3 of 2026-03-02"));
        assertThat(FactTopic.of(bootstrap, key(goes))).noneMatch(fact -> fact.body() instanceof LinkFact.PatientMerged);
    }

    private String key(String id) {
        return secret.patientKey("LOCAL", id);
    }

    private static Map<String, Object> person(String id) {
        return Map.of("patientId", id, "issuer", "LOCAL");
    }

    private static ValidatableResponse course(String id, String courseId, String c1d1) {
        return post(
                        "/api/courses",
                        Map.of(
                                "patientId",
                                id,
                                "issuer",
                                "LOCAL",
                                "courseId",
                                courseId,
                                "c1d1",
                                c1d1,
                                "regimen",
                                "EC-T"))
                .statusCode(201);
    }

    private static ValidatableResponse post(String path, Map<String, Object> body) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    /** {@code goes} is the person of {@code stays}. */
    private String a40(String controlId) throws IOException {
        String message = "MSH|^~\\&|ADT|HOSP|VIGIE|SITE|20260501101500+0100||ADT^A40^ADT_A39|" + controlId + "|P|2.5\r"
                + "PID|1||" + stays + "^^^LOCAL^MR||DOE^JANE||19700102|F\r"
                + "MRG|" + goes + "^^^LOCAL^MR\r";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            Frames.write(socket.getOutputStream(), message.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(Frames.START);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != Frames.END; octet = in.read()) {
                assertThat(octet).isNotNegative();
                answer.write(octet);
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
