package org.vigie.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyReady;

class GoldenTest {
    private static final Map<String, Class<?>> RECORDS = Map.of(
            Topics.INSTANCE_STORED, InstanceStored.class,
            Topics.INTAKE_REPORTED, IntakeReported.class,
            Topics.STUDY_READY, StudyReady.class,
            Topics.STUDY_MEASURED, StudyMeasured.class,
            Topics.FACT_RECORDED, ClinicalFact.class,
            Topics.PATIENT_ASSESSED, PatientAssessed.class,
            Topics.ALERT_RAISED, AlertRaised.class,
            Topics.PATIENT_LINKED, PatientLinked.class,
            Topics.PRIOR_REQUESTED, PriorRequested.class);

    static Stream<String> topics() {
        return RECORDS.keySet().stream().sorted();
    }

    @Test
    void everyTopicHasARecord() {
        Set<String> without = new TreeSet<>(Topics.all());
        without.removeAll(RECORDS.keySet());

        assertThat(without).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void goldenBecomesARecordAndTheSameJsonAgain(String topic) throws IOException {
        byte[] golden = Resources.bytes("/golden/" + topic + ".json");

        Object event = Json.read(golden, recordOf(topic));

        assertThat(Json.mapper().readTree(Json.bytes(event)))
                .isEqualTo(Json.mapper().readTree(golden));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void goldenFollowsItsSchema(String topic) {
        assertThat(schema(topic).validate(golden(topic))).isEmpty();
    }

    @Test
    void aMeasuredStudyMayTellTheQualityOfItsImages() throws IOException {
        ObjectNode golden = (ObjectNode) Resources.json("/golden/" + Topics.STUDY_MEASURED + ".quality.json");

        Object event = Json.read(Json.bytes(golden), StudyMeasured.class);

        assertThat(schema(Topics.STUDY_MEASURED).validate(golden)).isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(event))).isEqualTo(golden);
    }

    @Test
    void aStoredInstanceMayTellWhatOtherProtocolsNeed() throws IOException {
        byte[] golden = Resources.bytes("/golden/imaging.instance.stored.v1.protocol.json");

        assertThat(schema(Topics.INSTANCE_STORED).validate(Json.mapper().readTree(golden)))
                .isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(Json.read(golden, InstanceStored.class))))
                .isEqualTo(Json.mapper().readTree(golden));
    }

    @Test
    void aReplicaMayReportWhatASenderAnnounced() throws IOException {
        byte[] golden = Resources.bytes("/golden/imaging.intake.reported.v1.announced.json");

        assertThat(schema(Topics.INTAKE_REPORTED).validate(Json.mapper().readTree(golden)))
                .isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(Json.read(golden, IntakeReported.class))))
                .isEqualTo(Json.mapper().readTree(golden));
    }

    @Test
    void aReadyStudyMayBeAPrior() throws IOException {
        byte[] golden = Resources.bytes("/golden/imaging.study.ready.v1.prior.json");

        assertThat(schema(Topics.STUDY_READY).validate(Json.mapper().readTree(golden)))
                .isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(Json.read(golden, StudyReady.class))))
                .isEqualTo(Json.mapper().readTree(golden));
    }

    @Test
    void aHandedOverFactMaySayWhenItWasFirstStated() throws IOException {
        byte[] golden = Resources.bytes("/golden/clinical.fact.recorded.v1.adopted-fact.restated.json");

        assertThat(schema(Topics.FACT_RECORDED).validate(Json.mapper().readTree(golden)))
                .isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(Json.read(golden, ClinicalFact.class))))
                .isEqualTo(Json.mapper().readTree(golden));
    }

    @Test
    void anExplainedAssessmentBecomesARecordAndTheSameJsonAgain() throws IOException {
        byte[] golden = Resources.bytes("/golden/clinical.patient.assessed.v1.explained.json");

        assertThat(schema(Topics.PATIENT_ASSESSED).validate(Json.mapper().readTree(golden)))
                .isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(Json.read(golden, PatientAssessed.class))))
                .isEqualTo(Json.mapper().readTree(golden));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void schemaRefusesAnEventWithoutARequiredField(String topic) {
        List<String> accepted = new ArrayList<>();
        for (JsonNode name : Resources.json("/schemas/" + topic + ".json").get("required")) {
            ObjectNode event = golden(topic);
            event.remove(name.asText());
            if (schema(topic).validate(event).isEmpty()) {
                accepted.add(name.asText());
            }
        }

        assertThat(accepted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Topics.INSTANCE_STORED, Topics.STUDY_READY})
    void anImagingEventWithoutARequiredFieldIsMalformed(String topic) {
        for (JsonNode name : Resources.json("/schemas/" + topic + ".json").get("required")) {
            ObjectNode event = golden(topic);
            event.remove(name.asText());
            assertThatThrownBy(() -> Json.read(Json.bytes(event), recordOf(topic)))
                    .as(name.asText())
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void unknownFieldsOfALaterProducerAreIgnored(String topic) throws IOException {
        ObjectNode later = golden(topic).put("addedInAYear", 1);

        Object event = Json.read(Json.bytes(later), recordOf(topic));

        assertThat(schema(topic).validate(later)).isEmpty();
        assertThat(Json.mapper().readTree(Json.bytes(event))).isEqualTo(golden(topic));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void schemaNamesEveryComponentOfTheRecord(String topic) {
        Set<String> components = new TreeSet<>();
        for (var component : recordOf(topic).getRecordComponents()) {
            components.add(component.getName());
        }
        Set<String> properties = new TreeSet<>();
        Resources.json("/schemas/" + topic + ".json")
                .get("properties")
                .fieldNames()
                .forEachRemaining(properties::add);

        assertThat(properties).isEqualTo(components);
    }

    private static Class<?> recordOf(String topic) {
        return Objects.requireNonNull(RECORDS.get(topic), topic);
    }

    private static ObjectNode golden(String topic) {
        return (ObjectNode) Resources.json("/golden/" + topic + ".json");
    }

    private static JsonSchema schema(String topic) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Resources.json("/schemas/" + topic + ".json"));
    }
}
