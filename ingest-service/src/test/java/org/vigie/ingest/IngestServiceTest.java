package org.vigie.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.dicom.ContourAndImage;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/** The whole service with a real broker and DCMTK as the sender. */
@QuarkusTest
@WithTestResource(Platform.class)
class IngestServiceTest {
    private static final String S01 = "S01_mrbias_diffusion_session1";

    @ConfigProperty(name = "vigie.dicom.port")
    int dicomPort;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "vigie.store.dir")
    Path storeDir;

    @Inject
    IngestService service;

    @TempDir
    Path folder;

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void announcesADiffusionStudyOnceHoweverOftenItIsSent() throws Exception {
        List<Path> files = SharedData.dicomFiles(SharedData.folder(S01));

        Dcmtk.Result first = Dcmtk.store(dicomPort, "STORESCU", files.toArray(Path[]::new));
        assertThat(first.exit()).as(first.output()).isZero();
        List<StudyReady> ready = await().atMost(Duration.ofSeconds(30)).until(this::ready, r -> !r.isEmpty());

        StudyReady event = ready.getFirst();
        assertThat(event.revision()).isEqualTo(1);
        assertThat(event.completeness()).isEqualTo(Completeness.PROTOCOL_SATISFIED);
        assertThat(event.incomplete()).isFalse();
        assertThat(event.reasons()).isEmpty();
        assertThat(event.series().stream()
                        .mapToInt(StudyReady.SeriesCount::instances)
                        .sum())
                .isEqualTo(files.size());
        ObjectStore store = new FileObjectStore(storeDir);
        StudyManifest manifest = Json.read(store.read(event.manifest()), StudyManifest.class);
        assertThat(manifest.series()).hasSize(event.series().size());
        assertThat(manifest.series().getFirst().instances().getFirst().callingAe())
                .isEqualTo("STORESCU");

        // When all of it comes again, from another sender and in another encoding
        Dcmtk.Result second = Dcmtk.storeImplicit(dicomPort, "OTHER", files.toArray(Path[]::new));
        assertThat(second.exit()).as(second.output()).isZero();
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> ready().stream()
                                .filter(r -> r.studyUid().equals(event.studyUid()))
                                .count()
                        == 1);

        api().get("/api/studies")
                .then()
                .statusCode(200)
                .body("studies.find { it.studyUid == '" + event.studyUid() + "' }.state", equalTo("READY"))
                .body("studies.find { it.studyUid == '" + event.studyUid() + "' }.instances", equalTo(files.size()))
                .body("studies.find { it.studyUid == '" + event.studyUid() + "' }.conflicts", equalTo(0));
        assertThat(records(Topics.PATIENT_LINKED)).isNotEmpty();
        api().contentType("application/json")
                .body("{\"studyUid\":\"" + event.studyUid() + "\"}")
                .post("/api/protocols/explain")
                .then()
                .statusCode(200)
                .body("decision", equalTo("ready"))
                .body("rules[0].name", equalTo("dwi"))
                .body("rules[0].why", equalTo("otherwise"))
                .body("sets[0].bSecPerMm2", equalTo(List.of(0f, 500f, 1000f, 1500f, 2000f)))
                .body("sets[0].slices", equalTo(25));

        announcedAgain(event);
    }

    /** The same revision and manifest, once for each run, under an id of the run and marked as reprocessing. */
    private void announcedAgain(StudyReady event) {
        String listed = again("run-1", event.studyUid(), true)
                .statusCode(200)
                .body("studies", hasSize(1))
                .body("studies[0].patientKey", equalTo(event.patientKey()))
                .body("studies[0].revision", equalTo(1))
                .extract()
                .path("studies[0].readyEventId");
        again("run-1", event.studyUid(), false).statusCode(202).body("studies[0].readyEventId", equalTo(listed));

        List<ConsumerRecord<String, byte[]>> marked = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> records(Topics.STUDY_READY).stream()
                                .filter(r -> "reprocess".equals(header(r, "ce_reason")))
                                .toList(),
                        found -> !found.isEmpty());
        assertThat(marked).singleElement().satisfies(record -> {
            assertThat(header(record, "ce_id")).isEqualTo(listed);
            assertThat(record.key()).isEqualTo(event.patientKey());
            StudyReady said = Json.read(record.value(), StudyReady.class);
            assertThat(said.revision()).isEqualTo(1);
            assertThat(said.manifest()).isEqualTo(event.manifest());
            assertThat(said.completeness()).isEqualTo(event.completeness());
        });

        again("run-1", "1.2.3.4", false).statusCode(404).body("object", equalTo("studyUids 1.2.3.4"));
        again("run 1", event.studyUid(), false).statusCode(400).body("object", equalTo("runId"));
        again("run-1", "../x", false).statusCode(400).body("object", equalTo("studyUids"));
        api().contentType("application/json")
                .body(Map.of("runId", "r"))
                .post("/api/studies/reprocess")
                .then()
                .statusCode(400)
                .body("error", equalTo("nothing chosen"));
        given().contentType("application/json")
                .body(Map.of("runId", "r", "all", true))
                .post("/api/studies/reprocess")
                .then()
                .statusCode(401);
    }

    /** What is drawn comes first and names an image only; the study of that image is announced with it all the same. */
    @Test
    void aContourThatCameBeforeTheImagesItNamesReachesTheirStudy() throws Exception {
        ContourAndImage sent = ContourAndImage.of(oneImage(), folder, "1.2.826.0.1.3680043.10.1717");
        Dcmtk.Result contour = Dcmtk.storeRequired(dicomPort, "STORESCU", sent.contour());
        assertThat(contour.exit()).as(contour.output()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ready().stream().anyMatch(r -> r.studyUid().equals("1.2.826.0.1.3680043.10.1717.2")));

        assertThat(Dcmtk.store(dicomPort, "OTHER", sent.image()).exit()).isZero();

        StudyReady event = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> ready().stream()
                                .filter(r -> r.studyUid().equals(sent.imageStudyUid()))
                                .toList(),
                        found -> !found.isEmpty())
                .getLast();
        assertThat(event.series())
                .extracting(StudyReady.SeriesCount::seriesUid)
                .containsExactlyInAnyOrder("1.2.826.0.1.3680043.10.1717.1.1", "1.2.826.0.1.3680043.10.1717.2.1");
        StudyManifest manifest = Json.read(new FileObjectStore(storeDir).read(event.manifest()), StudyManifest.class);
        assertThat(manifest.series())
                .filteredOn(s -> s.modality().equals("SEG"))
                .singleElement()
                .satisfies(s -> assertThat(s.studyUid()).isEqualTo("1.2.826.0.1.3680043.10.1717.2"));
    }

    private static ValidatableResponse again(String run, String studyUid, boolean dryRun) {
        return api().contentType("application/json")
                .body(Map.of("runId", run, "studyUids", List.of(studyUid), "dryRun", dryRun))
                .post("/api/studies/reprocess")
                .then();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void keepsWhatIsNotWholeApartWithTheReasonAndGoesOn() throws Exception {
        byte[] bytes = Files.readAllBytes(oneImage());
        Path cut = Files.write(folder.resolve("cut.dcm"), java.util.Arrays.copyOf(bytes, bytes.length - 1001));
        Path shortPixels = Files.write(folder.resolve("short.dcm"), bytes);
        assertThat(Dcmtk.run("dcmodify", List.of("-nb", "-imt", "-m", "(0028,0010)=4096", shortPixels.toString()))
                        .exit())
                .isZero();

        // DCMTK itself refuses the cut one; what it does send must not pass for whole.
        Dcmtk.store(dicomPort, "STORESCU", cut);
        Dcmtk.Result result = Dcmtk.store(dicomPort, "STORESCU", shortPixels);

        assertThat(result.output()).contains("Error: CannotUnderstand");
        api().get("/api/quarantine")
                .then()
                .body("quarantine.reason", hasItem("PIXEL_DATA_SHORT"))
                .body("quarantine.callingAe", hasItem("STORESCU"));
        String id = api().get("/api/quarantine").path("quarantine.find { it.reason == 'PIXEL_DATA_SHORT' }.id");
        act("retry", "{\"id\":\"" + id + "\",\"by\":\"admin\"}", 409).body("rule", containsString("PIXEL_DATA_SHORT"));
        act("delete", "{\"id\":\"" + id + "\",\"by\":\"admin\"}", 400);
        act("delete", "{\"id\":\"" + id + "\",\"by\":\"admin\",\"why\":\"sent again whole\"}", 200);
        act("delete", "{\"id\":\"" + id + "\",\"by\":\"admin\",\"why\":\"sent again whole\"}", 404);
        api().get("/api/quarantine").then().body("quarantine.id", not(hasItem(id)));
        echo();
    }

    @Test
    void anInstanceWithPathCharactersInItsUidLandsInQuarantineOnly() throws Exception {
        Path file = Files.copy(oneImage(), folder.resolve("path.dcm"));
        assertThat(Dcmtk.run("dcmodify", List.of("-nb", "-imt", "-m", "(0020,000D)=../../../x", file.toString()))
                        .exit())
                .isZero();

        Dcmtk.Result result = Dcmtk.store(dicomPort, "STORESCU", file);

        assertThat(result.output()).contains("Error: CannotUnderstand");
        api().get("/api/quarantine")
                .then()
                .body("quarantine.findAll { it.reason == 'INVALID_UID' }.detail", hasItem("(0020,000D)"));
        echo();
    }

    @Test
    void randomBytesOnThePortDoNotDisturbTheNextSender() throws Exception {
        byte[] noise = new byte[65_536];
        new Random(7).nextBytes(noise);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dicomPort)) {
            socket.getOutputStream().write(noise);
        } catch (java.io.IOException closedByPeer) {
            assertThat(closedByPeer).isNotNull();
        }

        echo();
    }

    @Test
    void rejectsACallerThatIsNotOnTheList() throws Exception {
        Dcmtk.Result stranger = Dcmtk.run(
                "echoscu",
                List.of("-v", "-aet", "STRANGER", "-aec", "VIGIE", "127.0.0.1", Integer.toString(dicomPort)));

        assertThat(stranger.exit()).isNotZero();
        assertThat(stranger.output()).contains("Rejected Permanent").contains("Calling AE Title Not Recognized");
    }

    @Test
    void tellsTheRulesOfCompletenessInForce() {
        api().get("/api/protocols")
                .then()
                .statusCode(200)
                .body("protocols.name", equalTo(List.of("breast-dce", "breast-dwi", "dwi", "wb-dwi")))
                .body("protocols.find { it.name == 'breast-dwi' }.asks.highB", equalTo(600f));
        api().contentType("application/json")
                .body("{\"studyUid\":\"1.2.3.999\"}")
                .post("/api/protocols/explain")
                .then()
                .statusCode(404);
        api().contentType("application/json")
                .body("{}")
                .post("/api/protocols/explain")
                .then()
                .statusCode(400);
    }

    @Test
    void whatCannotBeReadIsToldByItsPlaceAndRule() {
        refused("/api/retention", "{\"by\":\"olga\",\"dryrun\":true}", "dryrun", "none of this name");
        refused("/api/retention", "{\"by\":\"olga\",\"dryRun\":\"perhaps\"}", "dryRun", "documented type");
        refused("/api/retention", "{\"by\":\"olga\",\"dryRun\":true,\"dryRun\":false}", "body", "readable JSON");
        refused("/api/studies/reprocess", "{\"runId\":\"1\",\"studyUids\":\"1.2\"}", "studyUids", "documented type");
        refused("/api/quarantine/retry", "{\"id\": ", "body", "readable JSON");
        api().contentType("text/plain")
                .body("x")
                .post("/api/retention")
                .then()
                .statusCode(415)
                .body("object", equalTo("Content-Type"));
        api().accept("text/html").get("/api/studies").then().statusCode(406).body("object", equalTo("Accept"));
        api().delete("/api/studies").then().statusCode(405).body("object", equalTo("method"));
        api().contentType("application/zip")
                .body(new byte[] {1})
                .post("/api/upload?dryRun=perhaps")
                .then()
                .statusCode(400)
                .body("object", equalTo("dryRun"));
    }

    private static void refused(String path, String body, String object, String rule) {
        api().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .body("object", containsString(object))
                .body("rule", containsString(rule));
    }

    @Test
    void theInterfaceAsksForThePassword() {
        given().get("/api/studies").then().statusCode(401);
        api().get("/api/quarantine").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(401);
        Map<String, Map<String, Object>> routes =
                api().accept("application/json").get("/q/openapi").path("paths");
        assertThat(routes).containsKeys("/api/studies", "/dicom-web/studies/{study}", "/api/quarantine/delete");
        routes.forEach((route, methods) -> methods.keySet().stream()
                .filter(List.of("get", "post", "put", "delete", "patch")::contains)
                .forEach(method -> {
                    String address = route.replaceAll("\\{[^}]*}", "1.2.3");
                    assertThat(given().request(method.toUpperCase(Locale.ROOT), address)
                                    .statusCode())
                            .as("%s %s", method, route)
                            .isIn(401, 403);
                    assertThat(given().auth()
                                    .preemptive()
                                    .basic("vigie", "wrong")
                                    .request(method.toUpperCase(Locale.ROOT), address)
                                    .statusCode())
                            .as("%s %s", method, route)
                            .isIn(401, 403);
                }));
        given().get("/q/health/ready").then().body("checks.name", hasItem("dicom-port"));
    }

    private static ValidatableResponse act(String act, String body, int status) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/quarantine/" + act)
                .then()
                .statusCode(status);
    }

    private void echo() throws Exception {
        Dcmtk.Result echo = Dcmtk.run(
                "echoscu", List.of("-aet", "ECHOSCU", "-aec", "VIGIE", "127.0.0.1", Integer.toString(dicomPort)));
        assertThat(echo.exit()).as(echo.output()).isZero();
    }

    private Path oneImage() throws Exception {
        return SharedData.dicomFiles(SharedData.folder(S01)).getFirst();
    }

    private static RequestSpecification api() {
        return given().auth().preemptive().basic("vigie", "test");
    }

    private List<StudyReady> ready() {
        return records(Topics.STUDY_READY).stream()
                .map(r -> Json.read(r.value(), StudyReady.class))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        Properties p = new Properties();
        p.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        p.put(ConsumerConfig.GROUP_ID_CONFIG, "test-" + UUID.randomUUID());
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(p, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(i -> new org.apache.kafka.common.TopicPartition(topic, i.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(t -> consumer.position(t) < ends.getOrDefault(t, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }
}
