package org.vigie.staging.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.web.BrokerResource;
import org.vigie.staging.web.FactTopic;

/** Transactions over REST and a real broker. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class FhirComponentTest {
    private static final String PATIENT = entry("POST", "Patient", "urn:uuid:p1", """
            {"resourceType":"Patient","identifier":[{"system":"LOCAL","value":"@ID@"}],
             "name":[{"family":"DOE","given":["JANE"]}],"birthDate":"1970-01-02","gender":"female"}""");
    private static final String EPISODE = entry("PUT", "EpisodeOfCare/nac-1", null, """
            {"resourceType":"EpisodeOfCare","id":"nac-1","status":"active","patient":{"reference":"urn:uuid:p1"},
             "type":[{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}],"text":"EC-T"}],
             "period":{"start":"2026-03-02"}}""");
    private static final String DOSE = entry("PUT", "MedicationAdministration/d1", null, """
            {"resourceType":"MedicationAdministration","id":"d1","status":"completed",
             "medicationCodeableConcept":{"text":"epirubicin"},"subject":{"reference":"urn:uuid:p1"},
             "context":{"reference":"EpisodeOfCare/nac-1"},"effectiveDateTime":"2026-03-02T09:00:00+01:00"}""");
    private static final String LAB = entry("PUT", "Observation/o1", null, """
            {"resourceType":"Observation","id":"o1","status":"final",
             "code":{"coding":[{"system":"http://loinc.org","code":"1751-7"}]},
             "subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2026-03-01",
             "valueQuantity":{"value":3.5,"unit":"g/dL","system":"http://unitsofmeasure.org","code":"g/dL"},
             "referenceRange":[{"low":{"value":3.5,"system":"http://unitsofmeasure.org","code":"g/dL"}}]}""");
    private static final String CONDITION = entry("POST", "Condition", null, """
            {"resourceType":"Condition","identifier":[{"system":"urn:ehr","value":"c1"}],
             "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"C50.4"}]},
             "bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"80248007"}]}],
             "subject":{"reference":"urn:uuid:p1"},"recordedDate":"2026-02-20"}""");
    private static final String FISH = entry("POST", "Observation", null, """
            {"resourceType":"Observation","status":"final",
             "code":{"coding":[{"system":"urn:vigie:aberration","code":"DEL_17P"}]},
             "subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2026-03-01","valueBoolean":true}""");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
    private final String patient = "FHIR-" + UUID.randomUUID();
    private final String key = secret.patientKey("LOCAL", patient);

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void recordsAWholeTransaction() {
        post(PATIENT, EPISODE, DOSE, LAB, CONDITION, FISH)
                .statusCode(200)
                .body("type", equalTo("transaction-response"))
                .body(
                        "entry.response.status",
                        equalTo(List.of("201 Created", "200 OK", "200 OK", "200 OK", "201 Created", "201 Created")));

        List<FactBody> bodies =
                FactTopic.of(bootstrap, key, 5).stream().map(ClinicalFact::body).toList();
        assertThat(bodies)
                .contains(
                        new FactBody.NacCourse("nac-1", ClinicalTime.parse("2026-03-02"), "EC-T", null, null, null),
                        new FactBody.Administration(
                                "nac-1", ClinicalTime.parse("2026-03-02T09:00:00+01:00"), "epirubicin"),
                        new LaboratoryFact.Lab(
                                Analyte.ALBUMIN,
                                ClinicalTime.parse("2026-03-01"),
                                35.0,
                                null,
                                "3.5",
                                "g/dL",
                                35.0,
                                null,
                                null,
                                "1751-7"));
        assertThat(bodies)
                .filteredOn(ConditionFact.Diagnosis.class::isInstance)
                .first()
                .satisfies(body -> assertThat(((ConditionFact.Diagnosis) body).disease())
                        .isEqualTo(ConditionFact.Disease.BREAST_CANCER));
    }

    @Test
    void aCorrectionKeepsTheIdAndADeletionTakesItBack() {
        post(PATIENT, LAB).statusCode(200);
        post(
                        PATIENT,
                        LAB.replace("\"final\"", "\"corrected\"")
                                .replace("\"value\":3.5,\"unit\"", "\"value\":4.5,\"unit\""))
                .statusCode(200);
        post(PATIENT, "{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/o1\"}}")
                .statusCode(200)
                .body("entry[1].response.status", equalTo("204 No Content"));

        List<ClinicalFact> facts = FactTopic.of(bootstrap, key, 3);
        assertThat(facts).hasSize(3);
        assertThat(facts.get(1).factId()).isEqualTo(facts.getFirst().factId());
        assertThat(((LaboratoryFact.Lab) facts.get(1).body()).value()).isEqualTo(45.0);
        assertThat(facts.get(2).body())
                .isEqualTo(new FactBody.Retracted(facts.getFirst().factId()));
    }

    @Test
    void warnsOfAResultWithoutUnit() {
        post(PATIENT, LAB.replace(",\"unit\":\"g/dL\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"g/dL\"", ""))
                .statusCode(200)
                .body("entry[1].response.outcome.issue.severity", hasItem("warning"))
                .body("entry[1].response.outcome.issue.details.text", hasItem("UNIT_UNKNOWN"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            an unknown modifier extension; "status":"final"; "status":"final","modifierExtension":[{"url":"http://x","valueBoolean":true}]; 422; Bundle.entry[1].resource.modifierExtension
            one deep inside;               "value":3.5,"unit"; "modifierExtension":[{"url":"u"}],"value":3.5,"unit"; 422; Bundle.entry[1].resource.valueQuantity.modifierExtension
            an unknown profile;            "status":"final"; "meta":{"profile":["http://example.org/p"]},"status":"final"; 422; Bundle.entry[1].resource.meta.profile[0]
            implicit rules;                "status":"final"; "implicitRules":"http://example.org","status":"final"; 422; Bundle.entry[1].resource.implicitRules
            an unknown code;               1751-7; 2951-2; 422; Bundle.entry[1].resource.code.coding
            an unknown element;            "status":"final"; "status":"final","colour":"red"; 400; Bundle.entry[1].resource.colour
            a status that is none;         "status":"final"; "status":"finished"; 400; Bundle.entry[1].resource.status
            a status not supported;        "status":"final"; "status":"preliminary"; 422; Bundle.entry[1].resource.status
            no status;                     "status":"final",; ; 422; Bundle.entry[1].resource.status
            no value;                      {"value":3.5,"unit"; {"unit"; 422; Bundle.entry[1].resource.valueQuantity
            a negative value;              "value":3.5,"unit"; "value":-3.5,"unit"; 422; Bundle.entry[1].resource.valueQuantity
            an absurd value;               "value":3.5,"unit"; "value":350,"unit"; 422; Bundle.entry[1].resource.value
            a study of the future;         "effectiveDateTime":"2026-03-01"; "effectiveDateTime":"2999-03-01"; 422; Bundle.entry[1].resource.effective
            a version of the future;       "status":"final"; "meta":{"lastUpdated":"2999-01-01T00:00:00Z"},"status":"final"; 422; Bundle.entry[1].resource.meta.lastUpdated
            only a month;                  "effectiveDateTime":"2026-03-01"; "effectiveDateTime":"2026-03"; 422; Bundle.entry[1].resource.effectiveDateTime
            nobody it is about;            "reference":"urn:uuid:p1"; "reference":"urn:uuid:other"; 422; Bundle.entry[1].resource.subject
            an id that differs;            "url":"Observation/o1"; "url":"Observation/o2"; 422; Bundle.entry[1].request.url
            a conditional request;         "url":"Observation/o1"; "url":"Observation/o1","ifMatch":"W/1"; 422; Bundle.entry[1].request
            a method not supported;        "method":"PUT"; "method":"GET"; 422; Bundle.entry[1].request.method
            """)
    void namesThePathOfWhatItRefusesAndRecordsNothing(
            String what, String right, @Nullable String wrong, int status, String path) {
        post(PATIENT, LAB.replace(right, wrong == null ? "" : wrong), EPISODE)
                .statusCode(status)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue.expression.flatten()", hasItem(path));

        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    @Test
    void refusesWhatIsNoTransactionOfR4() {
        send("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[]}")
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.type"));
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Bundle\",\"id\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1))
                .post("/fhir")
                .then()
                .statusCode(400)
                .body("issue[0].diagnostics", equalTo("Bundle: JSON in UTF-8"));
        send("{not json").statusCode(400).body("issue[0].code", equalTo("structure"));
        send("{\"resourceType\":\"Patient\"}").statusCode(400);
        post(PATIENT, entry("POST", "Encounter", null, "{\"resourceType\":\"Encounter\",\"status\":\"planned\"}"))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[1].resource"));
    }

    @Test
    void refusesIdsOfTwoPatientsAsAmbiguous() {
        post(PATIENT.replace("[{\"system\"", "[{\"system\":\"LOCAL\",\"value\":\"X9\"},{\"system\""), LAB)
                .statusCode(409)
                .body("issue[0].details.text", equalTo("AMBIGUOUS_IDENTITY"));
    }

    /** One entry of a transaction is wrong; the laboratory value before it is right and not recorded either. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            a dose of the future;       DOSE; 2026-03-02T09:00:00+01:00; 2999-03-02T09:00:00+01:00; Bundle.entry[3].resource.effective; not in the future
            a dose not understood;      DOSE; "status":"completed"; "status":"unknown"; Bundle.entry[3].resource.status; given
            a dose modified;            DOSE; "status":"completed"; "status":"completed","modifierExtension":[{"url":"u"}]; Bundle.entry[3].resource.modifierExtension; no modifier extension
            a dose of no drug;          DOSE; {"text":"epirubicin"}; {}; Bundle.entry[3].resource.medication; present
            a course of another kind;   EPISODE; 367336001; 1234; Bundle.entry[3].resource.type[0]; course of chemotherapy
            a course before birth;      EPISODE; "start":"2026-03-02"; "start":"1969-03-02"; Bundle.entry[3].resource.period.start; not before birth
            a course far ahead;         EPISODE; "start":"2026-03-02"; "start":"2999-03-02"; Bundle.entry[3].resource.period.start; at most 180 days ahead
            a course with a profile;    EPISODE; "status":"active"; "meta":{"profile":["http://x"]},"status":"active"; Bundle.entry[3].resource.meta.profile[0]; a profile this site knows
            an unknown diagnosis;       CONDITION; C50.4; Q99; Bundle.entry[3].resource.code; a diagnosis this site knows
            an unknown side;            CONDITION; 80248007; 1; Bundle.entry[3].resource.bodySite; left or right breast
            an unknown aberration;      FISH; DEL_17P; DEL_99Z; Bundle.entry[3].resource.code; code
            findings of the future;     FISH; 2026-03-01; 2999-03-01; Bundle.entry[3].resource; not in the future
            an entry modified;          FISH; "request":; "modifierExtension":[{"url":"u"}],"request":; Bundle.entry[3].modifierExtension; no modifier extension
            an element unknown;         LAB2; "status":"final"; "status":"final","mood":"good"; Bundle.entry[3].resource.mood; as R4 defines it
            a negative value;           LAB2; "value":3.5,"unit"; "value":-3.5,"unit"; Bundle.entry[3].resource.valueQuantity; between 5 and 80 g/L
            an absurd value;            LAB2; "value":3.5,"unit"; "value":350,"unit"; Bundle.entry[3].resource.value; between 5 and 80 g/L
            """)
    void refusesTheWholeTransactionForOneEntry(
            String what, String entry, String right, String wrong, String path, String rule) {
        String second = PATIENT.replace("@ID@", patient + "-2").replace("urn:uuid:p1", "urn:uuid:p2");
        String base = switch (entry) {
            case "DOSE" -> DOSE;
            case "EPISODE" -> EPISODE;
            case "CONDITION" -> CONDITION;
            case "FISH" -> FISH;
            default -> LAB.replace("o1", "o2");
        };
        assertThat(base).contains(right);

        post(PATIENT, LAB, second, base.replace(right, wrong).replace("urn:uuid:p1", "urn:uuid:p2"))
                .statusCode(greaterThanOrEqualTo(400))
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue.severity", hasItem("error"))
                .body("issue.expression.flatten()", hasItem(startsWith(path)))
                .body("issue.diagnostics", hasItem(containsString(rule)));

        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
        assertThat(FactTopic.of(bootstrap, secret.patientKey("LOCAL", patient + "-2")))
                .isEmpty();
    }

    @Test
    void resultsOfAnotherPatientOfTheSameNameAreNeverAttached() {
        post(PATIENT, LAB).statusCode(200);
        String namesake = PATIENT.replace("@ID@", patient + "-2");

        post(namesake, LAB).statusCode(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> post(PATIENT.replace("1970-01-02", "1981-03-04"), LAB.replace("o1", "o3"))
                        .statusCode(409)
                        .body("issue[0].details.text", equalTo("AMBIGUOUS_IDENTITY")));

        assertThat(FactTopic.of(bootstrap, secret.patientKey("LOCAL", patient + "-2"), 1))
                .hasSize(1);
    }

    @Test
    void refusesASecondCourseAtTheSameTimeByName() {
        post(PATIENT, EPISODE).statusCode(200);
        String day = LocalDate.of(2026, 4, 1).toString();

        post(PATIENT, EPISODE.replace("nac-1", "nac-2").replace("2026-03-02", day))
                .statusCode(409)
                .body("issue[0].details.text", equalTo("course-overlap"))
                .body("issue[0].expression", hasItems("Bundle.entry[1].resource.period.start"));
        post(PATIENT, EPISODE.replace("2026-03-02", day)).statusCode(200);
    }

    @Test
    void saysWhatItCanDoToWhoeverIsAuthenticated() {
        given().get("/fhir/metadata").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .get("/fhir/metadata")
                .then()
                .statusCode(200)
                .body("resourceType", equalTo("CapabilityStatement"))
                .body("fhirVersion", equalTo("4.0.1"))
                .body("rest[0].interaction.code", hasItem("transaction"))
                .body("rest[0].resource.type", hasSize(7));
    }

    private static String entry(String method, String url, @Nullable String fullUrl, String resource) {
        return "{" + (fullUrl == null ? "" : "\"fullUrl\":\"" + fullUrl + "\",") + "\"resource\":"
                + resource.replace("\n", "").replaceAll("(?<=[,{]) +", "") + ",\"request\":{\"method\":\"" + method
                + "\",\"url\":\"" + url + "\"}}";
    }

    private ValidatableResponse post(String... entries) {
        return send("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + String.join(",", entries).replace("@ID@", patient) + "]}");
    }

    private static ValidatableResponse send(String bundle) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType("application/fhir+json")
                .body(bundle)
                .post("/fhir")
                .then();
    }
}
