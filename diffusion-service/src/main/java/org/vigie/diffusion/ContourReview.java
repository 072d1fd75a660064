package org.vigie.diffusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.diffusion.ReviewImages.Proposal;
import org.vigie.diffusion.ReviewImages.Shown;
import org.vigie.diffusion.ReviewImages.SliceRuns;
import org.vigie.diffusion.dicom.Contours;
import org.vigie.diffusion.dicom.DwiAcquisition;
import org.vigie.diffusion.dicom.DwiAcquisitions;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.dicom.Outline;
import org.vigie.diffusion.dicom.Placement;
import org.vigie.diffusion.dicom.Propagation;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.dicom.StudyScanner;
import org.vigie.diffusion.dicom.VolumeReader;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.LesionLabel;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionProposal;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.picture.SlicePictures;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.ObjectStore;

/** Shows a study's images with the contours that are there or proposed, for a reader who decides. */
public final class ContourReview {
    private final ObjectStore store;
    private final TrustedSources trusted;
    private final long memoryBudgetBytes;
    private final ManifestObjects objects;

    /** Reads instances within the default limits. */
    public ContourReview(ObjectStore store, TrustedSources trusted, long memoryBudgetBytes) {
        this(store, ParserLimits.DEFAULT, trusted, memoryBudgetBytes);
    }

    /** @param limits of each instance */
    public ContourReview(ObjectStore store, ParserLimits limits, TrustedSources trusted, long memoryBudgetBytes) {
        this.store = store;
        this.objects = new ManifestObjects(store, limits);
        this.trusted = trusted;
        this.memoryBudgetBytes = memoryBudgetBytes;
    }

    /** A study laid out for review, or why it cannot be. */
    public sealed interface Opened {
        record Study(DwiAcquisition acquisition, DiffusionVolume volume, List<Candidate> candidates)
                implements Opened {}

        record Refused(Reason reason) implements Opened {}

        /**
         * A claim check that leads to no manifest.
         *
         * @param object which one: {@code manifest}, {@code earlier 1}, ...
         * @param stored true if the store has such an object and it is something else
         */
        record NoManifest(String object, boolean stored) implements Opened {}
    }

    private record Named(String object, ObjectRef ref) {}

