package org.vigie.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service at the disk floor: HTTP says when to come again, as the DICOM port rejects for now. */
@QuarkusTest
@WithTestResource(FullDiskPlatform.class)
class FullDiskTest {
    @ConfigProperty(name = "vigie.dicom.port")
    int dicomPort;

    @Test
    void stowAndUploadAreToldWhenToComeAgainAndNothingIsStored() throws Exception {
        byte[] image = Files.readAllBytes(SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))
                .getFirst());

        isPutOff(Bodies.stow("/dicom-web/studies", List.of(image)));
        isPutOff(Bodies.stow("/dicom-web/studies/1.2.3", List.of(image)));
        isPutOff(Bodies.upload("application/dicom", image));
        isPutOff(Bodies.upload("application/zip", image));

        // The list comes from the assembly, which may still be starting
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        Bodies.api().get("/api/studies").then().statusCode(200).body("studies", hasSize(0)));
        Bodies.api().get("/api/quarantine").then().body("quarantine", hasSize(0));
        Bodies.api().get("/api/uploads").then().body("uploads", hasSize(0));
        // Who may not come is not told that there is no room
        given().contentType("application/dicom")
                .body(image)
                .post("/api/upload")
                .then()
                .statusCode(401);
        Dcmtk.Result echo = Dcmtk.run(
                "echoscu", List.of("-aet", "ECHOSCU", "-aec", "VIGIE", "127.0.0.1", Integer.toString(dicomPort)));
        assertThat(echo.exit()).as(echo.output()).isZero();
        Dcmtk.Result store = Dcmtk.run(
                "storescu",
                List.of(
                        "-v",
                        "-aet",
                        "STORESCU",
                        "-aec",
                        "VIGIE",
                        "127.0.0.1",
                        Integer.toString(dicomPort),
                        SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))
                                .getFirst()
                                .toString()));
        assertThat(store.output()).contains("Rejected Transient");
    }

    private static void isPutOff(ValidatableResponse answer) {
        answer.statusCode(503)
                .header("Retry-After", "7")
                .body("error", equalTo("come again"))
                .body("object", equalTo("store"))
                .body("rule", containsString("disk floor"));
    }
}
