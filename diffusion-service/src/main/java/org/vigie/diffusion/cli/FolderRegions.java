package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.dicom.ContourFile;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.dicom.Outline;
import org.vigie.diffusion.dicom.OutlineReading;
import org.vigie.diffusion.dicom.Placement;
import org.vigie.diffusion.dicom.StudyObject;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionProposal;
import org.vigie.diffusion.raster.RasterFile;
import org.vigie.diffusion.raster.RasterVolume;

/** The regions somebody asked for, laid over one stack of images after the other. */
final class FolderRegions {
    private final FolderMeasurement.RegionSource source;
    private final OutlineReading reading;

    private FolderRegions(FolderMeasurement.RegionSource source, OutlineReading reading) {
        this.source = source;
        this.reading = reading;
    }

    /**
     * A region in one stack, or why not.
     *
     * @param region also present where only its size may be told
     */
    record Found(
            String name,
            Optional<String> trackingUid,
            boolean validated,
            Optional<Region> region,
            List<String> flags,
            List<Reason> reasons) {

        boolean isMeasurable() {
            return region.isPresent() && reasons.isEmpty();
        }
    }

    /** @throws IOException if the file with the region cannot be read */
    static FolderRegions of(FolderMeasurement.RegionSource source, StudyScan scan) throws IOException {
        OutlineReading reading = switch (source) {
            case FolderMeasurement.RegionSource.Proposed _, FolderMeasurement.RegionSource.Stated _ ->
                new OutlineReading.Read(List.of());
            case FolderMeasurement.RegionSource.OutlineFile(Path file) ->
                RasterFile.isOne(file) ? raster(file) : ContourFile.read(FolderMeasurement.object("roi", file), scan);
        };
        return new FolderRegions(source, reading);
    }

    /** Each value of a label volume is a region; zero is none. */
    private static OutlineReading raster(Path file) throws IOException {
        return switch (RasterFile.read(file)) {
            case RasterFile.Result.Refused(Reason reason) -> new OutlineReading.Refused(reason);
            case RasterFile.Result.Read(RasterVolume volume) -> new OutlineReading.Read(outlines(volume));
        };
    }

    private static List<Outline> outlines(RasterVolume volume) {
        TreeSet<Double> labels = new TreeSet<>();
        for (int i = 0; i < volume.voxels(); i++) {
            if (volume.value(i) != 0) {
                labels.add(volume.value(i));
            }
        }
        StudyObject nothing = new StudyObject("roi", () -> new byte[0], Optional.empty(), Optional.empty());
        List<Outline> outlines = new ArrayList<>();
        for (double label : labels) {
            List<Outline.Plane> planes = new ArrayList<>();
            for (int s = 0; s < volume.slices().size(); s++) {
                var place = volume.slices().get(s);
                int size = place.rows() * place.columns();
                BitSet pixels = new BitSet(size);
                for (int i = 0; i < size; i++) {
                    pixels.set(i, volume.value(s * size + i) == label);
                }
                planes.add(new Outline.Plane(Optional.of(place), List.of(), place.rows(), place.columns(), pixels));
            }
            outlines.add(new Outline(
                    "label " + (label == Math.rint(label) ? Long.toString((long) label) : Double.toString(label)),
                    (int) label,
                    Optional.empty(),
                    "",
                    "",
                    Optional.empty(),
                    new Outline.Raster(planes, volume.slices().getFirst().sliceThickness(), Optional.empty()),
                    Outline.Sources.NONE,
                    List.of(),
                    nothing));
        }
        return outlines;
    }

    /** The outlines of the file that was given, none for other sources. */
    List<Outline> outlines() {
        return reading instanceof OutlineReading.Read(List<Outline> outlines) ? outlines : List.of();
    }

    boolean isStated() {
        return !(source instanceof FolderMeasurement.RegionSource.Proposed);
    }

    /** The raster file that gives the region, if one does. */
    Optional<Path> rasterFile() {
        return source instanceof FolderMeasurement.RegionSource.OutlineFile(Path file) && RasterFile.isOne(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    List<Found> in(ImageStack stack, DiffusionVolume volume) {
        return switch (source) {
            case FolderMeasurement.RegionSource.Proposed() ->
                List.of(found("proposal", RegionProposal.in(volume), Reason.of(ReasonCode.MISSING_INPUT, "roi")));
            case FolderMeasurement.RegionSource.Stated(var spec) ->
                List.of(found("stated", spec.in(volume), Reason.of(ReasonCode.MISSING_INPUT, "roi.bValue")));
            case FolderMeasurement.RegionSource.OutlineFile _ -> outlined(stack);
        };
    }

    /** In images without b-values: a threshold on one has no meaning there. */
    List<Found> in(ImageStack stack) {
        return switch (source) {
            case FolderMeasurement.RegionSource.Proposed() -> List.of();
            case FolderMeasurement.RegionSource.Stated(var spec) ->
                spec
                        .in(stack.grid())
                        .map(r -> found(r.name(), Optional.of(r), Reason.of(ReasonCode.MISSING_INPUT)))
                        .stream()
                        .toList();
            case FolderMeasurement.RegionSource.OutlineFile _ -> outlined(stack);
        };
    }

    private List<Found> outlined(ImageStack stack) {
        return switch (reading) {
            case OutlineReading.Refused(Reason reason) -> List.of(found("roi", Optional.empty(), reason));
            case OutlineReading.Read(List<Outline> outlines) ->
                outlines.stream()
                        .filter(o -> !ContourFile.isBackground(o))
                        .map(o -> placed(o, stack))
                        .toList();
        };
    }

    private static Found found(String name, Optional<Region> region, Reason otherwise) {
        return new Found(
                region.map(Region::name).orElse(name),
                Optional.empty(),
                false,
                region,
                List.of(),
                region.isPresent() ? List.of() : List.of(otherwise));
    }

    private static Found placed(Outline outline, ImageStack stack) {
        return switch (Placement.place(outline, stack)) {
            case Placement.Result.Refused(Reason reason) ->
                new Found(
                        outline.label(),
                        outline.trackingUid(),
                        false,
                        Placement.onNamedImages(outline, stack),
                        outline.flags(),
                        List.of(reason));
            case Placement.Result.Placed(Region region, boolean resampled, boolean outside) -> {
                List<String> flags = new ArrayList<>(outline.flags());
                if (outside) {
                    flags.add(Flags.ROI_PARTLY_OUTSIDE);
                }
                if (resampled) {
                    flags.add(Flags.ROI_RESAMPLED);
                }
                yield new Found(
                        outline.label(),
                        outline.trackingUid(),
                        outline.isDrawnByReader() && !resampled,
                        Optional.of(region),
                        flags,
                        List.of());
            }
        };
    }
}
