package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.access.ClosedDoors;

/** Every route of OpenAPI, by every method and by crooked ways: closed to who has no credentials. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class ClosedDoorsTest {
    @Test
    void nobodyWithoutCredentialsIsHeardAnywhere() throws IOException {
        Map<String, Object> routes = given().auth()
                .preemptive()
                .basic("vigie", "api-secret")
                .accept("application/json")
                .get("/q/openapi")
                .path("paths");
        assertThat(routes).containsKeys("/api/alerts", "/api/patients/search", "/api/audit");

        // What is no REST is a page, and a page sends to the sign-in.
        assertThat(ClosedDoors.faults(RestAssured.port, routes.keySet(), Set.of(302, 303, 400, 401, 403, 404)))
                .isEmpty();
    }

    @Test
    void pagesSendToTheSignIn() {
        given().redirects()
                .follow(false)
                .get("/")
                .then()
                .statusCode(303)
                .header("Location", org.hamcrest.Matchers.endsWith("/login"));
        given().get("/q/health/live").then().statusCode(200);
    }
}
