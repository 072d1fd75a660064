package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.ingest.IngestPipeline.NotDurableException;
import org.vigie.ingest.IngestPipeline.Outcome;
import org.vigie.ingest.IngestPipeline.Pending;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.domain.RetentionRules;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.RetentionLog;
import org.vigie.ingest.storage.RetentionRun;
import org.vigie.ingest.storage.Watermark;
import org.vigie.store.CorruptObjectException;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectSink;
import org.vigie.store.OpenedStore;

class IngestPipelineTest {
    private final SiteSecret secret = new SiteSecret(new byte[32]);

    @TempDir
    Path folder;

    private FileObjectStore store;
    private InstanceLog journal;
    private QuarantineLog quarantine;
    private IngestPipeline pipeline;
    private Instant now = Instances.T0;

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(folder.resolve("store"));
        journal = new InstanceLog(store, "a", () -> {});
        quarantine = new QuarantineLog(folder.resolve("quarantine"));
        pipeline = pipeline(journal);
    }

    /** Of a replica with a journal of its own. */
    private IngestPipeline pipeline(InstanceLog log) {
        StorageConfig config = new SmallRyeConfigBuilder()
                .withMapping(StorageConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "vigie.ingest.store-dir",
                                        folder.resolve("store").toString(),
                                "vigie.ingest.dir", folder.toString()),
                        "test",
                        100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(StorageConfig.class);
        return new IngestPipeline(
                store,
                new DiskFloor(config.storeDir(), config.minFreeBytes()),
                log,
                quarantine,
                new Identities(secret, new Issuers("LOCAL", Map.of()), () -> Instances.T0),
                PackagedRules.with(Map.of()),
                new IngestMetrics(new SimpleMeterRegistry()),
                () -> now);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
        quarantine.close();
    }

    @Test
    void theSameInstanceAgainIsSuccessWithoutASecondEntryAlsoAfterARestart() throws IOException {
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.STORED);
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);
        close();
        open();
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);

        assertThat(entries()).hasSize(1);
    }

    @Test
    void otherContentUnderTheSameUidIsKeptBesideAndFlagged() throws IOException {
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.STORED);
        assertThat(accept("others", "P1", "1.2")).isEqualTo(Outcome.CONFLICTING);
        assertThat(accept("others", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);

        assertThat(entries()).extracting(e -> e.event().conflicting()).containsExactly(false, true);
        assertThat(entries())
                .allSatisfy(e -> assertThat(store.contains(e.event().object())).isTrue());
    }

    @Test
    void whatAnotherReplicaTookIsStoredHereTooAndOtherContentIsFlagged() throws IOException {
        try (InstanceLog there = new InstanceLog(new FileObjectStore(folder.resolve("store")), "b", () -> {})) {
            IngestPipeline other = pipeline(there);
            assertThat(accept(other, "pixels", "P1", "1.2", List.of())).isEqualTo(Outcome.STORED);

            await().untilAsserted(
                            () -> assertThat(journal.findElsewhere("1.2.1.1")).isPresent());
            assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.STORED);
            assertThat(entries()).extracting(e -> e.event().conflicting()).containsExactly(false);

            // The other way round, with what came here first
            assertThat(accept("mine", "P1", "1.3")).isEqualTo(Outcome.STORED);
            await().untilAsserted(
                            () -> assertThat(there.findElsewhere("1.3.1.1")).isPresent());
            assertThat(accept(other, "theirs", "P1", "1.3", List.of())).isEqualTo(Outcome.CONFLICTING);

            // A contour that names an image of the other replica only
            assertThat(accept(other, "image", "P1", "1.4", List.of())).isEqualTo(Outcome.STORED);
            await().untilAsserted(
                            () -> assertThat(journal.findElsewhere("1.4.1.1")).isPresent());
            assertThat(accept(pipeline, "contour", "P1", "1.5", List.of("1.4.1.1")))
                    .isEqualTo(Outcome.STORED);
            assertThat(entries().getLast().event().referencedStudyUids()).containsExactly("1.5", "1.4");
        }
    }

    /** A contour that names images and no study, stored before those images: their study gets to know it with the first. */
    @Test
    void whatNamesImagesThatComeLaterIsToldToTheirStudyOnce() throws IOException {
        accept(pipeline, "contour", "P1", "1.5", List.of("1.4.1.1", "1.4.1.2", "1.5.1.9"));
        assertThat(entries().getLast().event().referencedStudyUids()).containsExactly("1.5");
        JournalEntry contour = entries().getLast();

        close();
        open();
        accept("another", "P1", "1.6");
        assertThat(entries()).hasSize(2);
        accept("image", "P1", "1.4");

        assertThat(entries()).hasSize(4);
        assertThat(entries().getLast().event().sopInstanceUid()).isEqualTo("1.5.1.1");
        assertThat(entries().getLast().event().object())
                .isEqualTo(contour.event().object());
        assertThat(entries().getLast().event().referencedStudyUids()).containsExactly("1.5", "1.4");

        // Neither further images of that study, nor the same ones again, nor those of its own tell it anew
        accept(pipeline, "second image", header("P1", "1.4", "1.4.1.2", List.of()));
        accept("image", "P1", "1.4");
        accept(pipeline, "own image", header("P1", "1.5", "1.5.1.9", List.of()));
        assertThat(accept(pipeline, "contour", "P1", "1.5", List.of("1.4.1.1", "1.4.1.2", "1.5.1.9")))
                .isEqualTo(Outcome.DUPLICATE);
        assertThat(entries()).hasSize(6);
        assertThat(journal.size()).isEqualTo(6);
    }

    @Test
    void anImageThatComesToAnotherReplicaFindsTheContourThatNamesIt() throws IOException {
        try (InstanceLog there = new InstanceLog(new FileObjectStore(folder.resolve("store")), "b", () -> {})) {
            IngestPipeline other = pipeline(there);
            accept(other, "contour", "P1", "1.5", List.of("1.4.1.1"));
            await().untilAsserted(
                            () -> assertThat(journal.awaited().of("1.4.1.1")).isNotEmpty());

            accept("image", "P1", "1.4");

            assertThat(entries().getLast().event().sopInstanceUid()).isEqualTo("1.5.1.1");
            assertThat(entries().getLast().event().referencedStudyUids()).containsExactly("1.5", "1.4");
        }
    }

    /** Both come at the same time to machines that do not know of each other yet. */
    @Test
    void anImageOfAnotherMachineThatWasSharedLateIsFoundLater() throws IOException {
        accept(pipeline, "contour", "P1", "1.5", List.of("1.4.1.1", "1.4.1.2"));
        try (InstanceLog there = new InstanceLog(new FileObjectStore(folder.resolve("store")), "b", () -> {});
                ObjectSink sink = sink(pipeline, "image")) {
            there.append(
                            new JournalEntry(
                                    Instances.of("1.4", "1.4.1", "1.4.1.1", "k", "MR", false, List.of(), List.of()),
                                    entries().getFirst().patient(),
                                    false,
                                    "00-trace"),
                            sink)
                    .awaitDurable();
            await().untilAsserted(
                            () -> assertThat(journal.findElsewhere("1.4.1.1")).isPresent());

            pipeline.settleLate();
            assertThat(entries()).hasSize(1);
            now = Instances.T0.plusSeconds(31);
            pipeline.settleLate();

            assertThat(entries()).hasSize(2);
            assertThat(entries().getLast().event().sopInstanceUid()).isEqualTo("1.5.1.1");
            assertThat(entries().getLast().event().referencedStudyUids()).containsExactly("1.5", "1.4");

            // The other image never comes: it is looked for three times, and not for ever
            now = Instances.T0.plus(Duration.ofDays(1));
            for (int i = 0; i < 5; i++) {
                pipeline.settleLate();
                now = now.plus(Duration.ofDays(1));
            }
            assertThat(entries()).hasSize(2);
        }
    }

    /** The power fails when the image is on disk and the contour is not yet told: the image comes again. */
    @Test
    void anImageSentAgainIsToldOfTheContourThatWaitedForIt() throws IOException {
        accept("image", "P1", "1.4");
        try (ObjectSink sink = sink(pipeline, "contour")) {
            journal.append(
                            new JournalEntry(
                                    Instances.of(
                                            "1.5", "1.5.1", "1.5.1.1", "k", "SEG", false, List.of("1.5"), List.of()),
                                    entries().getFirst().patient(),
                                    false,
                                    "00-trace"),
                            sink)
                    .awaitDurable();
        }
        journal.awaited().add(List.of("1.4.1.1"), "1.5.1.1", "1.5");

        assertThat(accept("image", "P1", "1.4")).isEqualTo(Outcome.DUPLICATE);

        assertThat(entries().getLast().event().sopInstanceUid()).isEqualTo("1.5.1.1");
        assertThat(entries().getLast().event().referencedStudyUids()).containsExactly("1.5", "1.4");
    }

    @Test
    void thePseudonymIsTheSiteWideOneAndTheJournalNamesNobody() throws IOException {
        accept("pixels", " P1-SECRET ", "1.2");

        assertThat(entries().getFirst().event().patientKey()).isEqualTo(secret.patientKey("LOCAL", "P1-SECRET"));
        String pack = Files.readString(pack(), StandardCharsets.ISO_8859_1);
        assertThat(pack.substring(pack.indexOf("{"), pack.lastIndexOf("}")))
                .doesNotContain("JANE")
                .doesNotContain("P1-SECRET");
    }

    @Test
    void patientsWithoutAnIdAreOnePerStudyAndNeverMerged() throws IOException {
        accept("a", null, "1.2");
        accept("b", "  ", "1.3");

        assertThat(entries())
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.unknownPatient()).isTrue());
        assertThat(entries()).extracting(e -> e.event().patientKey()).doesNotHaveDuplicates();
    }

    @Test
    void aRefusedObjectIsKeptOnceWithItsReasonAndAHarmlessUid() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (ObjectSink sink = sink(pipeline, "garbage")) {
                pipeline.quarantine(sink, QuarantineReason.INVALID_UID, "(0000,1000)", "PACS", "../1.2");
            }
        }

        assertThat(quarantine.latest(10)).singleElement().satisfies(q -> {
            assertThat(q.sopInstanceUid()).isEqualTo("..?1.2");
            assertThat(q.callingAe()).isEqualTo("PACS");
            assertThat(store.read(q.object())).isEqualTo("garbage".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** A bit of the stored image flips; its sender sends it again, and is told Success only now that it is there again. */
    @Test
    void whatIsDamagedIsTakenAgain() throws IOException {
        accept("pixels", "P1", "1.2");
        ObjectRef object = entries().getFirst().event().object();
        byte[] bytes = Files.readAllBytes(pack());
        bytes[32 + 72 + 2] ^= 1;
        Files.write(pack(), bytes);
        assertThatThrownBy(() -> store.read(object)).isInstanceOf(CorruptObjectException.class);

        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);

        assertThat(store.read(object)).isEqualTo("pixels".getBytes(StandardCharsets.UTF_8));
        assertThat(new FileObjectStore(folder.resolve("store")).read(object)).hasSize(6);
        assertThat(entries()).hasSize(2).allSatisfy(e -> {
            assertThat(e.event().object()).isEqualTo(object);
            assertThat(e.event().conflicting()).isFalse();
        });
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);
        assertThat(entries()).hasSize(2);
    }

    /** Whoever took it first never came to wait for it. */
    @Test
    void anInstanceThatNobodyWaitsForDoesNotBlockTheNextSender() throws IOException {
        Pending forgotten;
        try (ObjectSink sink = sink(pipeline, "pixels")) {
            forgotten = pipeline.accept(sink, header("P1", "1.2"), "PACS", (a, b) -> false);
        }
        pipeline.underWay.longestWait = Duration.ofMillis(100);
        assertThatThrownBy(() -> accept("pixels", "P1", "1.2")).isInstanceOf(NotDurableException.class);

        forgotten.abandon();

        assertThat(accept("pixels", "P1", "1.2")).isIn(Outcome.STORED, Outcome.DUPLICATE);
    }

    @Test
    void aStagingFileThatCannotBeRemovedFailsNothing() throws IOException {
        byte[] large = new byte[3 << 20];
        Path incoming = folder.resolve("store/incoming");
        try (ObjectSink sink = pipeline.begin()) {
            sink.write(large);
            Path staged;
            try (var files = Files.list(incoming)) {
                staged = files.findAny().orElseThrow();
            }
            // A folder with something in it can be removed by nobody.
            Files.delete(staged);
            Files.createDirectories(staged.resolve("x"));

            assertThat(pipeline.accept(sink, header("P1", "1.2"), "PACS", (a, b) -> false)
                            .await())
                    .isEqualTo(Outcome.STORED);
        }
        assertThat(accept("pixels", "P1", "1.3")).isEqualTo(Outcome.STORED);
    }

    @Test
    void anObjectThatRefersToThousandsOfStudiesTellsAHundred() throws IOException {
        accept("pixels", "P1", "1.9");
        List<String> many =
                IntStream.range(0, 5_000).mapToObj(i -> "1.2.7." + i).toList();
        try (ObjectSink sink = sink(pipeline, "seg")) {
            InstanceHeader header = header("P1", "1.3", many, List.of("1.9.1.1"));
            pipeline.accept(sink, header, "PACS", (a, b) -> false).await();
        }

        assertThat(entries().getLast().event().referencedStudyUids())
                .hasSize(101)
                .startsWith("1.3")
                .contains("1.9")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatRetentionDroppedIsStoredAgainWhenItComesAgain() throws IOException {
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.STORED);
        assertThat(accept("others", "P2", "1.3")).isEqualTo(Outcome.STORED);
        JournalEntry first = entries().getFirst();
        JournalEntry second = entries().getLast();
        StudyManifest manifest = new StudyManifest(
                first.event().patientKey(),
                "1.2",
                1,
                null,
                List.of(new StudyManifest.Series(
                        "1.2.1",
                        "1.2",
                        "MR",
                        List.of(new StudyManifest.Instance(
                                "1.2.1.1",
                                "1.2.840.10008.5.1.4.1.1.4",
                                "1.2.840.10008.1.2.1",
                                first.event().object(),
                                "PACS",
                                true)))));
        StudyMeasured result = new StudyMeasured(
                first.event().patientKey(),
                "1.2",
                1,
                null,
                Instances.T0,
                StudyMeasured.Outcome.MEASURED,
                false,
                List.of(),
                List.of(),
                List.of(),
                store.put("ingest", Json.bytes(manifest)),
                "event",
                "1",
                Instances.T0);
        Watermark watermark = new Watermark(folder.resolve("published"));
        watermark.set(new Watermark.State(journal.end(), "cluster"));
        try (RetentionLog log = new RetentionLog(folder.resolve("retention"))) {
            Retention retention = new Retention(
                    new RetentionRules(Optional.of(Duration.ofDays(365)), Optional.empty()),
                    0,
                    new OpenedStore(store, store, null),
                    journal,
                    watermark,
                    quarantine,
                    log,
                    () -> Map.of("1.2", result),
                    () -> Instances.T0.plus(Duration.ofDays(366)));
            assertThat(retention.run("admin", true).dueObjects()).isEqualTo(1);
            assertThat(store.contains(first.event().object())).isTrue();
            RetentionRun done = retention.run("admin", false);
            assertThat(done.freedObjects()).isEqualTo(1);
            assertThat(done.held()).isEqualTo(Map.of("NOT_MEASURED", 1));
            RetentionRun again = retention.run("admin", true);
            assertThat(again.dueObjects()).isZero();
            assertThat(again.studies()).isZero();
            assertThat(log.latest(10)).extracting(RetentionRun::by).containsExactly("admin", "admin");
            assertThat(log.latest(10)).extracting(RetentionRun::freedObjects).containsExactly(1, 0);
        }
        assertThat(store.contains(first.event().object())).isFalse();
        assertThat(store.contains(second.event().object())).isTrue();
        assertThat(entries()).hasSize(2);

        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);
        assertThat(store.contains(first.event().object())).isTrue();
        assertThat(accept("pixels", "P1", "1.2")).isEqualTo(Outcome.DUPLICATE);
        assertThat(entries()).extracting(e -> e.event().conflicting()).containsOnly(false);
    }

    private Path pack() throws IOException {
        try (var files = Files.list(folder.resolve("store/packs/ingest-a"))) {
            return files.filter(f -> f.toString().endsWith(".pack")).findAny().orElseThrow();
        }
    }

    private Outcome accept(String content, @Nullable String patientId, String study) throws IOException {
        return accept(pipeline, content, patientId, study, List.of());
    }

    private static Outcome accept(
            IngestPipeline pipeline,
            String content,
            @Nullable String patientId,
            String study,
            List<String> referencedInstances)
            throws IOException {
        return accept(pipeline, content, header(patientId, study, List.of(), referencedInstances));
    }

    private static Outcome accept(IngestPipeline pipeline, String content, InstanceHeader header) throws IOException {
        try (ObjectSink sink = sink(pipeline, content)) {
            return pipeline.accept(sink, header, "PACS", (a, b) -> false).await();
        }
    }

    private static InstanceHeader header(@Nullable String patientId, String study) {
        return header(patientId, study, List.of(), List.of());
    }

    private static InstanceHeader header(
            @Nullable String patientId, String study, List<String> studies, List<String> instances) {
        return header(patientId, study, study + ".1.1", studies, instances);
    }

    private static InstanceHeader header(String patientId, String study, String sop, List<String> instances) {
        return header(patientId, study, sop, List.of(), instances);
    }

    private static InstanceHeader header(
            @Nullable String patientId, String study, String sop, List<String> studies, List<String> instances) {
        return new InstanceHeader(
                study,
                study + ".1",
                sop,
                "1.2.840.10008.5.1.4.1.1.4",
                "1.2.840.10008.1.2.1",
                "MR",
                new InstanceHeader.Patient(patientId, null, "DOE^JANE", null, "F"),
                null,
                true,
                studies,
                instances,
                List.of(),
                List.of(),
                null);
    }

    private static ObjectSink sink(IngestPipeline pipeline, String content) throws IOException {
        ObjectSink sink = pipeline.begin();
        sink.write(content.getBytes(StandardCharsets.UTF_8));
        return sink;
    }

    private List<JournalEntry> entries() throws IOException {
        return journal.read(0, Integer.MAX_VALUE).entries().stream()
                .map(DurableLog.Positioned::value)
                .toList();
    }
}
