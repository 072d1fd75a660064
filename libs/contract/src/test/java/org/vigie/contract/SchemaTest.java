package org.vigie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LesionFact;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.clinical.WholeBodyFact;
import org.vigie.contract.imaging.StudyMeasured;

class SchemaTest {
    private static final ClinicalTime DAY = ClinicalTime.parse("2026-03-03");

    static Stream<FactBody> everyKindOfFact() {
        return Stream.of(
                new FactBody.NacCourse("NAC-1", DAY, "AC-T", null, null, null),
                new FactBody.NextCycle("NAC-1", DAY),
                new FactBody.CourseEnded("NAC-1", DAY),
                new FactBody.Surgery("NAC-1", DAY),
                new FactBody.Administration(null, DAY, null),
                new FactBody.Lesion("2.25.7", "Lesion 1", Side.R, "NAC-1"),
                new FactBody.LesionNotMeasurable("2.25.1", "2.25.7"),
                new FactBody.PhantomChecked("45001", "Skyra", 3, DAY, true),
                new FactBody.FtvMeasured("2.25.1", "2.25.7", DAY, 4.5),
                new FactBody.RecistAssessed("2.25.1", DAY, "PR"),
                new FactBody.FtvMeasured("2.25.1", "2.25.7", DAY, 4.5, new FactBody.FtvThresholds(60, 70, 4)),
                new FactBody.Retracted("2.25.9"),
                new FactBody.LesionMatched("2.25.1", "region-1", "2.25.7", 0.8),
                new FactBody.LesionMatched("2.25.1", "region-1", null, null),
                new FactBody.ReprocessRequested("run-1"),
                new LinkFact.PatientMerged("b".repeat(64), "same person"),
                new LinkFact.PatientUnlinked("b".repeat(64), null),
                new LinkFact.AdoptedFact(
                        List.of("a".repeat(64)),
                        new ClinicalFact(
                                "f-1",
                                "a".repeat(64),
                                Instant.parse("2026-03-03T10:00:00Z"),
                                "u-1",
                                "rest",
                                new FactBody.NextCycle("NAC-1", DAY))),
                new LinkFact.AdoptedFact(
                        List.of("a".repeat(64)),
                        new ClinicalFact(
                                "f-1",
                                "a".repeat(64),
                                Instant.parse("2026-03-04T10:00:00Z"),
                                "u-1",
                                "rest",
                                new FactBody.NextCycle("NAC-1", DAY)),
                        Instant.parse("2026-03-03T10:00:00Z")),
                new LinkFact.AdoptedStudy(
                        List.of("a".repeat(64)),
                        "ready-1",
                        Json.read(Resources.bytes("/golden/imaging.study.measured.v1.json"), StudyMeasured.class)),
                new LinkFact.AdoptedAlert(
                        List.of("a".repeat(64)),
                        Json.read(Resources.bytes("/golden/clinical.alert.raised.v1.json"), AlertRaised.class)),
                new LinkFact.HandedOver(List.of(), true),
                new LinkFact.LinkSeen(List.of(new LinkFact.Hop("a".repeat(64), Instant.parse("2026-03-03T10:00:00Z")))),
                new FactBody.RegimenChanged("NAC-1", DAY, "paclitaxel"),
                new FactBody.AdministrationOrdered("NAC-1", DAY, "paclitaxel"),
                lab(),
                new LaboratoryFact.MonoclonalProtein(
                        DAY, LaboratoryFact.HeavyChain.IGG, LaboratoryFact.LightChain.KAPPA, true, null),
                new LaboratoryFact.Cytogenetics(
                        DAY,
                        Map.of(LaboratoryFact.Aberration.T_4_14, false, LaboratoryFact.Aberration.DEL_17P, true),
                        "s1"),
                new LaboratoryFact.Pathology(
                        DAY, "2.25.7", LaboratoryFact.Histology.DUCTAL, 10.0, null, null, null, null, "s2"),
                new ConditionFact.Diagnosis(
                        DAY,
                        ConditionFact.Disease.MULTIPLE_MYELOMA,
                        ConditionFact.Certainty.CONFIRMED,
                        null,
                        "109989006",
                        "SCT"),
                new ConditionFact.OrganDamageAttributed(DAY, true),
                new LesionFact.LesionSized(
                        "2.25.1",
                        "2.25.7",
                        DAY,
                        LesionFact.Modality.MR,
                        40.0,
                        null,
                        "breast",
                        Side.L,
                        LesionFact.Quadrant.UPPER_OUTER,
                        false,
                        true),
                new LesionFact.NewLesionRead("2.25.1", DAY, false),
                new LesionFact.ResidualRead("2.25.1", "2.25.7", DAY, true, 12.0),
                new LesionFact.SpectroscopyMeasured("2.25.1", "2.25.7", DAY, 4.0, 0.3, 0.5),
                new LesionFact.KineticsMeasured("2.25.1", "2.25.7", DAY, 200.0, 420.0, 360.0, 150.0, 450.0, 12, 5, 3),
                new LesionFact.PerfusionMeasured(
                        "2.25.1", "2.25.7", DAY, 0.25, 0.625, 0.4, 0.05, 15.9, 10.0, 4.5, null),
                new AblationFact.AblationConsidered(
                        DAY,
                        "2.25.7",
                        "breast",
                        AblationFact.Technique.CRYOTHERAPY,
                        true,
                        Set.of(AblationFact.Guidance.US),
                        8.0,
                        false,
                        true,
                        Set.of(LesionFact.Modality.MG, LesionFact.Modality.US)),
                new AblationFact.AblationPerformed(DAY, "2.25.7", "breast", AblationFact.Technique.CRYOTHERAPY),
                new AblationFact.AblationFollowUp("2.25.1", "2.25.7", DAY, null),
                new WholeBodyFact.MarrowRead(
                        "2.25.1",
                        DAY,
                        LesionFact.Modality.MR,
                        WholeBodyFact.Coverage.WHOLE_BODY,
                        List.of(new WholeBodyFact.FocalLesion(null, 6.0, false, "L1")),
                        1,
                        false,
                        false,
                        WholeBodyFact.DiffuseGrade.NONE,
                        false),
                new WholeBodyFact.BonesRead("2.25.1", DAY, LesionFact.Modality.CT, null, 0, 0, 0),
                new WholeBodyFact.MarrowResponseRead(
                        "2.25.1",
                        DAY,
                        "overall",
                        Map.of(WholeBodyFact.ResponseFinding.DECREASE, true),
                        WholeBodyFact.HighBChange.FALLING,
                        0.0012),
                new WholeBodyFact.BurdenMeasured("2.25.1", DAY, 201, 3000.0, 0.00082),
                new WholeBodyFact.VertebralFractureRead(
                        "2.25.1", DAY, "L1", Map.of(WholeBodyFact.VertebralSign.EPIDURAL_MASS, true)));
    }

