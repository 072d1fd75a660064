package org.vigie.ingest.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.access.ClosedDoors;
import org.vigie.ingest.Platform;

/** Every route of OpenAPI, by every method and by crooked ways: closed to who has no credentials. */
@QuarkusTest
@WithTestResource(Platform.class)
class ClosedDoorsTest {
    @Test
    void nobodyWithoutCredentialsIsHeardAnywhere() throws IOException {
        Map<String, Object> routes = given().auth()
                .preemptive()
                .basic("vigie", "test")
                .accept("application/json")
                .get("/q/openapi")
                .path("paths");
        assertThat(routes).containsKeys("/api/studies", "/dicom-web/studies/{study}", "/api/quarantine/delete");

        assertThat(ClosedDoors.faults(RestAssured.port, routes.keySet())).isEmpty();
    }

    @Test
    void healthAndMetricsAreOpen() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
    }
}
