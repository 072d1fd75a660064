package org.vigie.diffusion.messaging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.diffusion.StudyFixture;
import org.vigie.store.ObjectStore;

/** The packaged path: ready in, measured out, over a real broker. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class StudyWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Inject
    ObjectStore store;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TempDir
    Path folder;

    @Test
    void aReadyStudyIsMeasuredOnceUnderADerivedId() throws IOException {
        StudyReady ready = new StudyFixture(store).ready(StudyFixture.files(StudyFixture.plan(), folder));
        String readyId = UUID.randomUUID().toString();

        announce(readyId, Json.bytes(ready));

        ConsumerRecord<String, byte[]> record = answerTo(readyId);
        StudyMeasured measured = Json.read(record.value(), StudyMeasured.class);
        assertThat(measured.outcome()).isEqualTo(StudyMeasured.Outcome.MEASURED);
        assertThat(measured.lesions()).hasSize(2);
        assertThat(record.key()).isEqualTo("pseudonym");
        assertThat(ReadyRecord.header(record, EventHeaders.ID))
                .isEqualTo(EventId.of(List.of(readyId), "diffusion.measure", measured.algorithmVersion())
                        .toString());
        assertThat(ReadyRecord.header(record, EventHeaders.TYPE)).isEqualTo("imaging.study.measured.v1");
        assertThat(ReadyRecord.header(record, EventHeaders.TRACEPARENT)).isEqualTo(TRACE);
    }

    @Test
    void whatIsNoEventBecomesADeadLetterAndTheNextIsMeasured() throws IOException {
        String brokenId = UUID.randomUUID().toString();
        String readyId = UUID.randomUUID().toString();
        StudyReady ready = new StudyFixture(store).ready(StudyFixture.files(StudyFixture.plan(), folder));

        announce(brokenId, "{\"patientKey\":".getBytes(StandardCharsets.UTF_8));
        announce(readyId, Json.bytes(ready));

        assertThat(answerTo(readyId).key()).isEqualTo("pseudonym");
        ConsumerRecord<String, byte[]> letter =
                find(Topics.deadLetters(Topics.STUDY_READY, "diffusion"), EventHeaders.ID, brokenId);
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("{\"patientKey\":");
        assertThat(ReadyRecord.header(letter, "vigie_reason")).startsWith("StudyReady");
    }

    @Test
    void aStudyThatNeverFinishesIsAnsweredAsFailed() {
        String readyId = UUID.randomUUID().toString();
        StudyReady ready = StudyFixture.ready(new ObjectRef("0".repeat(64), 1), false);

        announce(readyId, Json.bytes(ready));

        StudyMeasured measured = Json.read(answerTo(readyId).value(), StudyMeasured.class);
        assertThat(measured.outcome()).isEqualTo(StudyMeasured.Outcome.FAILED);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.DELIVERIES_EXHAUSTED));
        assertThat(find(Topics.deadLetters(Topics.STUDY_READY, "diffusion"), EventHeaders.ID, readyId)
                        .key())
                .isEqualTo("pseudonym");
    }

    @Test
    void readyMeansThatTheWorkerWorks() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.find { it.name == 'diffusion' }.data.worker", equalTo("WORKING")));
    }

    @Test
    void statusIsForThoseWhoKnowThePassword() {
        given().get("/api/status").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("vigie", "test-password")
                .get("/api/status")
                .then()
                .statusCode(200)
                .body("brokerReachable", equalTo(true))
                .body("algorithmVersion", equalTo("adc-1.2.0"));
    }

    @Test
    void outcomesAreCounted() {
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.containsString("diffusion_studies_measured_total{outcome=\"measured\"}"));
    }

    private void announce(String id, byte[] payload) {
        try (KafkaProducer<String, byte[]> producer = KafkaSettings.producer(bootstrapServers)) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(Topics.STUDY_READY, "pseudonym", payload);
            message.headers().add(EventHeaders.ID, id.getBytes(StandardCharsets.UTF_8));
            message.headers().add(EventHeaders.TRACEPARENT, TRACE.getBytes(StandardCharsets.UTF_8));
            assertThat(producer.send(message)).succeedsWithin(PATIENCE);
        }
    }

    private ConsumerRecord<String, byte[]> answerTo(String readyId) {
        String id =
                EventId.of(List.of(readyId), "diffusion.measure", "adc-1.2.0").toString();
        return find(Topics.STUDY_MEASURED, EventHeaders.ID, id);
    }

    private ConsumerRecord<String, byte[]> find(String topic, String header, String value) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "test-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (value.equals(ReadyRecord.header(record, header))) {
                        found.add(record);
                    }
                });
                return !found.isEmpty();
            });
        }
        return found.getFirst();
    }
}
