package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.embedded.FreePort;
import org.vigie.ingest.dicom.Archive;
import org.vigie.ingest.dicom.DicomWebArchive;
import org.vigie.ingest.dicom.DimseArchive;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.StowResult;
import org.vigie.ingest.domain.PriorSearchState;
import org.vigie.ingest.domain.PriorSearchState.State;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.PriorLedger;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.FileObjectStore;

/** Earlier studies out of a real archive, and out of bad ones. */
class PriorSearchTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final Duration SHORT = Duration.ofSeconds(20);

    private final SiteSecret secret = new SiteSecret(new byte[32]);
    private final String patientKey = secret.patientKey("LOCAL", "PRIOR-1");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    private FileObjectStore store;
    private InstanceLog journal;
    private QuarantineLog quarantine;
    private PriorLedger ledger;
    private StowIntake intake;

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(folder.resolve("store"));
        journal = new InstanceLog(store, "a", () -> {});
        quarantine = new QuarantineLog(folder.resolve("quarantine"));
        ledger = new PriorLedger(folder.resolve("priors"));
        StorageConfig storage = Listening.config(folder, 1, 2, Map.of()).getConfigMapping(StorageConfig.class);
        intake = new StowIntake(
                new IngestPipeline(
                        store,
                        new DiskFloor(storage.storeDir(), storage.minFreeBytes()),
                        journal,
                        quarantine,
                        new Identities(secret, new Issuers("LOCAL", Map.of()), Clock.systemUTC()),
                        PackagedRules.with(Map.of()),
                        new IngestMetrics(meters),
                        Clock.systemUTC()),
                ParserLimits.DEFAULT,
                List.of());
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
        quarantine.close();
        journal.close();
    }

    @Test
    void aRealArchiveGivesTheStudyByEveryWayAndNoOtherPatients() throws Exception {
        List<Path> files = copies("PRIOR-1", 4);
        int moved = FreePort.pick();
        try (Orthanc orthanc = new Orthanc(folder.resolve("orthanc"), moved)) {
            load(orthanc, files);

            PriorSearchState web =
                    search(Map.of("web", () -> web(orthanc.web(), "secret"))).answer(request("r-web", DAY));
            PriorSearchState get = search(Map.of("get", () -> dimse(orthanc.dicomPort, false)))
                    .answer(request("r-get", DAY.minusDays(1)));

            assertThat(web.state()).as("%s", web).isEqualTo(State.FOUND);
            assertThat(web.instances()).isEqualTo(4);
            assertThat(get.state()).as("%s", get).isEqualTo(State.FOUND);
            assertThat(get.instances()).isEqualTo(4);
            assertThat(get.studyUids()).isEqualTo(web.studyUids()).hasSize(1);
            assertThat(ledger.isPrior(web.studyUids().getFirst())).isTrue();
            List<JournalEntry> entries = entries();
            assertThat(entries).hasSize(4).allSatisfy(e -> {
                assertThat(e.event().patientKey()).isEqualTo(patientKey);
                assertThat(e.event().callingAe()).isEqualTo("PRIOR:web");
                assertThat(e.event().conflicting()).isFalse();
            });

            // C-MOVE to our own port
            try (Listening vigie = new Listening(folder.resolve("moved"), Map.of("vigie.dicom.port", "" + moved))) {
                PriorSearchState move = search(Map.of("move", () -> dimse(orthanc.dicomPort, true)))
                        .answer(request("r-move", DAY.minusDays(2)));
                assertThat(move.state()).as("%s", move).isEqualTo(State.FOUND);
                assertThat(move.instances()).isEqualTo(4);
                assertThat(vigie.entries())
                        .hasSize(4)
                        .allSatisfy(e -> assertThat(e.event().patientKey()).isEqualTo(patientKey));
            }

            // Nothing in the window, a wrong password
            assertThat(search(Map.of("get", () -> dimse(orthanc.dicomPort, false)))
                            .answer(request("r-none", DAY.plusYears(3)))
                            .reason())
                    .isEqualTo("get has none");
            PriorSearchState refused =
                    search(Map.of("web", () -> web(orthanc.web(), "wrong"))).answer(request("r-401", DAY.minusDays(3)));
            assertThat(refused.state()).isEqualTo(State.FAILED);
            assertThat(refused.reason()).isEqualTo("web: QIDO-RS answered 401");
        }
    }

    @Test
    void whatAnotherPatientHasUnderTheSameStudyIsNeverAttachedWhicheverWayItComes() throws Exception {
        List<Path> files = new ArrayList<>(copies("PRIOR-1", 3));
        files.add(copies("SOMEBODY-ELSE", 4).getLast());
        int moved = FreePort.pick();
        try (Orthanc orthanc = new Orthanc(folder.resolve("orthanc"), moved);
                Listening vigie = new Listening(folder.resolve("moved"), Map.of("vigie.dicom.port", "" + moved))) {
            load(orthanc, files);
            PriorSearchState get =
                    search(Map.of("get", () -> dimse(orthanc.dicomPort, false))).answer(request("r-get", DAY));
            PriorSearchState move = search(Map.of(
                            "move",
                            () -> new DimseArchive(
                                    new DimseArchive.Address(
                                            "VIGIE", "ARCHIVE", "127.0.0.1", orthanc.dicomPort, true, SHORT, null),
                                    "PRIOR:move",
                                    vigie.intake())))
                    .answer(request("r-move", DAY.minusDays(1)));

            assertThat(get.state()).as("%s", get).isEqualTo(State.FOUND);
            assertThat(get.instances()).isEqualTo(3);
            assertThat(get.refused()).isEqualTo(1);
            assertThat(move.state()).as("%s", move).isEqualTo(State.FOUND);
            assertThat(move.instances()).isEqualTo(3);
            assertThat(move.refused()).isEqualTo(1);
            for (List<JournalEntry> came : List.of(entries(), vigie.entries())) {
                assertThat(came)
                        .hasSize(3)
                        .allSatisfy(e -> assertThat(e.event().patientKey()).isEqualTo(patientKey));
            }
            assertThat(quarantine.latest(10))
                    .extracting(q -> q.reason())
                    .containsExactly(QuarantineReason.OTHER_PATIENT);
            assertThat(vigie.quarantined()).isEqualTo(1);

            // When no C-MOVE of ours is under way, the archive is a sender like any other.
            Dcmtk.Result sent = Dcmtk.store(moved, "ARCHIVE", files.getLast());
            assertThat(sent.exit()).as(sent.output()).isZero();
            assertThat(vigie.entries()).hasSize(4);
        }
    }

    @Test
    void anotherPatientsStudyIsRefusedAndFlagged() throws Exception {
        Path other = copies("SOMEBODY-ELSE", 1).getFirst();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/studies", exchange -> {
            boolean query = exchange.getRequestURI().getQuery() != null;
            byte[] body = query
                    ? "[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"%s\"]}}]"
                            .formatted(studyUid(other))
                            .getBytes(StandardCharsets.UTF_8)
                    : part(Files.readAllBytes(other));
            exchange.getResponseHeaders()
                    .add("Content-Type", query ? "application/dicom+json" : "multipart/related; boundary=b");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            PriorSearchState state = search(Map.of(
                            "bad",
                            () -> web(
                                    URI.create("http://127.0.0.1:"
                                            + server.getAddress().getPort()),
                                    "x")))
                    .answer(request("r-1", DAY));

            assertThat(state.state()).isEqualTo(State.FAILED);
            assertThat(state.instances()).isZero();
            assertThat(state.reason()).isEqualTo("bad: 1 instances refused, see quarantine");
            assertThat(entries()).isEmpty();
            assertThat(quarantine.latest(10)).singleElement().satisfies(q -> {
                assertThat(q.reason()).isEqualTo(QuarantineReason.OTHER_PATIENT);
                assertThat(q.callingAe()).isEqualTo("PRIOR:bad");
            });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSilentArchiveEndsInTheTimeOutAndTheRequestIsNotAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            PriorSearch search = search(
                    Map.of("silent", () -> {
                        asked.incrementAndGet();
                        return dimse(silent.getLocalPort(), false);
                    }),
                    Duration.ofMillis(700));

            PriorSearchState first = search.answer(request("r-1", DAY));
            PriorSearchState again = search.answer(request("r-1", DAY));
            PriorSearchState similar = search.answer(request("r-2", DAY));

            assertThat(first.state()).isEqualTo(State.TIMED_OUT);
            assertThat(first.reason()).isEqualTo("after 700 ms");
            assertThat(again).isEqualTo(first);
            assertThat(similar.state()).isEqualTo(State.SUPPRESSED);
            assertThat(asked).hasValue(1);
            assertThat(ledger.waiting()).isZero();
        }
    }

    /** The time is over while an instance is being taken, by which time another sender's record waits in the same pack. */
    @Test
    void aTimeOutInTheMiddleOfAnInstanceDisturbsNoOtherSender() throws Exception {
        byte[] file = Files.readAllBytes(copies("PRIOR-1", 1).getFirst());
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger fetched = new AtomicInteger();
        Archive slow = new Archive() {
            @Override
            public List<String> find(Query query) {
                return List.of("1.2.1", "1.2.2");
            }

            @Override
            public Fetched fetch(String studyUid, String key) throws IOException {
                fetched.incrementAndGet();
                InputStream half = new SequenceInputStream(
                        new ByteArrayInputStream(file, 0, 5_000), new HeldInput(go, file, 5_000));
                try {
                    StowResult result = intake.take(half, "PRIOR:slow", null);
                    return new Fetched(result instanceof StowResult.Stored ? 1 : 0, 0);
                } finally {
                    interrupted.set(Thread.currentThread().isInterrupted());
                    done.countDown();
                }
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        AtomicInteger asked = new AtomicInteger();
        PriorSearch search = search(
                Map.of("a-slow", () -> slow, "b-next", () -> {
                    asked.incrementAndGet();
                    return slow;
                }),
                Duration.ofMillis(500));

        PriorSearchState end = search.answer(request("r-1", DAY));
        assertThat(end.state()).isEqualTo(State.TIMED_OUT);
        assertThat(closed).isTrue();
        InstanceLog.Written neighbour = journal.append(new JournalEntry(
                Instances.dwi("1.2.1.9", 0, 0),
                new PatientLinked(patientKey, "sealed", "ingest", Instances.T0),
                false,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        go.countDown();
        done.await();
        neighbour.awaitDurable();

        assertThat(interrupted).isFalse();
        assertThat(entries()).hasSize(2);
        assertThat(fetched).hasValue(1);
        assertThat(asked).hasValue(0);
        assertThat(ledger.find("r-1")).contains(end);
        try (Stream<Path> packs = Files.list(folder.resolve("store/packs/ingest-a"))) {
            assertThat(packs.filter(p -> p.toString().endsWith(".pack"))).hasSize(1);
        }
    }

    /** The rest of a file, which comes late. */
    private static final class HeldInput extends InputStream {
        private final CountDownLatch go;
        private final ByteArrayInputStream rest;

        HeldInput(CountDownLatch go, byte[] file, int from) {
            this.go = go;
            this.rest = new ByteArrayInputStream(file, from, file.length - from);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            boolean interrupted = false;
            while (go.getCount() > 0) {
                LockSupport.parkNanos(1_000_000L);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return rest.read(target, offset, length);
        }
    }

    @Test
    void aClosedPortAndAnUnknownPatientAreNamed() throws Exception {
        PriorSearchState closed =
                search(Map.of("pacs", () -> dimse(FreePort.pick(), false))).answer(request("r-1", DAY));
        PriorSearchState unknown = new PriorSearch(
                        Map.of("pacs", () -> dimse(FreePort.pick(), false)),
                        ledger,
                        key -> Optional.empty(),
                        limits(SHORT),
                        new IngestMetrics(meters),
                        Clock.systemUTC())
                .answer(request("r-2", DAY.minusDays(1)));

        assertThat(closed.state()).isEqualTo(State.FAILED);
        assertThat(closed.reason()).isEqualTo("pacs: association: ConnectException");
        assertThat(unknown.reason()).isEqualTo("NO_IDENTITY");
        assertThat(search(Map.of()).answer(request("r-3", DAY.minusDays(2))).reason())
                .isEqualTo("NO_ARCHIVE");
        assertThat(meters.counter("ingest.priors.answered", "outcome", "failed").count())
                .isEqualTo(3);
    }

    private PriorSearch search(Map<String, Archive.Source> archives) {
        return search(archives, SHORT);
    }

    private PriorSearch search(Map<String, Archive.Source> archives, Duration timeout) {
        return new PriorSearch(
                archives,
                ledger,
                key -> key.equals(patientKey)
                        ? Optional.of(new PatientIdentity("LOCAL", "PRIOR-1", null, null, null))
                        : Optional.empty(),
                limits(timeout),
                new IngestMetrics(meters),
                Clock.systemUTC());
    }

    private static PriorSearch.Limits limits(Duration timeout) {
        return new PriorSearch.Limits(3, timeout, Duration.ofDays(30), "MR");
    }

    /** The window is a year that ends on the day. */
    private PriorRequested request(String id, LocalDate to) {
        return new PriorRequested(
                id,
                patientKey,
                "course",
                "1.2.3",
                to.minusDays(365),
                to.plusDays(5),
                Instant.parse("2026-03-20T10:00:00Z"));
    }

    private Archive web(URI root, String password) {
        return new DicomWebArchive(
                root,
                DicomWebArchive.basic("reader", password),
                "PRIOR:web".replace("web", name(root)),
                SHORT,
                null,
                intake);
    }

    private static String name(URI root) {
        return root.getPath().isEmpty() ? "bad" : "web";
    }

    private Archive dimse(int port, boolean move) {
        return new DimseArchive(
                new DimseArchive.Address("VIGIE", "ARCHIVE", "127.0.0.1", port, move, SHORT, null),
                "PRIOR:get",
                intake);
    }

    private List<JournalEntry> entries() throws IOException {
        return journal.read(0, Integer.MAX_VALUE).entries().stream()
                .map(DurableLog.Positioned::value)
                .toList();
    }

    private List<Path> copies(String patient, int count) throws Exception {
        List<Path> copies = new ArrayList<>();
        List<Path> files = SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"));
        for (int i = 0; i < count; i++) {
            Path copy = Files.copy(files.get(i), folder.resolve(patient + i + ".dcm"));
            List<String> change = List.of(
                    "-nb", "-ma", "(0010,0020)=" + patient, "-ma", "(0008,0020)=20260301", "-ea", "(0010,0021)");
            List<String> arguments = new ArrayList<>(change);
            arguments.add("-imt");
            arguments.add(copy.toString());
            assertThat(Dcmtk.run("dcmodify", arguments).exit()).isZero();
            copies.add(copy);
        }
        return copies;
    }

    private static void load(Orthanc orthanc, List<Path> files) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("-aec", "ARCHIVE", "127.0.0.1", Integer.toString(orthanc.dicomPort)));
        files.forEach(f -> arguments.add(f.toString()));
        Dcmtk.Result result = Dcmtk.run("storescu", arguments);
        assertThat(result.exit()).as(result.output()).isZero();
    }

    private static String studyUid(Path file) throws IOException {
        try {
            String dump = Dcmtk.run("dcmdump", List.of("+P", "0020,000d", file.toString()))
                    .output();
            return dump.substring(dump.indexOf('[') + 1, dump.indexOf(']'));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static byte[] part(byte[] file) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        out.write("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(file);
        out.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
