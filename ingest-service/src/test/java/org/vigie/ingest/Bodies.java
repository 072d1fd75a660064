package org.vigie.ingest;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Images by HTTP, as their sender writes them. */
final class Bodies {
    private static final RestAssuredConfig BINARY = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("multipart/related", ContentType.BINARY)
                    .encodeContentTypeAs("application/dicom", ContentType.BINARY)
                    .encodeContentTypeAs("application/zip", ContentType.BINARY)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private Bodies() {}

    static RequestSpecification api() {
        return given().config(BINARY).auth().preemptive().basic("vigie", "test");
    }

    static ValidatableResponse stow(String address, List<byte[]> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] file : files) {
            body.writeBytes("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return api().contentType("multipart/related; type=\"application/dicom\"; boundary=b")
                .body(body.toByteArray())
                .post(address)
                .then();
    }

    static ValidatableResponse upload(String contentType, byte[] body) {
        return api().contentType(contentType).body(body).post("/api/upload").then();
    }
}
