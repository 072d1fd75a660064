package org.vigie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;

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
                new FactBody.Retracted("2.25.9"));
    }

    @Test
    void theListOfFactsIsComplete() {
        assertThat(everyKindOfFact().<Class<?>>map(FactBody::getClass))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(FactBody.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfFact")
    void everyKindOfFactFollowsTheSchemaAndComesBackEqual(FactBody body) {
        ClinicalFact fact =
                new ClinicalFact("f", "0".repeat(64), Instant.parse("2026-03-01T10:00:00Z"), "vigie", "rest", body);

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
