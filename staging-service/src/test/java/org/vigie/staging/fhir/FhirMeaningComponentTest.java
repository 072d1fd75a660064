package org.vigie.staging.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.web.BrokerResource;
import org.vigie.staging.web.FactTopic;

/** What could be meant in two ways, or denies itself, is refused by its path and leaves nothing behind. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class FhirMeaningComponentTest {
    private static final String PATIENT = entry("POST", "Patient", "urn:uuid:p1", """
            {"resourceType":"Patient","identifier":[{"system":"LOCAL","value":"@ID@"}],"birthDate":"1970-01-02"}""");
    private static final String EPISODE = entry("PUT", "EpisodeOfCare/nac-1", "urn:uuid:e1", """
            {"resourceType":"EpisodeOfCare","id":"nac-1","status":"active","patient":{"reference":"urn:uuid:p1"},
            "type":[{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}],"text":"EC-T"}],
            "period":{"start":"2026-03-02","end":"2026-06-30"}}""");
    private static final String PLAN = entry("PUT", "CarePlan/nac-2", null, """
            {"resourceType":"CarePlan","id":"nac-2","status":"active","intent":"plan","subject":{"reference":"urn:uuid:p1"},
            "category":[{"coding":[{"system":"urn:vigie:course","code":"nac"}]}],"period":{"start":"2026-03-02"},
            "activity":[{"detail":{"status":"scheduled"}}]}""");
    private static final String DOSE = entry("PUT", "MedicationAdministration/d1", null, """
            {"resourceType":"MedicationAdministration","id":"d1","status":"completed",
            "medicationCodeableConcept":{"text":"epirubicin"},"subject":{"reference":"urn:uuid:p1"},
            "effectiveDateTime":"2026-03-02"}""");
    private static final String LAB = entry("PUT", "Observation/o1", null, """
            {"resourceType":"Observation","id":"o1","status":"final",
            "code":{"coding":[{"system":"http://loinc.org","code":"1751-7"}]},
            "subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2026-03-01",
            "valueQuantity":{"value":35,"unit":"g/L","system":"http://unitsofmeasure.org","code":"g/L"},
            "referenceRange":[{"high":{"value":50,"system":"http://unitsofmeasure.org","code":"g/L"}}]}""");
    private static final String CONDITION = entry("PUT", "Condition/c1", null, """
            {"resourceType":"Condition","id":"c1",
            "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
            "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"109989006"}]},
            "bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"80248007"}]}],
            "subject":{"reference":"urn:uuid:p1"},"onsetDateTime":"2026-02-20"}""");
    private static final String SPECIMEN = entry("POST", "Specimen", "urn:uuid:s1", """
            {"resourceType":"Specimen","status":"available","subject":{"reference":"urn:uuid:p1"},
            "collection":{"collectedDateTime":"2026-03-01"}}""");

    private static final Set<String> REFUSED = new HashSet<>();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
    private final String patient = "MEAN-" + UUID.randomUUID();
    private final String key = secret.patientKey("LOCAL", patient);

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    /** In a transaction with all kinds of resources, one thing is changed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            a number that fills the memory;       "value":35;           "value":1e999999999;            400; Bundle.entry[4].resource.valueQuantity.value
            a small number that does;             "value":35;           "value":0e-999999999;           400; Bundle.entry[4].resource.valueQuantity.value
            a number beyond an exponent;          "value":35;           "value":1e99999999999;          400; Bundle.entry[4].resource.valueQuantity.value
            a number of many digits;              "value":35;           "value":35.00000000000000000000000000000000000000001; 400; Bundle.entry[4].resource.valueQuantity.value
            a large number nobody reads;          "value":50;           "value":1e999999999;            400; Bundle.entry[4].resource.referenceRange[0].high.value
            a large number as text;               "value":35;           "value":"1e999999999";          400; Bundle.entry[4].resource.valueQuantity.value
            an element stated twice;              "value":35;           "value":35,"value":36;          400; Bundle.entry[4].resource.valueQuantity.value
            a status stated twice;                "status":"final";     "status":"entered-in-error","status":"final"; 400; Bundle.entry[4].resource.status
            two codes of two analytes;            {"system":"http://loinc.org","code":"1751-7"}; {"system":"http://loinc.org","code":"1751-7"},{"system":"http://loinc.org","code":"718-7"}; 422; Bundle.entry[4].resource.code.coding
            an analyte and an aberration;         {"system":"http://loinc.org","code":"1751-7"}; {"system":"http://loinc.org","code":"1751-7"},{"system":"urn:vigie:aberration","code":"DEL_17P"}; 422; Bundle.entry[4].resource.code.coding
            a value and why there is none;        "status":"final";     "status":"final","dataAbsentReason":{"text":"error"}; 422; Bundle.entry[4].resource.dataAbsentReason
            a result of somebody else;            "status":"final";     "status":"final","focus":[{"display":"donor"}];       422; Bundle.entry[4].resource.focus
            results inside a result;              "status":"final";     "status":"final","component":[{"code":{"text":"x"}}]; 422; Bundle.entry[4].resource.component
            a limit in another unit;              50,"system":"http://unitsofmeasure.org","code":"g/L"; 5,"system":"http://unitsofmeasure.org","code":"g/dL"; 422; Bundle.entry[4].resource.referenceRange
            a unit that is not its code;          "unit":"g/L";         "unit":"g/dL";                422; Bundle.entry[4].resource.valueQuantity.unit
            a limit that is a bound;              "value":50;           "value":50,"comparator":"<";  422; Bundle.entry[4].resource.referenceRange
            test data;                            "status":"final";     "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HTEST"}]},"status":"final"; 422; Bundle.entry[4].resource.meta.security
            an absurd limit;                      "value":50;           "value":5000;                   422; Bundle.entry[4].resource.referenceRange
            a specimen that is none;              "effectiveDateTime":"2026-03-01","valueQ; "effectiveDateTime":"2026-03-01","specimen":{"reference":"urn:uuid:p1"},"valueQ; 422; Bundle.entry[4].resource.specimen
            a diagnosis of unknown certainty;     condition-ver-status","code":"confirmed"; condition-ver-status","code":"unknown"; 422; Bundle.entry[5].resource.verificationStatus
            a certainty of a foreign system;      CodeSystem/condition-ver-status; CodeSystem/other; 422; Bundle.entry[5].resource.verificationStatus
            a certainty in words;                 "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]}; "verificationStatus":{"text":"refuted"}; 422; Bundle.entry[5].resource.verificationStatus
            two certainties;                      "code":"confirmed"}; "code":"confirmed"},{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"refuted"}; 422; Bundle.entry[5].resource.verificationStatus
            a disease that is over;               condition-clinical","code":"active"; condition-clinical","code":"resolved"; 422; Bundle.entry[5].resource.clinicalStatus
            a disease that is inactive;           condition-clinical","code":"active"; condition-clinical","code":"inactive"; 422; Bundle.entry[5].resource.clinicalStatus
            a course of disease nobody knows;     condition-clinical","code":"active"; condition-clinical","code":"better"; 422; Bundle.entry[5].resource.clinicalStatus
            a disease that has abated;            "onsetDateTime":; "abatementDateTime":"2026-03-01","onsetDateTime":; 422; Bundle.entry[5].resource.abatement
            an onset nobody can date;             "onsetDateTime":"2026-02-20"; "onsetString":"in childhood"; 422; Bundle.entry[5].resource.onset
            two diagnoses in one;                 {"system":"http://snomed.info/sct","code":"109989006"}; {"system":"http://snomed.info/sct","code":"109989006"},{"system":"http://snomed.info/sct","code":"277577000"}; 422; Bundle.entry[5].resource.code
            both sides in one;                    "bodySite":[; "bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"73056007"}]},; 422; Bundle.entry[5].resource.bodySite
            an episode of no kind;                "type":[{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}],"text":"EC-T"}],; ; 422; Bundle.entry[1].resource.type
            an episode in words;                  "type":[{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}],; "type":[{; 422; Bundle.entry[1].resource.type
            an episode on a waiting list;         "status":"active","patient"; "status":"waitlist","patient"; 422; Bundle.entry[1].resource.status
            a plan of no kind;                    "category":[{"coding":[{"system":"urn:vigie:course","code":"nac"}]}],; ; 422; Bundle.entry[2].resource.category
            a draft;                              "status":"active","intent"; "status":"draft","intent"; 422; Bundle.entry[2].resource.status
            a plan of unknown status;             "status":"active","intent"; "status":"unknown","intent"; 422; Bundle.entry[2].resource.status
            a plan without intent;                "intent":"plan",; ; 422; Bundle.entry[2].resource.intent
            an option;                            "intent":"plan"; "intent":"option"; 422; Bundle.entry[2].resource.intent
            what is not to be done;               "detail":{; "detail":{"doNotPerform":true,; 422; Bundle.entry[2].resource.activity[0].detail.doNotPerform
            a dose with why it was not given;     "status":"completed"; "status":"completed","statusReason":[{"text":"refused"}]; 422; Bundle.entry[3].resource.statusReason
            a dose of the DSTU2 kind;             "status":"completed"; "status":"completed","notDone":true; 400; Bundle.entry[3].resource.notDone
            a dose on hold;                       "status":"completed"; "status":"on-hold"; 422; Bundle.entry[3].resource.status
            a patient record not in use;          "identifier":[{"system":"LOCAL","value":"@ID@"}]; "active":false,"identifier":[{"system":"LOCAL","value":"@ID@"}]; 422; Bundle.entry[0].resource.active
            a patient of two ids;                 "identifier":[{"system":"LOCAL","value":"@ID@"}]; "identifier":[{"system":"LOCAL","value":"@ID@"},{"system":"LOCAL","value":"X9"}]; 409; Bundle.entry[0].resource.identifier
            a patient not born yet;               "birthDate":"1970-01-02"; "birthDate":"2999-01-02"; 422; Bundle.entry[0].resource.birthDate
            a patient linked to another;          "identifier":[{"system":"LOCAL","value":"@ID@"}]; "link":[{"other":{"display":"x"},"type":"refer"}],"identifier":[{"system":"LOCAL","value":"@ID@"}]; 422; Bundle.entry[0].resource.link
            a request if nobody else has it;      "method":"PUT","url":"Observation/o1"; "method":"PUT","url":"Observation/o1","ifNoneExist":"identifier=1"; 422; Bundle.entry[4].request
            a request if it was not changed;      "method":"PUT","url":"Observation/o1"; "method":"PUT","url":"Observation/o1","ifNoneMatch":"*"; 422; Bundle.entry[4].request
            a patch;                              "method":"PUT","url":"Observation/o1"; "method":"PATCH","url":"Observation/o1"; 422; Bundle.entry[4].request.method
            two entries of one fullUrl;           "urn:uuid:e1"; "urn:uuid:p1"; 422; Bundle.entry[1].fullUrl
            a relative fullUrl;                   "urn:uuid:e1"; "EpisodeOfCare/nac-1"; 422; Bundle.entry[1].fullUrl
            a fullUrl of another resource;        "urn:uuid:e1"; "http://ehr.example/EpisodeOfCare/nac-9"; 422; Bundle.entry[1].fullUrl
            a subject that is a group;            "subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2026-03-01"; "subject":{"reference":"Group/1","identifier":{"system":"LOCAL","value":"@ID@"}},"effectiveDateTime":"2026-03-01"; 422; Bundle.entry[4].resource.subject
            a subject of another type;            "subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2026-03-01"; "subject":{"type":"Device","identifier":{"system":"LOCAL","value":"@ID@"}},"effectiveDateTime":"2026-03-01"; 422; Bundle.entry[4].resource.subject.type
            a subject of two identities;          "subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2026-03-01"; "subject":{"reference":"urn:uuid:p1","identifier":{"system":"LOCAL","value":"X9"}},"effectiveDateTime":"2026-03-01"; 409; Bundle.entry[4].resource.subject.identifier
            """)
    void refusesWhatCouldBeMeantInTwoWays(String what, String right, @Nullable String wrong, int status, String path) {
        String all = bundle(PATIENT, EPISODE, PLAN.replace("2026-03-02", "2026-07-15"), DOSE, LAB, CONDITION);
        assertThat(all).contains(right);
        REFUSED.add(key);

        send(all.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong == null ? "" : wrong)))
                .statusCode(status)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue.expression.flatten()", hasItem(path));

        if (what.startsWith("a subject of two")) {
            assertThat(FactTopic.of(bootstrap, REFUSED)).isEmpty();
        }
    }

    @Test
    void refusesTwoEntriesOfOneFullUrl() {
        String second = PATIENT.replace("@ID@", patient + "-2");

        send(bundle(PATIENT, second, LAB))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[1].fullUrl"));
        send(bundle(
                        PATIENT.replace("urn:uuid:p1", "http://a.example/Patient/p")
                                .replace("{\"resourceType\"", "{\"id\":\"p\",\"resourceType\""),
                        second.replace("urn:uuid:p1", "http://b.example/Patient/p")
                                .replace("{\"resourceType\"", "{\"id\":\"p\",\"resourceType\""),
                        LAB.replace("urn:uuid:p1", "Patient/p")))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[1].resource.id"));

        assertThat(FactTopic.of(bootstrap, Set.of(key, secret.patientKey("LOCAL", patient + "-2"))))
                .isEmpty();
    }

    @Test
    void whatIsSaidOfOneSpecimenOrEpisodeIsOfOnePatient() {
        String second = PATIENT.replace("@ID@", patient + "-2").replace("urn:uuid:p1", "urn:uuid:p2");
        String lab =
                LAB.replace("\"effectiveDateTime\":\"2026-03-01\"", "\"specimen\":{\"reference\":\"urn:uuid:s1\"}");
        String dose = DOSE.replace("\"status\"", "\"context\":{\"reference\":\"urn:uuid:e1\"},\"status\"");

        send(bundle(PATIENT, second, SPECIMEN, lab.replace("urn:uuid:p1", "urn:uuid:p2")))
                .statusCode(409)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[3].resource.specimen"));
        send(bundle(PATIENT, SPECIMEN.replace("available", "unsatisfactory"), lab))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[2].resource.specimen"));
        send(bundle(PATIENT, second, EPISODE, dose.replace("urn:uuid:p1", "urn:uuid:p2")))
                .statusCode(409)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[3].resource.context"));
        send(bundle(PATIENT, SPECIMEN, lab)).statusCode(200);

        assertThat(FactTopic.of(bootstrap, key, 1)).hasSize(1);
    }

    @Test
    void refusesOneIdWithTwoBirthDates() {
        String second = PATIENT.replace("urn:uuid:p1", "urn:uuid:p2").replace("1970-01-02", "1981-03-04");

        send(bundle(PATIENT, second, LAB, DOSE.replace("urn:uuid:p1", "urn:uuid:p2")))
                .statusCode(409)
                .body("issue.details.text", hasItem("AMBIGUOUS_IDENTITY"))
                .body("issue.expression.flatten()", hasItem("Bundle.entry[1].resource.birthDate"));

        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    @Test
    void refusesTwoBodiesUnderOneSourceId() {
        String other = LAB.replace("\"value\":35", "\"value\":36");
        String named = LAB.replace("\"PUT\",\"url\":\"Observation/o1\"", "\"POST\",\"url\":\"Observation\"")
                .replace("\"status\"", "\"identifier\":[{\"system\":\"urn:lab\",\"value\":\"1\"}],\"status\"")
                .replace("\"id\":\"o1\",", "");

        send(bundle(PATIENT, LAB, other))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[2].request.url"));
        send(bundle(PATIENT, LAB, "{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/o1\"}}"))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[2].request.url"));
        send(bundle(PATIENT, named, named.replace("\"value\":35", "\"value\":36")))
                .statusCode(422)
                .body("issue.details.text", hasItem("duplicate-statement"))
                .body("issue.expression.flatten()", hasItem("Bundle.entry[2].resource.value"));
        send(bundle(PATIENT, "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/p\"}}"))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[1].request.url"));
        assertThat(FactTopic.of(bootstrap, key)).isEmpty();

        send(bundle(PATIENT, named, named)).statusCode(200);
    }

    @Test
    void anEpisodeThatDoesNotSayChemotherapyIsNoCourse() {
        send(bundle(PATIENT, EPISODE.replace("[{\"system\":\"http://snomed.info/sct\",\"code\":\"367336001\"}]", "[]")))
                .statusCode(422);
        send(bundle(
                        PATIENT,
                        PLAN.replace("\"category\"", "\"title\":\"chemotherapy\",\"category\"")
                                .replace("urn:vigie:course", "urn:x")))
                .statusCode(422)
                .body("issue.expression.flatten()", hasItem("Bundle.entry[1].resource.category[0]"));

        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    @Test
    void aCorrectionWithoutAnEndTakesTheEndBack() {
        send(bundle(PATIENT, EPISODE)).statusCode(200);
        send(bundle(PATIENT, EPISODE.replace(",\"end\":\"2026-06-30\"", ""))).statusCode(200);
        ClinicalFact end = ended();

        assertThat(FactTopic.of(bootstrap, key, 4).getLast().body()).isEqualTo(new FactBody.Retracted(end.factId()));
    }

    @Test
    void whatTakesACourseBackTakesItsEndBackToo() {
        send(bundle(PATIENT, EPISODE)).statusCode(200);
        send(bundle(PATIENT, EPISODE.replace("\"active\"", "\"entered-in-error\"")))
                .statusCode(200);
        ClinicalFact end = ended();
        assertThat(FactTopic.of(bootstrap, key, 4))
                .extracting(ClinicalFact::body)
                .contains(new FactBody.Retracted(end.factId()));

        send(bundle(PATIENT, "{\"request\":{\"method\":\"DELETE\",\"url\":\"EpisodeOfCare/nac-1\"}}"))
                .statusCode(200);
        assertThat(FactTopic.of(bootstrap, key, 6).subList(4, 6))
                .extracting(ClinicalFact::body)
                .contains(new FactBody.Retracted(end.factId()));
    }

    private ClinicalFact ended() {
        return FactTopic.of(bootstrap, key, 2).stream()
                .filter(fact -> fact.body() instanceof FactBody.CourseEnded)
                .findFirst()
                .orElseThrow();
    }

    /** A refuted diagnosis may well be inactive: it is stated as refuted. */
    @Test
    void aRefutedDiagnosisIsRefutedWhateverItsCourse() {
        send(bundle(PATIENT, CONDITION.replace("\"confirmed\"", "\"refuted\"").replace("\"active\"", "\"inactive\"")))
                .statusCode(200);

        assertThat(FactTopic.of(bootstrap, key, 1))
                .extracting(fact -> ((ConditionFact.Diagnosis) fact.body()).certainty())
                .isEqualTo(List.of(ConditionFact.Certainty.REFUTED));
    }

    private static String entry(String method, String url, @Nullable String fullUrl, String resource) {
        return "{" + (fullUrl == null ? "" : "\"fullUrl\":\"" + fullUrl + "\",") + "\"resource\":"
                + resource.replace("\n", "") + ",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}}";
    }

    private static String bundle(String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    private ValidatableResponse send(String bundle) {
        return given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .contentType("application/fhir+json")
                .body(bundle.replace("@ID@", patient))
                .post("/fhir")
                .then();
    }
}
