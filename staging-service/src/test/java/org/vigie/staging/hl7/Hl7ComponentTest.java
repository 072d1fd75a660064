package org.vigie.staging.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import org.vigie.contract.clinical.Bound;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.web.BrokerResource;
import org.vigie.staging.web.FactTopic;

/** Messages over a real socket and a real broker. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class Hl7ComponentTest {
    private static final String MSH = "MSH|^~\\&|LABSYS|HOSP|VIGIE|SITE|20260301101500+0100||ORU^R01^ORU_R01|M1|P|2.5";
    private static final String PID = "PID|1||@ID@^^^LOCAL^MR||DOE^JANE||19700102|F";
    private static final String OBR = "OBR|1||ACC-7^LABSYS|24323-8^panel^LN|||20260228083000+0100";
    private static final String OBX =
            "OBX|1|NM|718-7^Hemoglobin^LN||8.4|g/dL^^UCUM|12.0-16.0|L|||F|||20260228083000+0100";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @Inject
    MllpServer server;

    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex(BrokerResource.SECRET));
    private final String patient = "HL7-" + UUID.randomUUID();
    private final String key = secret.patientKey("LOCAL", patient);

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> RestAssured.get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void recordsAResultInTheUnitOfItsAnalyteBeforeItAnswers() throws IOException {
        String ack = send(message(MSH, PID, OBR, OBX));

        assertThat(ack)
                .contains("MSA|AA|M1\r")
                .startsWith("MSH|^~\\&|VIGIE|SITE|LABSYS|HOSP|")
                .doesNotContain("ERR");
        List<ClinicalFact> facts = FactTopic.of(bootstrap, key, 1);
        assertThat(facts).hasSize(1);
        LaboratoryFact.Lab lab = (LaboratoryFact.Lab) facts.getFirst().body();
        assertThat(lab.analyte()).isEqualTo(Analyte.HAEMOGLOBIN);
        assertThat(lab.value()).isEqualTo(84.0);
        assertThat(lab.referenceLow()).isEqualTo(120.0);
        assertThat(lab.referenceHigh()).isEqualTo(160.0);
        assertThat(lab.at()).hasToString("2026-02-28T08:30+01:00");
        assertThat(facts.getFirst().statedAt()).hasToString("2026-03-01T09:15:00Z");
        assertThat(facts.getFirst().source()).isEqualTo("hl7");
    }

    @Test
    void aCorrectionKeepsTheIdAndADeletionTakesItBack() throws IOException {
        send(message(MSH, PID, OBR, OBX));
        send(message(
                MSH.replace("101500", "111500").replace("|M1|", "|M2|"),
                PID,
                OBR,
                OBX.replace("|8.4|", "|9.4|").replace("||F|", "||C|")));
        send(message(MSH.replace("101500", "121500").replace("|M1|", "|M3|"), PID, OBR, OBX.replace("||F|", "||D|")));

        List<ClinicalFact> facts = FactTopic.of(bootstrap, key, 3);
        assertThat(facts).hasSize(3);
        assertThat(facts.get(1).factId()).isEqualTo(facts.getFirst().factId());
        assertThat(((LaboratoryFact.Lab) facts.get(1).body()).value()).isEqualTo(94.0);
        assertThat(facts.get(2).body())
                .isEqualTo(new FactBody.Retracted(facts.getFirst().factId()));
    }

    @Test
    void theSameMessageTwiceIsRecordedOnceAndAnsweredTheSame() throws IOException {
        String first = send(message(MSH, PID, OBR, OBX));
        String second = send(message(MSH, PID, OBR, OBX));

        assertThat(second).isEqualTo(first);
        assertThat(FactTopic.of(bootstrap, key, 1)).hasSize(1);
    }

    @Test
    void keepsAResultWithoutUnitAsUnknownAndSaysSo() throws IOException {
        String ack = send(message(MSH, PID, OBR, OBX.replace("g/dL^^UCUM", "")));

        assertThat(ack).contains("MSA|AA|M1\r").contains("ERR||OBX^1^6|102^Data type error^HL70357|W|UNIT_UNKNOWN|");
        LaboratoryFact.Lab lab =
                (LaboratoryFact.Lab) FactTopic.of(bootstrap, key, 1).getFirst().body();
        assertThat(lab.value()).isNull();
        assertThat(lab.reportedValue()).isEqualTo("8.4");
    }

    @Test
    void readsBoundsAndStructuredNumericsAndLeavesOtherResultsAlone() throws IOException {
        String ack = send(message(
                MSH,
                PID,
                OBR,
                OBX.replace("|NM|", "|SN|").replace("|8.4|", "|>^15|"),
                "OBX|2|NM|2951-2^Sodium^LN||140|mmol/L|||||F",
                "OBX|3|ST|1952-1^B2M^LN||<0.5|mg/L|||||F"));

        assertThat(ack).contains("MSA|AA|M1\r");
        assertThat(FactTopic.of(bootstrap, key, 2))
                .extracting(fact -> ((LaboratoryFact.Lab) fact.body()).bound())
                .containsExactly(Bound.ABOVE, Bound.BELOW);
    }

    @Test
    void readsTheCharacterSetTheMessageNames() throws IOException {
        String text =
                message(MSH + "||||||8859/1", PID.replace("DOE", "L\u00e9a"), OBR, OBX.replace("g/dL", "\u00b5g/L"));
        byte[] answer = exchange(text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .contains("|8859/1\r")
                .contains("OBX-5: between 20");
    }

    @Test
    void anAdministrationIsAFactAndAnOrderIsNoAdministration() throws IOException {
        String given = send(message(
                MSH.replace("ORU^R01^ORU_R01", "RAS^O17^RAS_O17"),
                PID,
                "ORC|RE|ORD-1^EHR",
                "RXA|0|1|202603010900|202603011000|L01CD01^paclitaxel^ATC|80|mg/m2|||||||||||||CP"));
        String ordered = send(message(
                MSH.replace("ORU^R01^ORU_R01", "RDE^O11^RDE_O11").replace("|M1|", "|M2|"),
                PID,
                "ORC|NW|ORD-2^EHR",
                "TQ1|1||||||20260322090000",
                "RXE||L01CD01^paclitaxel^ATC|80||mg/m2"));

        assertThat(given).contains("MSA|AA|M1\r");
        assertThat(ordered).contains("MSA|AA|M2\r");
        assertThat(FactTopic.of(bootstrap, key, 2).stream().map(ClinicalFact::body))
                .hasExactlyElementsOfTypes(FactBody.Administration.class, FactBody.AdministrationOrdered.class);
    }

    /** RXA-18 is why a dose was refused, RXA-20 whether it was given (HL7 v2.5.1, 4.14.7). */
    @Test
    void aRefusedDoseIsNoAdministration() throws IOException {
        String type = MSH.replace("ORU^R01^ORU_R01", "RAS^O17^RAS_O17");
        String dose = "RXA|0|1|202603010900|202603011000|L01CD01^paclitaxel^ATC|80|mg/m2|||||||||||";

        assertThat(send(message(type, PID, "ORC|RE|ORD-1^EHR", dose + "00^patient objection||RE")))
                .contains("MSA|AA|M1\r");
        assertThat(send(message(type.replace("|M1|", "|M2|"), PID, "ORC|RE|ORD-2^EHR", dose + "00^patient objection")))
                .contains("MSA|AA|M2\r");
        assertThat(send(message(type.replace("|M1|", "|M3|"), PID, "ORC|RE|ORD-3^EHR", dose + "||CP")))
                .contains("MSA|AA|M3\r");

        assertThat(FactTopic.of(bootstrap, key, 3).stream().map(ClinicalFact::body))
                .filteredOn(FactBody.Administration.class::isInstance)
                .hasSize(1);
    }

    @Test
    void refusedAndLostMessagesLeaveNothingBehind() throws IOException {
        String mixed =
                send(message(MSH, PID, OBR, OBX, OBX.replace("|8.4|", "|-8.4|").replace("OBX|1", "OBX|2")));

        assertThat(mixed).contains("MSA|AE|M1\r").contains("ERR||OBX^2^5|102^").contains("between 20 and 250 g/L");
        assertThat(FactTopic.of(bootstrap, key)).isEmpty();
    }

    @Test
    void anotherPatientOfTheSameNameIsAnotherPatient() throws IOException {
        String other = "HL7-" + UUID.randomUUID();
        send(message(MSH, PID, OBR, OBX));
        String wrongBirth = message(MSH.replace("|M1|", "|M2|"), PID.replace("19700102", "19810304"), OBR, OBX);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(send(wrongBirth))
                        .contains("MSA|AE|M2\r")
                        .contains("ERR||PID^1^7|204^Unknown key identifier^HL70357|E|AMBIGUOUS_IDENTITY|"));
        int before = FactTopic.of(bootstrap, key, 1).size();

        String ack = send(message(MSH.replace("|M1|", "|M3|"), PID, OBR, OBX).replace(patient, other));

        assertThat(ack).contains("MSA|AA|M3\r");
        assertThat(FactTopic.of(bootstrap, key)).hasSize(before);
        assertThat(FactTopic.of(bootstrap, secret.patientKey("LOCAL", other), 1))
                .hasSize(1);
    }

    /** What is wrong, the answer, where, and the HL7 error code. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            no MSH;                          MSH|^~;                       XXX|^~;                        AR; ; 100
            encoding characters repeated;    ^~\\&|LABSYS;                 ^^\\&|LABSYS;                  AR; MSH^1^2; 102
            encoding characters missing;     MSH|^~\\&|;                   MSH|^~|;                       AR; MSH^1^2; 102
            no message type;                 ORU^R01^ORU_R01;              ;                              AR; MSH^1^9; 101
            a type that is not for us;       ORU^R01^ORU_R01;              SIU^S12;                       AR; MSH^1^9; 200
            an event that is not for us;     ORU^R01^ORU_R01;              ORU^W01;                       AR; MSH^1^9; 201
            no control id;                   |M1|;                         ||;                            AR; MSH^1^10; 101
            a test message;                  |P|2.5;                       |T|2.5;                        AR; MSH^1^11; 202
            a version that does not exist;   |P|2.5;                       |P|9.9;                        AR; MSH^1^12; 203
            no version;                      |P|2.5;                       |P|;                           AR; MSH^1^12; 203
            no message time;                 20260301101500+0100||ORU;     ||ORU;                         AR; MSH^1^7; 101
            a message time that is none;     20260301101500+0100||ORU;     yesterday||ORU;                AR; MSH^1^7; 102
            a message of the future;         20260301101500+0100||ORU;     29990301101500||ORU;           AR; MSH^1^7; 102
            a batch;                         MSH|^~;                       FHS|^~;                        AR; FHS^1; 100
            an unknown character set;        |P|2.5;                       |P|2.5||||||KLINGON;           AR; MSH^1^18; 103
            no sender;                       |LABSYS|HOSP|;                |||;                           AR; MSH^1^3; 101
            a segment name that is none;     OBR|1;                        obr|1;                         AR; ???^3; 100
            no separator after the name;     OBR|1;                        OBR1;                          AR; ???^3; 100
            two messages in one frame;       OBR|1;                        MSH|1;                         AR; MSH^2; 100
            no patient;                      PID|1;                        NTE|1;                         AE; PID^1; 100
            no patient id;                   @ID@^^^LOCAL^MR;              ;                              AE; PID^1^3; 101
            only a social security number;   @ID@^^^LOCAL^MR;              1700102^^^NIR^SS;              AE; PID^1^3; 101
            ids of two patients;             @ID@^^^LOCAL^MR;              @ID@^^^LOCAL^MR~X9^^^LOCAL^MR; AE; PID^1^3; 204
            a birth date that is none;       19700102;                     19701302;                      AE; PID^1^7; 102
            no order before the results;     OBR|1;                        NTE|1;                         AE; OBR^1; 100
            no results;                      OBX|1;                        NTE|1;                         AE; OBX^1; 100
            no observation code;             718-7^Hemoglobin^LN;          ;                              AE; OBX^1^3; 101
            no value;                        |8.4|;                        ||;                            AE; OBX^1^5; 101
            a value that is no number;       |8.4|;                        |high|;                        AE; OBX^1^5; 102
            a negative value;                |8.4|;                        |-8.4|;                        AE; OBX^1^5; 102
            an absurd value;                 |8.4|;                        |84|;                          AE; OBX^1^5; 102
            no type of value;                |NM|;                         ||;                            AE; OBX^1^2; 101
            a type that is no number;        |NM|;                         |ED|;                          AE; OBX^1^2; 103
            no status;                       ||F|;                         |||;                           AE; OBX^1^11; 101
            an unknown status;               ||F|;                         ||Q|;                          AE; OBX^1^11; 103
            a specimen of the future;        F|||20260228083000+0100;      F|||29990101;                  AE; OBX^1^14; 102
            a specimen time that is none;    F|||20260228083000+0100;      F|||2026;                      AE; OBX^1^14; 102
            a limit that is no number;       |12.0-16.0|;                  |1.2.3-16.0|;                  AE; OBX^1^7; 102
            an absurd limit;                 |12.0-16.0|;                  |12-16000|;                    AE; OBX^1^7; 102
            limits in three parts;           |12.0-16.0|;                  |12^16^18|;                    AE; OBX^1^7; 102
            a value in components;           |8.4|;                        |8.4^5|;                       AE; OBX^1^5; 102
            a value behind an empty one;     |8.4|;                        |8.4^^^5|;                     AE; OBX^1^5; 102
            a value repeated;                |8.4|;                        |8.4~5|;                       AE; OBX^1^5; 102
            a value repeated and empty;      |8.4|;                        |8.4~~5|;                      AE; OBX^1^5; 102
            a value in sub-components;       |8.4|;                        |8.4&5|;                       AE; OBX^1^5; 102
            a text in components;            |NM|718-7^Hemoglobin^LN||8.4|; |ST|718-7^Hemoglobin^LN||8.4^5|; AE; OBX^1^5; 102
            a structured value repeated;     |NM|718-7^Hemoglobin^LN||8.4|; |SN|718-7^Hemoglobin^LN||>^8.4~<^9|; AE; OBX^1^5; 102
            a structured value of parts;     |NM|718-7^Hemoglobin^LN||8.4|; |SN|718-7^Hemoglobin^LN||>^8.4&5|; AE; OBX^1^5; 102
            an interval;                     |NM|718-7^Hemoglobin^LN||8.4|; |SN|718-7^Hemoglobin^LN||^8.4^-^9|; AE; OBX^1^5; 102
            a fifth component;               |NM|718-7^Hemoglobin^LN||8.4|; |SN|718-7^Hemoglobin^LN||^8.4^^^9|; AE; OBX^1^5; 102
            an observation code repeated;    718-7^Hemoglobin^LN;          718-7^Hemoglobin^LN~1751-7^Albumin^LN; AE; OBX^1^3; 102
            an observation code of parts;    718-7^Hemoglobin^LN;          718-7&1751-7^Hemoglobin^LN;    AE; OBX^1^3; 102
            codes of two analytes;           718-7^Hemoglobin^LN;          718-7^Hemoglobin^LN^1751-7^Albumin^LN; AE; OBX^1^3; 102
            a unit repeated;                 g/dL^^UCUM;                   g/dL^^UCUM~g/L^^UCUM;          AE; OBX^1^6; 102
            a unit of parts;                 g/dL^^UCUM;                   g/dL&g/L^^UCUM;                AE; OBX^1^6; 102
            a type of value of parts;        |NM|;                         |NM^ST|;                       AE; OBX^1^2; 102
            a status repeated;               ||F|;                         ||F~D|;                        AE; OBX^1^11; 102
            a specimen time repeated;        F|||20260228083000+0100;      F|||20260228083000+0100~20260227; AE; OBX^1^14; 102
            a specimen time of parts;        F|||20260228083000+0100;      F|||20260228083000+0100^D;     AE; OBX^1^14; 102
            an order number repeated;        ACC-7^LABSYS;                 ACC-7^LABSYS~ACC-8^LABSYS;     AE; OBR^1^3; 102
            a birth date of the future;      19700102;                     29990102;                      AE; PID^1^7; 102
            a birth date nobody has;         19700102;                     16700102;                      AE; PID^1^7; 102
            a birth date repeated;           19700102;                     19700102~19710102;             AE; PID^1^7; 102
            a patient id of parts;           @ID@^^^LOCAL^MR;              @ID@&X9^^^LOCAL^MR;            AE; PID^1^3; 102
            a control id of parts;           |M1|;                         |M1^M2|;                       AR; MSH^1^10; 102
            a piece of a message;            |P|2.5;                       |P|2.5||C1;                    AR; MSH^1^14; 200
            a segment continued;             OBX|1;                        ADD|1;                         AR; ADD^1; 100
            """)
    void namesTheSegmentOfWhatItRefuses(
            String what, String right, @Nullable String wrong, String code, @Nullable String place, int number)
            throws IOException {
        String text = (MSH + "\r" + PID + "\r" + OBR + "\r" + OBX + "\r").replace(right, wrong == null ? "" : wrong);

        String ack = send(text.replace("@ID@", patient));

        assertThat(ack).as(what).contains("MSA|" + code + "|");
        assertThat(ack).as(what).contains("ERR||" + (place == null ? "MSH^1" : place) + "|" + number + "^");
        assertThat(ack).as(what).doesNotContain(patient, "DOE", "19700102", "8.4");
        if (what.equals("a negative value") || what.equals("an absurd value")) {
            assertThat(ack).as(what).contains("between 20 and 250 g/L");
        }
        assertThat(FactTopic.of(bootstrap, key)).as(what).isEmpty();
    }

    /** Doses and orders: what is wrong, where, the HL7 error code and the rule. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            a dose of the future;         RAS^O17^RAS_O17; 202603010900;      299903010900;       RXA^2^3;  102; not in the future
            a dose at no time;            RAS^O17^RAS_O17; 202603010900;      ;                   RXA^2^3;  101; when the dose was given
            a time that is none;          RAS^O17^RAS_O17; 202603010900;      20261301;           RXA^2^3;  102; RXA
            a dose of no drug;            RAS^O17^RAS_O17; L01CD01^taxol^ATC; ;                   RXA^2^5;  101; the drug
            a dose without a number;      RAS^O17^RAS_O17; RXA|0|2|;          RXA|0||;            RXA^2^2;  101; administration number
            an unknown completion status; RAS^O17^RAS_O17; ||CP;              ||XX;               RXA^2^20; 103; table 0322
            a dose given and refused;     RAS^O17^RAS_O17; |||CP;             |00^refused||CP;    RXA^2^18; 103; refusal reason
            no dose at all;               RAS^O17^RAS_O17; RXA|;              NTE|;               RXA^1;    100; at least one RXA
            an order without a drug;      RDE^O11^RDE_O11; RXA|;              NTE|;               RXE^1;    100; at least one RXE
            """)
    void refusesEveryDoseOfAMessageForOneThatIsWrong(
            String what, String type, String right, @Nullable String wrong, String place, int number, String rule)
            throws IOException {
        String second = "RXA|0|2|202603010900|202603011000|L01CD01^taxol^ATC|80|mg/m2|||||||||||||CP";
        String good = "RXA|0|1|202602010900|202602011000|L01CD01^taxol^ATC|80|mg/m2|||||||||||||CP";
        String changed = second.replace(right, wrong == null ? "" : wrong);

        String ack = send(message(
                MSH.replace("ORU^R01^ORU_R01", type),
                PID,
                "ORC|RE|ORD-1^EHR",
                right.equals("RXA|") ? good.replace(right, "NTE|") : good,
                changed));

        assertThat(ack).as(what).contains("MSA|AE|M1\r").contains("ERR||" + place + "|" + number + "^");
        assertThat(ack).as(what).contains(rule).doesNotContain(patient, "DOE", "19700102");
        assertThat(FactTopic.of(bootstrap, key)).as("the good dose neither").isEmpty();
    }

    @Test
    void refusesTwoBodiesUnderOneSourceId() throws IOException {
        String second = OBX.replace("OBX|1", "OBX|2");
        String dose = "RXA|0|1|202602010900|202602011000|L01CD01^taxol^ATC|80|mg/m2|||||||||||||CP";

        assertThat(send(message(MSH, PID, OBR, OBX, second.replace("|8.4|", "|9.4|"))))
                .contains("MSA|AE|M1\r")
                .contains("ERR||OBX^2^4|205^Duplicate key identifier^HL70357|E|duplicate-statement|");
        assertThat(send(message(MSH, PID, OBR, OBX, OBR.replace("OBR|1", "OBR|2"), second.replace("083000", "140000"))))
                .contains("ERR||OBX^2^4|205^");
        assertThat(send(message(MSH, PID, OBR, OBX, second.replace("||F|", "||D|"))))
                .contains("ERR||OBX^2^4|205^");
        assertThat(send(message(
                        MSH.replace("ORU^R01^ORU_R01", "RAS^O17^RAS_O17"),
                        PID,
                        "ORC|RE|ORD-1^EHR",
                        dose,
                        dose.replace("taxol", "docetaxel"))))
                .contains("ERR||RXA^2^2|205^");
        assertThat(FactTopic.of(bootstrap, key)).isEmpty();

        assertThat(send(message(MSH, PID, OBR, OBX, second))).contains("MSA|AA|M1\r");
        assertThat(send(message(
                        MSH,
                        PID,
                        OBR.replace("ACC-7", "ACC-8"),
                        OBX.replace("LN||8.4", "LN|1^1|8.4"),
                        second.replace("LN||8.4", "LN|1^2|9.4"))))
                .contains("MSA|AA|M1\r");
    }

    @Test
    void everyOrderHasItsOwnNumberControlAndTime() throws IOException {
        String type = MSH.replace("ORU^R01^ORU_R01", "RDE^O11^RDE_O11");
        String drug = "RXE||L01CD01^taxol^ATC|80||mg/m2";

        assertThat(send(message(
                        type,
                        PID,
                        "ORC|NW|ORD-1^EHR",
                        "TQ1|1||||||20260322090000",
                        drug,
                        "ORC|CA|ORD-2^EHR",
                        drug,
                        "ORC|NW|ORD-3^EHR",
                        "TQ1|1||||||20260412090000",
                        drug.replace("taxol", "docetaxel"))))
                .contains("MSA|AA|M1\r");
        assertThat(send(message(type, PID, drug, "ORC|NW|ORD-4^EHR||||||||||||20260322090000", drug)))
                .contains("ERR||RXE^1|100^");
        assertThat(send(message(type, PID, "ORC|NW|ORD-4^EHR||||||||||||20260322090000", "ORC|NW|ORD-5^EHR", drug)))
                .contains("ERR||ORC^1|100^");

        List<FactBody> bodies =
                FactTopic.of(bootstrap, key, 3).stream().map(ClinicalFact::body).toList();
        assertThat(bodies)
                .hasSize(3)
                .contains(
                        new FactBody.AdministrationOrdered(null, ClinicalTime.parse("2026-03-22T09:00"), "taxol"),
                        new FactBody.AdministrationOrdered(null, ClinicalTime.parse("2026-04-12T09:00"), "docetaxel"))
                .hasAtLeastOneElementOfType(FactBody.Retracted.class);
    }

    @Test
    void anIssuerMayBeStatedByItsUniversalId() throws IOException {
        send(message(MSH, PID.replace("^^^LOCAL^", "^^^&WARD-7&L^"), OBR, OBX));

        assertThat(FactTopic.of(bootstrap, key, 1)).hasSize(1);
    }

    @Test
    void aMergeIsHandedToThePatientThatIsMerged() throws IOException {
        String merge = MSH.replace("ORU^R01^ORU_R01", "ADT^A40^ADT_A39");
        String old = "HL7-" + UUID.randomUUID();

        assertThat(send(message(merge, PID))).contains("MSA|AE|M1\r").contains("ERR||MRG^1|100^");
        assertThat(send(message(merge, PID, "MRG|"))).contains("ERR||MRG^1^1|101^");
        assertThat(send(message(merge, PID, "MRG|" + patient + "^^^LOCAL^MR"))).contains("ERR||MRG^1^1|204^");
        assertThat(send(message(merge, PID, "MRG|" + old + "^^^LOCAL^MR"))).contains("MSA|AA|M1\r");

        assertThat(FactTopic.of(bootstrap, secret.patientKey("LOCAL", old), 1))
                .extracting(ClinicalFact::body)
                .hasExactlyElementsOfTypes(LinkFact.PatientMerged.class);
    }

    @Test
    void aMergeOfPeopleBornOnOtherDaysIsRefused() throws IOException {
        String merge = MSH.replace("ORU^R01^ORU_R01", "ADT^A40^ADT_A39").replace("|M1|", "|M2|");
        String other = "HL7-" + UUID.randomUUID();
        send(message(MSH, PID, OBR, OBX));

        assertThat(send(message(merge, PID.replace("19700102", "19810304"), "MRG|" + other + "^^^LOCAL^MR")))
                .contains("MSA|AE|M2\r")
                .contains("ERR||PID^1^7|204^Unknown key identifier^HL70357|E|AMBIGUOUS_IDENTITY|");
        assertThat(send(message(
                        merge,
                        PID.replace("@ID@", other).replace("19700102", "19810304"),
                        "MRG|" + patient + "^^^LOCAL^MR")))
                .contains("ERR||MRG^1^1|204^");
        assertThat(FactTopic.of(bootstrap, secret.patientKey("LOCAL", other))).isEmpty();
    }

    @Test
    void answersAMessageThatIsTooLargeAndSkipsOneThatWasNotFinished() throws IOException {
        String large = send(message(MSH, PID, "NTE|1||" + "x".repeat(1_048_600)));

        assertThat(large).contains("MSA|AR|M1\r").contains("at most 1048576 bytes");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(Frames.START);
            socket.getOutputStream().write("MSH|^~\\&|half".getBytes(StandardCharsets.US_ASCII));
            Frames.write(socket.getOutputStream(), message(MSH, PID, OBR, OBX).getBytes(StandardCharsets.UTF_8));
            assertThat(new String(read(socket), StandardCharsets.UTF_8)).contains("MSA|AA|M1\r");
        }
    }

    private String message(String... segments) {
        return (String.join("\r", segments) + "\r").replace("@ID@", patient);
    }

    private String send(String message) throws IOException {
        return new String(exchange(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private byte[] exchange(byte[] message) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            Frames.write(socket.getOutputStream(), message);
            return read(socket);
        }
    }

    private static byte[] read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo(Frames.START);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != Frames.END; octet = in.read()) {
            assertThat(octet).as("an answer is a whole frame").isNotNegative();
            answer.write(octet);
        }
        return answer.toByteArray();
    }
}
