package org.vigie.notify;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** The page on which a clinician changes an input and sees the clauses turn. */
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class TryPageTest {
    private static final String RULES = """
            [{"id":"ISS","version":"1.0","section":"8.2","title":{"en":"International Staging System","fr":"Stade international (ISS)"},
              "inputs":[{"name":"b2m","label":{"en":"b2-microglobulin","fr":"β2-microglobuline"},"kind":"number",
                         "unit":"mg/L","min":0.01,"max":200},
                        {"name":"albumin","label":{"en":"albumin","fr":"albumine"},"kind":"number","unit":"g/dL",
                         "min":0.1,"max":10}]}]""";
    private static final String TRIED = """
            {"outcome":"III","thresholdSetId":"77ec6271e56e1a5ce68e1e9224801887b49a1d4389eebe90f12324591af6b000",
             "flags":[],"reasons":[],
             "clauses":[{"text":"b2-microglobulin ≥ 5.5 mg/L","textFr":"β2-microglobuline ≥ 5,5 mg/L","verdict":"true",
                         "values":[{"name":"b2m","value":"5.6","unit":"mg/L"}],
                         "threshold":{"value":5.5,"unit":"mg/L","tag":"C","source":"clinical rules 8.2"}}],
             "explained":{"lacking":[],"notes":[]}}""";

    private static RequestSpecification claire(String language) {
        return given().auth().preemptive().basic("claire", "claire-secret").cookie("vigie-language", language);
    }

    @Test
    void anInputThatIsChangedIsAnswered() {
        InfrastructureResource.staging().says("/api/rules", 200, RULES);
        InfrastructureResource.staging().says("/api/rules/ISS/try", 200, TRIED);

        claire("fr")
                .get("/rules/ISS")
                .then()
                .statusCode(200)
                .body(containsString("Stade international (ISS)"))
                .body(containsString("0,01 – 200"));
        claire("fr")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("i.b2m", "5.6")
                .formParam("u.b2m", "mg/L")
                .post("/rules/ISS/try")
                .then()
                .statusCode(200)
                .body(containsString("stade III"))
                .body(containsString("β2-microglobuline = 5,6 mg/L"))
                .body(containsString("5,5 mg/L"))
                .body(containsString("77ec6271e56e"))
                .body(not(containsString("clinical rules")));
        claire("en")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("i.b2m", "5.6")
                .formParam("u.b2m", "mg/L")
                .post("/rules/ISS/try")
                .then()
                .statusCode(200)
                .body(containsString("stage III"))
                .body(containsString("b2-microglobulin = 5.6 mg/L"));
    }
}
