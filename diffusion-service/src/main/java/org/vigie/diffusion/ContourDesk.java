package org.vigie.diffusion;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vigie.contract.EventId;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.ContourReview.Opened;
import org.vigie.diffusion.channel.IngestStow;
import org.vigie.diffusion.dicom.ContourFacts;
import org.vigie.diffusion.dicom.ContourFacts.Algorithm;
import org.vigie.diffusion.dicom.ContourWriter;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.LesionLabel;
import org.vigie.diffusion.domain.Polygon;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.SlicePolygons;

/** Turns a reader's decision into a segmentation and hands it to ingest, which makes it a new revision of the study. */
public final class ContourDesk {
    private final ContourReview review;
    private final IngestStow ingest;
    private final InstantSource clock;
    private final ZoneId zone;

    public ContourDesk(ContourReview review, IngestStow ingest, InstantSource clock, ZoneId zone) {
        this.review = review;
        this.ingest = ingest;
        this.clock = clock;
        this.zone = zone;
    }

    /** What became of a decision. */
    public sealed interface Result {
        /** @param voxels of the contour as it is stored */
        record Stored(String sopInstanceUid, String trackingUid, int voxels) implements Result {}

        record Refused(Reason reason) implements Result {}

        /** The proposal that was shown is not one of this study's any more. */
        record Changed(Reason reason) implements Result {}

        /** @see Opened.NoManifest */
        record NoManifest(String object, boolean stored) implements Result {}

        /** @param status HTTP status of ingest, 0 without an answer */
        record NotTaken(int status) implements Result {}
    }

    private record Chosen(Region region, Algorithm algorithm, Optional<String> program) {}

    private sealed interface Choice {
        record Made(Chosen chosen) implements Choice {}

        record Refused(Reason reason) implements Choice {}

        record Gone() implements Choice {}
    }

    /** @throws IOException if the store fails or does not have an object */
    public Result accept(ContourDecision decision) throws IOException {
        return switch (review.open(decision.manifest(), decision.earlier())) {
            case Opened.Refused(Reason reason) -> new Result.Refused(reason);
            case Opened.NoManifest(String object, boolean stored) -> new Result.NoManifest(object, stored);
            case Opened.Study study ->
                switch (choose(study, decision)) {
                    case Choice.Gone() -> new Result.Changed(Reason.of(ReasonCode.MISSING_INPUT, "roi"));
                    case Choice.Refused(Reason reason) -> new Result.Refused(reason);
                    case Choice.Made(Chosen chosen) -> store(study, decision, chosen);
                };
        };
    }

    private Result store(Opened.Study study, ContourDecision decision, Chosen chosen) throws IOException {
        LocalDateTime at = LocalDateTime.ofInstant(clock.instant(), zone).truncatedTo(ChronoUnit.SECONDS);
        String tracking = decision.trackingUid() == null ? newLesion(decision, at) : decision.trackingUid();
        ContourFacts facts = new ContourFacts(
                LesionLabel.of(decision.label(), Optional.of(tracking), 1),
                tracking,
                chosen.algorithm(),
                chosen.program(),
                Optional.of(decision.validatedBy()),
                ContourFacts.Site.BREAST);
        return switch (ContourWriter.segmentation(
                ImageStack.of(study.acquisition()),
                List.of(new ContourWriter.Drawn(chosen.region(), facts)),
                at,
                org.vigie.diffusion.Algorithm.VERSION)) {
            case ContourWriter.Result.Refused(Reason reason) -> new Result.Refused(reason);
            case ContourWriter.Result.Written written ->
                switch (ingest.send(written.bytes())) {
                    case IngestStow.Result.Stored() ->
                        new Result.Stored(
                                written.sopInstanceUid(),
                                tracking,
                                chosen.region().size());
                    case IngestStow.Result.Refused(int status) -> new Result.NotTaken(status);
                };
        };
    }

    private static Choice choose(Opened.Study study, ContourDecision decision) {
        Grid grid = study.volume().grid();
        if (!decision.polygons().isEmpty()) {
            return switch (SlicePolygons.region(
                    grid, decision.polygons().stream().map(ContourDesk::polygon).toList())) {
                case SlicePolygons.Result.Refused(Reason reason) -> new Choice.Refused(reason);
                case SlicePolygons.Result.Drawn(Region region) ->
                    new Choice.Made(new Chosen(region, Algorithm.MANUAL, Optional.empty()));
            };
        }
        if (decision.proposalId() == null) {
            return new Choice.Refused(Reason.of(ReasonCode.MISSING_INPUT, "roi"));
        }
        Optional<Candidate> candidate = study.candidates().stream()
                .filter(c -> c.id().equals(decision.proposalId()))
                .findFirst();
        if (candidate.isEmpty()) {
            return new Choice.Gone();
        }
        Region region =
                SlicePolygons.within(grid, candidate.get().region(), decision.firstSlice(), decision.lastSlice());
        return region.size() == 0
                ? new Choice.Refused(Reason.of(ReasonCode.ROI_TOO_SMALL))
                : new Choice.Made(new Chosen(
                        region,
                        Algorithm.SEMIAUTOMATIC,
                        Optional.of("Vigie " + candidate.get().origin().word())));
    }

    private static SlicePolygons.OnSlice polygon(ContourDecision.Drawn drawn) {
        double[] x = drawn.points().stream().mapToDouble(p -> coordinate(p, 0)).toArray();
        double[] y = drawn.points().stream().mapToDouble(p -> coordinate(p, 1)).toArray();
        return new SlicePolygons.OnSlice(drawn.slice(), new Polygon(x, y));
    }

    private static double coordinate(List<Double> point, int axis) {
        return point.size() == 2 ? point.get(axis) : Double.NaN;
    }

    private static String newLesion(ContourDecision decision, LocalDateTime at) {
        UUID id = EventId.of(
                List.of(decision.manifest().sha256(), decision.validatedBy(), at.toString()), "diffusion.lesion", "1");
        BigInteger number = new BigInteger(id.toString().replace("-", ""), 16);
        return "2.25." + number;
    }
}
