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
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    @ConfigProperty(name = "vigie.store.dir")
    Path storeDir;

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
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

    /** The folder that receives is no folder any more; then it is one again. */
    @Test
    void aStoreThatCannotBeWrittenPutsOffAndTakesAgain() throws Exception {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(8));
        Path incoming = storeDir.resolve("incoming");
        Path aside = storeDir.resolve("aside");
        Files.move(incoming, aside);
        try {
            Files.createFile(incoming);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> Bodies.stow("/dicom-web/studies", List.of(good))
                            .statusCode(503)
                            .header("Retry-After", "30")
                            .body("rule", containsString("store cannot be written")));
            Bodies.upload("application/dicom", good)
                    .statusCode(503)
                    .header("Retry-After", "30")
                    .body("error", equalTo("come again"));
            given().get("/q/health/ready").then().statusCode(503);
        } finally {
            Files.delete(incoming);
            Files.move(aside, incoming);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> Bodies.stow("/dicom-web/studies", List.of(good)).statusCode(200));
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

    /** RestAssured always states a type, so this is written by hand. */
    @Test
    void aBodyWithoutATypeIsNoneOfOurs() throws IOException {
        for (String address : List.of("/dicom-web/studies", "/dicom-web/studies/1.2.3", "/api/upload")) {
            for (String type : List.of("X-None: x", "Content-Type:", "Content-Type: ;;")) {
                assertThat(statusLine(address, type, "Content-Length: 1", "", "x"))
                        .as(address + " " + type)
                        .startsWith("HTTP/1.1 415 ");
            }
        }
    }

    /** RFC 9110 10.1.1: who announces a body may wait until the server wants it. */
    @Test
    void whoAsksBeforeSendingIsAnswered() throws IOException {
        assertThat(statusLine(
                        "/dicom-web/studies",
                        "Content-Type: multipart/related; boundary=b",
                        "Expect: 100-continue",
                        "Content-Length: 10",
                        "",
                        ""))
                .startsWith("HTTP/1.1 100 ");
    }

    private static String statusLine(String address, String... lines) throws IOException {
        String request = "POST " + address + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString("vigie:test".getBytes(StandardCharsets.US_ASCII)) + "\r\n"
                + String.join("\r\n", lines);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), io.restassured.RestAssured.port)) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(new java.io.BufferedReader(
                            new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine());
        }
    }

    @Test
    void whoeverAcceptsAnyApplicationReadsJson() throws IOException {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(7));

        String answer = Bodies.api()
                .contentType("multipart/related; type=\"application/dicom\"; boundary=b")
                .accept("application/*")
                .body(multipart(good))
                .post("/dicom-web/studies")
                .then()
                .statusCode(200)
                .contentType(containsString("application/dicom+json"))
                .extract()
                .asString();

        assertThat(new JsonPath(answer).getList("'00081199'.Value")).hasSize(1);
    }

    @Test
    void aClassThatIsNotStoredIsNotStoredThisWayEither() throws IOException {
        byte[] verification = new String(
                        read(SharedData.dicomFiles(SharedData.folder(S01)).get(9)), StandardCharsets.ISO_8859_1)
                .replace("1.2.840.10008.5.1.4.1.1.4\0", "1.2.840.10008.5.1.4.38.1\0\0")
                .getBytes(StandardCharsets.ISO_8859_1);

        JsonPath json = new JsonPath(stow("/dicom-web/studies", "application/dicom", List.of(verification))
                .statusCode(409)
                .extract()
                .asString());

        assertThat(json.getInt("'00081198'.Value[0].'00081197'.Value[0]")).isEqualTo(0x0122);
    }

    private static byte[] multipart(byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(file);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    @Test
    void saysItInXmlToWhoAsksForThatFirst() throws IOException {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(7));
        byte[] garbage = "not DICOM at all".getBytes(StandardCharsets.US_ASCII);

        String xml = given().config(BINARY)
                .auth()
                .preemptive()
                .basic("vigie", "test")
                .accept("application/dicom+xml")
                .contentType("multipart/related; type=\"application/dicom\"; boundary=edge")
                .body(body("edge", List.of(good, garbage)))
                .post("/dicom-web/studies")
                .then()
                .statusCode(202)
                .contentType(containsString("application/dicom+xml"))
                .header("Warning", "299 vigie \"1 of 2 instances failed, each with its reason\"")
                .extract()
                .asString();

        assertThat(xml)
                .contains("<DicomAttribute tag=\"00081199\" vr=\"SQ\" keyword=\"ReferencedSOPSequence\">"
                        + "<Item number=\"1\"><DicomAttribute tag=\"00081150\" vr=\"UI\"")
                .contains("keyword=\"FailureReason\"><Value number=\"1\">49152</Value>");
    }

    @Test
    void takesBoundariesAsMimeHasThemAndTypesAsPs318Has() throws IOException {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(8));

        assertThat(status(
                        "multipart/related; type=\"application/dicom\"; boundary=\"a b:c=?/(1)\"", "a b:c=?/(1)", good))
                .isEqualTo(200);
        assertThat(status("Multipart/Related;boundary=x;type=application/dicom", "x", good))
                .isEqualTo(200);
        assertThat(status("multipart/related; boundary=x", "x", good)).isEqualTo(200);
        assertThat(status("multipart/related; type=\"text/html\"; boundary=x", "x", good))
                .isEqualTo(415);
        assertThat(status("multipart/related; type=\"application/dicom+xml\"; boundary=x", "x", good))
                .isEqualTo(415);
        assertThat(status("application/dicom", "x", good)).isEqualTo(415);
        assertThat(status("multipart/related; type=\"application/dicom\"", "x", good))
                .isEqualTo(400);
        assertThat(status("multipart/related; type=\"application/dicom\"; boundary=y", "x", good))
                .isEqualTo(400);
    }

    @Test
    void aSenderThatBreaksOffHarmsNobody() throws IOException {
        byte[] good = read(SharedData.dicomFiles(SharedData.folder(S01)).get(9));
        byte[] body = body("edge", List.of(good));
        for (String framing : List.of("Content-Length: " + body.length, "Transfer-Encoding: chunked")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), io.restassured.RestAssured.port)) {
                String head = "POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                        + Base64.getEncoder().encodeToString("vigie:test".getBytes(StandardCharsets.US_ASCII))
                        + "\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=edge\r\n"
                        + framing + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                if (framing.startsWith("Transfer")) {
                    socket.getOutputStream().write("8000\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                socket.getOutputStream().write(body, 0, 20_000);
                socket.getOutputStream().flush();
            }
        }

        stow("/dicom-web/studies", "application/dicom", List.of(good)).statusCode(200);
    }

    @Test
    void anUploadIsTakenAndWhoDidItIsKept() throws IOException {
        ByteArrayOutputStream cd = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(cd)) {
            zip.putNextEntry(new ZipEntry("IMAGES/IM1"));
            zip.write(read(SharedData.dicomFiles(SharedData.folder(S01)).get(10)));
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write("hello".getBytes(StandardCharsets.US_ASCII));
        }

        upload(cd.toByteArray(), true)
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("entries[0].outcome", equalTo("WOULD_STORE"));
        upload(cd.toByteArray(), false)
                .statusCode(200)
                .body("stored", equalTo(1))
                .body("skipped", equalTo(1))
                .body("entries.name", equalTo(List.of("IMAGES/IM1", "readme.txt")))
                .body("entries[1].note", equalTo("no DICOM file"));
        upload("nothing of the kind".getBytes(StandardCharsets.US_ASCII), false)
                .statusCode(400)
                .body("entries[0].outcome", equalTo("SKIPPED"));
        given().auth()
                .preemptive()
                .basic("vigie", "test")
                .get("/api/uploads")
                .then()
                .statusCode(200)
                .body("uploads[1].by", equalTo("olga"))
                .body("uploads[1].stored", equalTo(1))
                .body("uploads[2].dryRun", equalTo(true));
    }

    private static ValidatableResponse upload(byte[] body, boolean dryRun) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test")
                .header("X-Vigie-By", "olga")
                .contentType("application/zip")
                .body(body)
                .post("/api/upload?dryRun=" + dryRun)
                .then();
    }

    private static int status(String contentType, String boundary, byte[] file) {
        return given().config(BINARY)
                .auth()
                .preemptive()
                .basic("vigie", "test")
                .contentType(contentType)
                .body(body(boundary, List.of(file)))
                .post("/dicom-web/studies")
                .statusCode();
    }

    private static byte[] body(String boundary, List<byte[]> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] file : files) {
            body.writeBytes(("--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static ValidatableResponse stow(String address, String type, List<byte[]> files) {
        return given().config(BINARY)
                .auth()
                .preemptive()
                .basic("vigie", "test")
                .contentType("multipart/related; type=\"" + type + "\"; boundary=edge")
                .body(body("edge", files))
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
