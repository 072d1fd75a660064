package org.vigie.staging.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.identity.SiteSecret;

/** What a body says and nobody reads, says twice or says in another type is refused by its name. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class RequestStrictnessComponentTest {
    private static final String WHO = "{\"patientId\":\"STRICT-1\",\"issuer\":\"LOCAL\",";
    private static final String LAB =
            WHO + "\"labs\":[{\"analyte\":\"LDH\",\"at\":\"2026-03-01\",\"value\":\"250\",\"unit\":\"U/L\"}]}";
    private static final String BONES = WHO
            + "\"body\":{\"kind\":\"bones-read\",\"at\":\"2026-03-01\",\"modality\":\"CT\",\"osteolyticLesions\":8}}";
    private static final String VOLUME = WHO
            + "\"body\":{\"kind\":\"ftv-measured\",\"studyUid\":\"1.2\",\"trackingUid\":\"1.3\",\"at\":\"2026-03-01\",\"volumeCm3\":8.5}}";
    private static final String PHANTOM = WHO
            + "\"body\":{\"kind\":\"phantom-checked\",\"deviceSerial\":\"1\",\"model\":\"X\",\"fieldStrengthTesla\":3,\"at\":\"2026-03-01\",\"passed\":true}}";
    private static final String MATCHED =
            WHO + "\"body\":{\"kind\":\"lesion-matched\",\"studyUid\":\"1.2\",\"regionId\":\"R1\",\"confidence\":0.5}}";
    private static final String COURSE = WHO + "\"courseId\":\"C1\",\"c1d1\":\"2026-03-02\",\"regimen\":\"EC-T\"}";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            a comparator nobody reads;        labs;    "unit";                 "comparator":"<","unit";      labs.[0].comparator
            a misspelt limit;                 labs;    "unit";                 "referenceHihg":"250","unit"; labs.[0].referenceHihg
            a value stated twice;             labs;    "value":"250";          "value":"2500","value":"250"; labs.[0]
            an analyte by its number;         labs;    "LDH";                  3;                            labs.[0].analyte
            an analyte by its number as text; labs;    "LDH";                  "3";                          labs.[0].analyte
            a number that fills the memory;   labs;    "value":"250";          "value":1e999999999;          labs[0].value
            a limit that fills the memory;    labs;    "unit";                 "referenceHigh":"1e999999999","unit"; labs[0].referenceHigh
            an absurd limit;                  labs;    "unit";                 "referenceHigh":"2500000","unit"; labs[0].referenceHigh
            a negative limit;                 labs;    "unit";                 "referenceLow":"-1","unit";   labs[0].referenceLow
            part of a lesion;                 facts;   "osteolyticLesions":8;  "osteolyticLesions":8.9;      body.osteolyticLesions
            a volume that is none;            facts-v; "volumeCm3":8.5;        "volumeCm3":"NaN";            volumeCm3
            a volume beyond all numbers;      facts-v; "volumeCm3":8.5;        "volumeCm3":1e999999999;      volumeCm3
            settings nobody measures with;    facts-v; "volumeCm3":8.5;        "volumeCm3":8.5,"thresholds":{"backgroundPercent":60,"enhancementPercent":-70,"neighbours":4}; thresholds.enhancementPercent
            a confidence beyond certainty;    facts-m; "confidence":0.5;       "confidence":1e999999999;     confidence
            no volume at all;                 facts-v; ,"volumeCm3":8.5;       ;                             body.volumeCm3
            a test of unknown outcome;        facts-p; ,"passed":true;         ;                             body.passed
            two statements under one name;    labs;    {"analyte";             {"sourceId":"1","analyte":"ALBUMIN","at":"2026-03-01","value":"35","unit":"g/L"},{"sourceId":"1","analyte"; labs[1].sourceId
            a version of the future;          labs;    "unit";                 "sourceId":"f","statedAt":"2999-01-01T00:00:00Z","unit"; labs[0].statedAt
            a day beyond all calendars;       courses; "2026-03-02";           "+999999999-12-31";           c1d1
            a time beyond all calendars;      courses; "2026-03-02";           "+999999999-12-31T23:59:59-18:00"; c1d1
            a field nobody reads;             courses; "regimen";              "endedAt":"2026-05-01","regimen"; endedAt
            """)
    void refusesByName(String what, String door, String right, @Nullable String wrong, String object) {
        String body = switch (door) {
            case "labs" -> LAB;
            case "facts" -> BONES;
            case "facts-v" -> VOLUME;
            case "facts-p" -> PHANTOM;
            case "facts-m" -> MATCHED;
            default -> COURSE;
        };
        assertThat(body).contains(right);

        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType(ContentType.JSON)
                .body(body.replace(right, wrong == null ? "" : wrong))
                .post("/api/" + door.split("-", -1)[0])
                .then()
                .statusCode(400)
                .body("object", equalTo(object));

        if (door.equals("courses")) {
            SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
            assertThat(FactTopic.of(bootstrap, secret.patientKey("LOCAL", "STRICT-1")))
                    .isEmpty();
        }
    }

    /** The rule says what it should have been, and never what was sent. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            a kind of fact that is none;  {"kind":"nope"};                                            body.kind;     one of the documented kinds of fact
            a side that is none;          {"kind":"lesion","trackingUid":"1.2","label":"L","side":"X"}; body.side;   one of L, R
            a date that is none;          {"kind":"surgery","courseId":"C","at":"2026-13-01"};        body.at;       a date or a date with time, as 2026-03-02 or 2026-03-02T09:30
            a field that is none;         {"kind":"surgery","courseId":"C","at":"2026-03-01","xyz":1}; body.xyz;     a documented field: there is none of this name here
            a number in words;            {"kind":"ftv-measured","studyUid":"1.2","trackingUid":"1.3","at":"2026-03-01","volumeCm3":"many"}; body.volumeCm3; a number
            an aberration that is none;   {"kind":"cytogenetics","at":"2026-03-01","present":{"DEL_99":true}}; body.present; one of DEL_17P, T_4_14, T_14_16, GAIN_1Q
            """)
    void saysWhatItShouldHaveBeen(String what, String fact, String object, String rule) {
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType(ContentType.JSON)
                .body(WHO + "\"body\":" + fact + "}")
                .post("/api/facts")
                .then()
                .statusCode(400)
                .body("object", equalTo(object))
                .body("rule", equalTo(rule));
    }

    @Test
    void whatTheFrameworkRefusesIsToldInWords() {
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType("text/plain")
                .body("x")
                .post("/api/labs")
                .then()
                .statusCode(415)
                .body("object", equalTo("Content-Type"));
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .delete("/api/labs")
                .then()
                .statusCode(405)
                .body("object", equalTo("method"));
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .get("/api/nothing")
                .then()
                .statusCode(404)
                .body("object", equalTo("path"));
    }
}
