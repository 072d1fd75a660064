package org.vigie.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** STOW-RS over the wire, with real files. */
@QuarkusTest
@WithTestResource(Platform.class)
class StowTest {
    private static final RestAssuredConfig BINARY = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("multipart/related", ContentType.BINARY)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));
    private static final String S01 = "S01_mrbias_diffusion_session1";

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void storesEveryPartAndNamesIt() throws IOException {
        List<Path> files = SharedData.dicomFiles(SharedData.folder(S01)).subList(0, 3);

        stow(
                        "/dicom-web/studies",
                        "application/dicom",
                        files.stream().map(StowTest::read).toList())
                .statusCode(200)
                .contentType(containsString("application/dicom+json"))
                .body("'00081199'.Value", hasSize(3))
                .body("'00081198'", equalTo(null));
    }

    @Test
    void tellsGoodPartsFromBadOnes() throws IOException {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(5));
        byte[] cut = Arrays.copyOf(good, good.length - 1_000);
        byte[] garbage = "not DICOM at all".getBytes(StandardCharsets.US_ASCII);

        ValidatableResponse answer = stow("/dicom-web/studies", "application/dicom", List.of(garbage, good, cut))
                .statusCode(202);

        JsonPath json = new JsonPath(answer.extract().asString());
        assertThat(json.getList("'00081199'.Value")).hasSize(1);
        assertThat(json.getList("'00081198'.Value")).hasSize(1);
        assertThat(json.getInt("'00081198'.Value[0].'00081197'.Value[0]")).isEqualTo(0xC000);
        assertThat(json.getInt("'0008119A'.Value[0].'00081197'.Value[0]")).isEqualTo(0xC000);
        assertThat(json.getString("'0008119A'.Value[0].'00000902'.Value[0]")).isEqualTo("no DICM prefix");
    }

    @Test
    void refusesInstancesOfAnotherStudyThanTheRequested() throws IOException {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(6));

        JsonPath json = new JsonPath(stow("/dicom-web/studies/1.2.3.4", "application/dicom", List.of(good))
                .statusCode(409)
                .extract()
                .asString());

        assertThat(json.getInt("'00081198'.Value[0].'00081197'.Value[0]")).isEqualTo(0xA900);
    }

    @Test
    void refusesABodyWithoutCredentialsPartsOrMeaning() {
        given().config(BINARY)
                .contentType("multipart/related; boundary=b")
                .body("x".getBytes(StandardCharsets.US_ASCII))
                .post("/dicom-web/studies")
                .then()
                .statusCode(401);
        given().config(BINARY)
                .auth()
                .preemptive()
                .basic("vigie", "test")
                .contentType("multipart/related; type=\"application/dicom\"; boundary=b")
                .body("nothing of the kind".getBytes(StandardCharsets.US_ASCII))
                .post("/dicom-web/studies")
                .then()
                .statusCode(400);
        stow("/dicom-web/studies", "application/dicom+json", List.of(new byte[] {'{', '}'}))
                .statusCode(415);
        stow("/dicom-web/studies/a.b", "application/dicom", List.of(new byte[1]))
                .statusCode(400);
    }

    private static ValidatableResponse stow(String address, String type, List<byte[]> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] file : files) {
            body.writeBytes("--edge\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
        return given().config(BINARY)
                .auth()
                .preemptive()
                .basic("vigie", "test")
                .contentType("multipart/related; type=\"" + type + "\"; boundary=edge")
                .body(body.toByteArray())
                .post(address)
                .then();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
