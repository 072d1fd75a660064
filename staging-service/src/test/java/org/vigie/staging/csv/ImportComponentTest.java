package org.vigie.staging.csv;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.WholeBodyFact;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.web.BrokerResource;
import org.vigie.staging.web.FactTopic;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class ImportComponentTest {
    private static final String RIGHT = """
            patientId,issuer,kind,sourceId,at,analyte,value,unit,studyUid,diffusionVolumeCm3,courseId,c1d1,regimen
            @ID@,LOCAL,lab,l1,2026-03-01,ALBUMIN,3.5,g/dL,,,,,
            @ID@,LOCAL,lab,l2,2026-03-01,1952-1,"5.5",mg/L,,,,,
            @ID@,LOCAL,burden-measured,,2026-03-01,,,,1.2.3,201.5,,,
            @ID@,LOCAL,nac-course,,,,,,,,NAC-1,2026-03-02,"EC-T, weekly"
            """;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
    private final String patient = "CSV-" + UUID.randomUUID();
    private final String key = secret.patientKey("LOCAL", patient);

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void aDryRunChecksEverythingAndRecordsNothing() {
        send(RIGHT, true)
                .statusCode(200)
                .body("rows", equalTo(4))
                .body("recorded", equalTo(0))
                .body("faults", empty());

        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    @Test
    void recordsEveryRowOnceHoweverOftenItIsSent() {
        send(RIGHT, false).statusCode(201).body("recorded", equalTo(4));
        send(RIGHT.replace(",", ";").replace("EC-T; weekly", "EC-T weekly"), false)
                .statusCode(201);

        List<ClinicalFact> facts = FactTopic.of(bootstrap, key, 8);
        assertThat(facts.stream().map(ClinicalFact::factId).distinct()).hasSize(5);
        assertThat(facts.stream().map(ClinicalFact::body))
                .hasAtLeastOneElementOfType(FactBody.NacCourse.class)
                .hasAtLeastOneElementOfType(WholeBodyFact.BurdenMeasured.class);
        assertThat(((LaboratoryFact.Lab) facts.getFirst().body()).value()).isEqualTo(35.0);
    }

    @Test
    void tellsEveryFaultWithLineAndColumnAndRecordsNothing() {
        String wrong = RIGHT.replace("ALBUMIN,3.5", "ALBUMIN,35")
                .replace("1952-1", "9999-9")
                .replace("201.5", "much")
                .replace("2026-03-02", "2999-03-02");

        send(wrong, false)
                .statusCode(422)
                .body("recorded", equalTo(0))
                .body("faults.line", equalTo(List.of(2, 3, 4, 5)))
                .body("faults.column", equalTo(List.of("value", "analyte", "diffusionVolumeCm3", "c1d1")))
                .body("faults.position", equalTo(List.of(7, 6, 10, 12)));
        send(wrong.replace("9999-9", "1952-1").replace("much", "201.5"), true)
                .statusCode(422)
                .body("faults.line", equalTo(List.of(2, 5)))
                .body("faults.column", equalTo(List.of("value", "c1d1")))
                .body("faults[0].rule", equalTo("between 5 and 80 g/L"));

        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    @Test
    void refusesColumnsThatWouldBeLostAndTwoCoursesAtOnce() {
        send(
                        RIGHT.replace(
                                "@ID@,LOCAL,burden-measured,,2026-03-01,,",
                                "@ID@,LOCAL,burden-measured,,2026-03-01,,7"),
                        true)
                .statusCode(422)
                .body("faults[0].line", equalTo(4))
                .body("faults[0].rule", equalTo("empty: this kind has no such field"));
        send(RIGHT + "@ID@,LOCAL,nac-course,,,,,,,,NAC-2,2026-04-02,EC\n", true)
                .statusCode(422)
                .body("faults[0].code", equalTo("course-overlap"));
        send("patientId,patientId\n", true).statusCode(422).body("faults[0].line", equalTo(1));
        send("patientId,kind\n\"X\"y,lab\n", true).statusCode(422).body("faults[0].line", equalTo(2));
    }

    @Test
    void refusesEveryCellThatNoFieldTakes() {
        String more = """
                patientId,kind,at,analyte,value,unit,units,comparator,referenceHihg
                @ID@,lab,2026-03-01,ALBUMIN,3.5,g/dL,,,
                @ID@,lab,2026-03-02,ALBUMIN,3.5,g/dL,g/L,<,5.0
                """;

        for (boolean dryRun : new boolean[] {true, false}) {
            send(more, dryRun)
                    .statusCode(422)
                    .body("faults.line", equalTo(List.of(3, 3, 3)))
                    .body("faults.column", equalTo(List.of("units", "comparator", "referenceHihg")));
        }
        send(more.replace("g/L,<,5.0", ",,"), true).statusCode(200);
        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    /** Bytes of another character set all read as the same character: two patients would be one. */
    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] latin = RIGHT.replace("@ID@", patient + "\u00e9").getBytes(StandardCharsets.ISO_8859_1);

        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType("text/csv")
                .body(latin)
                .post("/api/imports")
                .then()
                .statusCode(422)
                .body("recorded", equalTo(0))
                .body("faults[0].line", equalTo(2))
                .body("faults[0].rule", equalTo("text in UTF-8"));
    }

    @Test
    void refusesTwoBodiesUnderOneSourceId() {
        send(RIGHT.replace("l2,", "l1,"), true)
                .statusCode(422)
                .body("faults[0].line", equalTo(3))
                .body("faults[0].column", equalTo("sourceId"))
                .body("faults[0].code", equalTo("duplicate-statement"));
        send(RIGHT + "@ID@,LOCAL,lab,l1,2026-03-01,ALBUMIN,3.5,g/dL,,,,,\n", true)
                .statusCode(200);
    }

    private ValidatableResponse send(String csv, boolean dryRun) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType("text/csv")
                .body(csv.replace("@ID@", patient))
                .post("/api/imports?dryRun=" + dryRun)
                .then();
    }
}
