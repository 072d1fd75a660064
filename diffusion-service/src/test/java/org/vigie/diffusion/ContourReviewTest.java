package org.vigie.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.ContourReview.Opened;
import org.vigie.diffusion.channel.IngestStow;
import org.vigie.diffusion.web.ContourResource;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/** What a reader accepts is what the reader was shown. */
class ContourReviewTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:02:00Z"));
    private static final int DIAMETER_MM = 20;

    @TempDir
    private Path folder;

    private HttpServer ingest;
    private final List<byte[]> received = new ArrayList<>();
    private ObjectStore store;
    private ContourReview review;
    private ContourDesk desk;

    @BeforeEach
    void open() throws IOException {
        ingest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ingest.createContext("/dicom-web/studies", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        ingest.start();
        store = new FileObjectStore(folder.resolve("store"));
        review = new ContourReview(store, new TrustedSources(List.of("*")), 1L << 28);
        URI address = URI.create("http://127.0.0.1:" + ingest.getAddress().getPort());
        desk = new ContourDesk(review, new IngestStow(address, "secret"), CLOCK, ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        ingest.stop(0);
    }

    @Test
    void theOrderOfEarlierStudiesDoesNotChangeWhatIsAccepted() throws IOException {
        ObjectRef now = manifest("now", 30, DIAMETER_MM, true);
        ObjectRef first = manifest("first", 30, DIAMETER_MM, false);
        ObjectRef second = manifest("second", 66, DIAMETER_MM + 8, false);
        Candidate shown = earlier(now, List.of(first, second)).getFirst();

        ContourDesk.Result result = accept(now, List.of(second, first), shown.id());

        assertThat(result)
                .isInstanceOfSatisfying(
                        ContourDesk.Result.Stored.class,
                        stored -> assertThat(stored.voxels())
                                .isEqualTo(shown.region().size()));
        assertThat(received).hasSize(1);
    }

    @Test
    void aContourThatChangedSinceItWasShownIsRefusedByName() throws IOException {
        ObjectRef now = manifest("now", 30, DIAMETER_MM, true);
        ObjectRef shownWith = manifest("first", 30, DIAMETER_MM, false);
        Candidate shown = earlier(now, List.of(shownWith)).getFirst();

        // One voxel's width more to the side, in the same place of the list.
        ContourDesk.Result result = accept(now, List.of(manifest("corrected", 31, DIAMETER_MM, false)), shown.id());

        assertThat(result).isEqualTo(new ContourDesk.Result.Changed(Reason.of(ReasonCode.MISSING_INPUT, "roi")));
        assertThat(received).isEmpty();
    }

    @Test
    void theLesionIsPartOfWhatIsAccepted() throws IOException {
        ObjectRef now = manifest("now", 30, DIAMETER_MM, true);
        Candidate one =
                earlier(now, List.of(manifest("one", 30, DIAMETER_MM, false))).getFirst();
        Candidate other = earlier(now, List.of(manifest("other", "2.25.4712", 30, DIAMETER_MM, false)))
                .getFirst();

        assertThat(other.region().size()).isEqualTo(one.region().size());
        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(one.trackingUid()).isEqualTo(Optional.of(StudyFixture.TRACKING_UID));
    }

    @Test
    void aManifestThatIsNotThereOrNoManifestIsNamed() throws IOException {
        ObjectRef now = manifest("now", 30, DIAMETER_MM, true);
        ObjectRef unknown = new ObjectRef("ab".repeat(32), 10);
        ObjectRef picture = store.put("diffusion", "no manifest".getBytes(StandardCharsets.UTF_8));
        ContourResource web = new ContourResource(review, desk);

        assertProblem(web, unknown, List.of(), 404, "manifest");
        assertProblem(web, picture, List.of(), 400, "manifest");
        assertProblem(web, now, List.of(unknown), 404, "earlier 1");
        assertProblem(web, now, List.of(now, picture), 400, "earlier 2");
    }

    private static void assertProblem(
            ContourResource web, ObjectRef manifest, List<ObjectRef> earlier, int status, String object)
            throws IOException {
        try (var opened = web.open(new ContourResource.Open(manifest, earlier));
                var accepted = web.accept(new ContourResource.Accept(
                        manifest, earlier, "automatic", null, "lesion", 0, 99, List.of(), "reader"))) {
            assertThat(List.of(opened.getStatus(), accepted.getStatus())).containsExactly(status, status);
            assertThat(((ContourResource.Problem) opened.getEntity()).object()).isEqualTo(object);
            assertThat(((ContourResource.Problem) accepted.getEntity()).object())
                    .isEqualTo(object);
        }
    }

    private ContourDesk.Result accept(ObjectRef manifest, List<ObjectRef> earlier, @Nullable String proposal)
            throws IOException {
        return desk.accept(new ContourDecision(
                manifest, earlier, proposal, StudyFixture.TRACKING_UID, "lesion", 0, 99, List.of(), "reader"));
    }

    private List<Candidate> earlier(ObjectRef manifest, List<ObjectRef> earlier) throws IOException {
        Opened opened = review.open(manifest, earlier);
        assertThat(opened).isInstanceOf(Opened.Study.class);
        return ((Opened.Study) opened)
                .candidates().stream()
                        .filter(c -> c.origin() == Candidate.Origin.EARLIER)
                        .toList();
    }

    private ObjectRef manifest(String seed, int column, double diameterMm, boolean withoutContour) throws IOException {
        return manifest(seed, StudyFixture.TRACKING_UID, column, diameterMm, withoutContour);
    }

    private ObjectRef manifest(String seed, String lesion, int column, double diameterMm, boolean withoutContour)
            throws IOException {
        BreastPhantom phantom = BreastPhantom.builder()
                .lesion(new Lesion("L1", lesion, column, 40, 10, diameterMm / 2, 1.0e-3, 900))
                .build();
        var plan = StudyFixture.plan().withPhantom(phantom).withUidSeed(seed);
        List<Path> files =
                StudyFixture.files(withoutContour ? plan.withContours(Optional.empty()) : plan, folder.resolve(seed));
        return new StudyFixture(store).ready(files).manifest();
    }
}
