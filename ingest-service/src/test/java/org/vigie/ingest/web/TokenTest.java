package org.vigie.ingest.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.access.ClosedDoors;
import org.vigie.access.TokenIssuer;

/** Bearer tokens of an OpenID Connect issuer, over its discovery and key set. */
@QuarkusTest
@WithTestResource(TokenPlatform.class)
class TokenTest {
    private static final String OURS = "vigie-ingest";
    private static final String LIST = "/api/quarantine";
    private final TokenIssuer issuer = TokenPlatform.issuer();

    @Test
    void aValidTokenOpensWhatItsRolesOpen() throws GeneralSecurityException {
        String operator = issuer.signed(issuer.claims(OURS, "\"imaging-it\""));
        String sender = issuer.signed(issuer.claims(OURS, "\"dicom-senders\",\"staff\""));

        assertThat(get(LIST, operator)).isEqualTo(200);
        assertThat(get("/q/openapi", operator)).isEqualTo(200);
        assertThat(get(LIST, sender)).isEqualTo(403);
        // No part at all: it was heard, and what it said was wrong.
        assertThat(stow(sender)).isEqualTo(400);
        assertThat(stow(operator)).isEqualTo(403);
        assertThat(upload(operator)).isEqualTo(400);
        assertThat(upload(sender)).isEqualTo(403);
    }

    @Test
    void aTokenWithoutARoleOfOursIsForbidden() throws GeneralSecurityException {
        assertThat(get(LIST, issuer.signed(issuer.claims(OURS, "")))).isEqualTo(403);
        // The issuer's names are not ours, even where they sound alike.
        assertThat(get(LIST, issuer.signed(issuer.claims(OURS, "\"service\",\"operator\""))))
                .isEqualTo(403);
    }

    @Test
    void aTokenThatIsNotForUsFromUsOrInForceIsNone() throws GeneralSecurityException {
        String role = "\"imaging-it\"";
        long now = System.currentTimeMillis() / 1000;
        String good = issuer.claims(OURS, role);

        Map<String, String> tokens = Map.of(
                "another audience", issuer.signed(issuer.claims("payroll", role)),
                "another issuer", issuer.signed(issuer.claims("https://evil.example.org", OURS, role, now + 300)),
                "expired", issuer.signed(issuer.claims(issuer.address(), OURS, role, now - 60)),
                "never expires", issuer.signed(good.replaceAll(",\\s*\"iat\": \\d+, \"exp\": \\d+", "")),
                "another key", issuer.forged(good),
                "algorithm none", issuer.unsigned(good),
                "signature cut off", issuer.withoutSignature(good),
                "HMAC with the public key", issuer.confused(good),
                "no token", "abc",
                "three dots", "a.b.c");
        tokens.forEach((what, token) -> assertThat(get(LIST, token)).as(what).isEqualTo(401));
    }

    @Test
    void passwordsAreNotAcceptedAnyMore() {
        given().auth().preemptive().basic("vigie", "test").get(LIST).then().statusCode(401);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void everyDoorIsClosedToOthers() throws IOException, GeneralSecurityException {
        Map<String, Object> routes = given().auth()
                .oauth2(issuer.signed(issuer.claims(OURS, "\"duty\"")))
                .accept("application/json")
                .get("/q/openapi")
                .path("paths");

        assertThat(ClosedDoors.faults(RestAssured.port, routes.keySet())).isEmpty();
    }

    private static int get(String path, String token) {
        return given().header("Authorization", "Bearer " + token).get(path).statusCode();
    }

    private static int upload(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/zip")
                .body(new byte[] {'x'})
                .post("/api/upload")
                .statusCode();
    }

    private static int stow(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("multipart/related; type=\"application/dicom\"; boundary=b")
                .body(new byte[] {'-', '-', 'b', '-', '-', '\r', '\n'})
                .post("/dicom-web/studies")
                .statusCode();
    }
}