    /**
     * Lays out a study.
     *
     * @param earlier manifests of earlier studies of the same patient, whose contours are carried over as proposals
     * @throws IOException if the store fails or does not have an object
     */
    public Opened open(ObjectRef manifest, List<ObjectRef> earlier) throws IOException {
        Optional<Opened> wrong = noManifest(manifest, earlier);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        StudyScan scan = scan(manifest);
        if (scan.patients().size() > 1) {
            return new Opened.Refused(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "patient"));
        }
        Optional<DwiAcquisition> best = DwiAcquisitions.of(scan.frames(), false).stream()
                .min(Comparator.comparing(a -> !selection(a.b(), a.incomplete()).isAdequate()));
        if (best.isEmpty()) {
            return new Opened.Refused(Reason.of(ReasonCode.MISSING_INPUT, "diffusion images"));
        }
        DwiAcquisition acquisition = best.get();
        return switch (new VolumeReader(memoryBudgetBytes).read(acquisition)) {
            case VolumeReader.Result.Refused(Reason reason) -> new Opened.Refused(reason);
            case VolumeReader.Result.Read(DiffusionVolume volume) ->
                new Opened.Study(acquisition, volume, candidates(scan, acquisition, volume, earlier));
        };
    }

    private Optional<Opened> noManifest(ObjectRef manifest, List<ObjectRef> earlier) throws IOException {
        List<Named> all = new ArrayList<>(List.of(new Named("manifest", manifest)));
        earlier.forEach(ref -> all.add(new Named("earlier " + all.size(), ref)));
        for (Named one : all) {
            if (!store.contains(one.ref())) {
                return Optional.of(new Opened.NoManifest(one.object(), false));
            }
            try {
                Json.read(store.read(one.ref()), StudyManifest.class);
            } catch (MalformedEventException other) {
                return Optional.of(new Opened.NoManifest(one.object(), true));
            }
        }
        return Optional.empty();
    }

    private StudyScan scan(ObjectRef manifest) throws IOException {
        return StudyScanner.scan(objects.of(Json.read(store.read(manifest), StudyManifest.class)));
    }

    /** A contour of another patient is nobody's here, whoever asks for it. */
    private void carryOver(List<ObjectRef> earlier, Set<String> patients, ImageStack stack, List<Candidate> candidates)
            throws IOException {
        for (ObjectRef manifest : earlier) {
            StudyScan scan = scan(manifest);
            if (!scan.patients().equals(patients)) {
                continue;
            }
            for (Contours.Contour contour :
                    Contours.read(scan.contours(), trusted::standsBehind).contours()) {
                Outline outline = contour.outline();
                Propagation.onto(outline, stack)
                        .ifPresent(proposed -> candidates.add(new Candidate(
                                Candidate.Origin.EARLIER,
                                LesionLabel.of(outline.label(), outline.trackingUid(), outline.number()),
                                String.join(", ", proposed.flags()),
                                proposed.trackingUid(),
                                stack,
                                proposed.region())));
            }
        }
    }

    private List<Candidate> candidates(
            StudyScan scan, DwiAcquisition acquisition, DiffusionVolume volume, List<ObjectRef> earlier)
            throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        ImageStack stack = ImageStack.of(acquisition);
        for (Contours.Contour contour :
                Contours.read(scan.contours(), trusted::standsBehind).contours()) {
            Outline outline = contour.outline();
            if (Placement.place(outline, stack) instanceof Placement.Result.Placed placed
                    && placed.region().size() > 0) {
                candidates.add(new Candidate(
                        Candidate.Origin.SENT,
                        LesionLabel.of(outline.label(), outline.trackingUid(), outline.number()),
                        outline.algorithm() + (placed.resampled() ? ", resampled" : ""),
                        outline.trackingUid(),
                        stack,
                        placed.region()));
            }
        }
        carryOver(earlier, scan.patients(), stack, candidates);
        RegionProposal.in(volume)
                .ifPresent(region -> candidates.add(new Candidate(
                        Candidate.Origin.AUTOMATIC,
                        "automatic",
                        "largest bright part at high b",
                        Optional.empty(),
                        stack,
                        region)));
        return candidates;
    }

    /** What a page draws. */
    public ReviewImages images(Opened.Study study) throws IOException {
        DiffusionVolume volume = study.volume();
        Grid grid = volume.grid();
        Shell high = volume.shells().getLast();
        Selection selection = selection(volume.b(), study.acquisition().incomplete());
        List<byte[]> signal = new ArrayList<>();
        List<byte[]> adc = new ArrayList<>();
        for (int slice = 0; slice < grid.slices(); slice++) {
            signal.add(SlicePictures.signal(volume, high, slice));
            if (selection.isAdequate()) {
                adc.add(SlicePictures.adc(volume, selection, slice));
            }
        }
        return new ReviewImages(
                grid.columns(),
                grid.rows(),
                grid.slices(),
                grid.rowSpacingMm(),
                grid.columnSpacingMm(),
                new Shown(high.b(), signal),
                new Shown(null, adc),
                study.candidates().stream()
                        .map(c -> new Proposal(
                                c.id(),
                                c.label(),
                                c.lesion(),
                                c.basis(),
                                c.trackingUid().orElse(null),
                                runs(c.region(), grid)))
                        .toList());
    }

    private static List<SliceRuns> runs(Region region, Grid grid) {
        List<SliceRuns> slices = new ArrayList<>();
        List<Integer> runs = new ArrayList<>();
        int previous = -2;
        int slice = -1;
        for (int i = 0; i < region.size(); i++) {
            int voxel = region.voxel(i);
            int at = grid.sliceOf(voxel);
            if (at != slice) {
                runs = new ArrayList<>();
                slices.add(new SliceRuns(at, runs));
                slice = at;
                previous = -2;
            }
            if (voxel == previous + 1) {
                runs.set(runs.size() - 1, runs.getLast() + 1);
            } else {
                runs.add(voxel - grid.index(0, 0, at));
                runs.add(1);
            }
            previous = voxel;
        }
        return slices;
    }

    private static Selection selection(List<Double> b, List<Double> incomplete) {
        return Selections.byRules(b, incomplete).getFirst();
    }
}