    private static LaboratoryFact.Lab lab() {
        return new LaboratoryFact.Lab(
                Analyte.HAEMOGLOBIN, DAY, 123.0, null, "12.3", "g/dL", 120.0, 160.0, "s1", "718-7");
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SchemaTest::kinds)
                : Stream.of(type);
    }

    @Test
    void theListOfFactsIsComplete() {
        assertThat(everyKindOfFact().<Class<?>>map(FactBody::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(kinds(FactBody.class).toList());
    }

    @Test
    void everyKindButThoseOfBeforeHasAGoldenExample() throws IOException {
        for (FactBody body : everyKindOfFact()
                .filter(b -> b.getClass().getDeclaringClass() != FactBody.class)
                .toList()) {
            String kind = Json.mapper().valueToTree(body).get("kind").asText();
            JsonNode golden = Resources.json("/golden/clinical.fact.recorded.v1." + kind + ".json");

            assertThat(schema(Topics.FACT_RECORDED).validate(golden)).as(kind).isEmpty();
            assertThat(Json.mapper().readTree(Json.bytes(Json.read(Json.bytes(golden), ClinicalFact.class))))
                    .as(kind)
                    .isEqualTo(golden);
        }
    }

    @Test
    void equalContentIsEqualTextWhateverTheOrder() {
        byte[] one = Json.bytes(new LaboratoryFact.Cytogenetics(
                DAY,
                new TreeMap<>(Map.of(LaboratoryFact.Aberration.T_4_14, false, LaboratoryFact.Aberration.DEL_17P, true)),
                null));

        assertThat(new String(one, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"kind\":\"cytogenetics\",\"at\":\"2026-03-03\",\"present\":{\"DEL_17P\":true,\"T_4_14\":false}}");
    }

    @ParameterizedTest
    @MethodSource("everyKindOfFact")
    void everyKindOfFactFollowsTheSchemaAndComesBackEqual(FactBody body) {
        ClinicalFact fact = new ClinicalFact(
                "f",
                "0".repeat(64),
                Instant.parse("2026-03-01T10:00:00Z"),
                "vigie",
                "hl7",
                body,
                Instant.parse("2026-03-01T09:59:58Z"),
                "LABSYS");

        byte[] json = Json.bytes(fact);

        assertThat(Json.read(json, ClinicalFact.class)).isEqualTo(fact);
        assertThat(schema(Topics.FACT_RECORDED).validate(Json.mapper().<JsonNode>valueToTree(fact)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void everyReasonIsKnownToTheSchema(ReasonCode code) {
        ObjectNode alert = golden(Topics.ALERT_RAISED);
        alert.putArray("reasons").add(code.name()).add(Reason.of(code, "c1d1").toString());

        assertThat(schema(Topics.ALERT_RAISED).validate(alert)).isEmpty();
    }

    @Test
    void anUnknownReasonIsRefused() {
        ObjectNode alert = golden(Topics.ALERT_RAISED);
        alert.putArray("reasons").add("BECAUSE");

        assertThat(schema(Topics.ALERT_RAISED).validate(alert)).hasSize(1);
    }

    @Test
    void whatWasNotMeasuredMustSayWhy() {
        for (String outcome : List.of("INDETERMINATE", "NOT_APPLICABLE", "FAILED")) {
            ObjectNode measured = golden(Topics.STUDY_MEASURED).put("outcome", outcome);
            assertThat(schema(Topics.STUDY_MEASURED).validate(measured))
                    .as(outcome)
                    .isNotEmpty();
            measured.putArray("reasons").add("RULE_GAP");
            assertThat(schema(Topics.STUDY_MEASURED).validate(measured))
                    .as(outcome)
                    .isEmpty();
        }
    }

    private static ObjectNode golden(String topic) {
        return (ObjectNode) Resources.json("/golden/" + topic + ".json");
    }

    private static JsonSchema schema(String topic) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Resources.json("/schemas/" + topic + ".json"));
    }
}
