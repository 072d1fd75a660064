package org.vigie.diffusion.dicom;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.contract.imaging.LesionPosition;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/**
 * Parallel slices of one raster with the images they were read from: what a region is laid over.
 *
 * @param slices ascending along the normal
 */
public record ImageStack(List<SliceGeometry> slices, List<ScannedFrame> images) {
    public ImageStack {
        slices = List.copyOf(slices);
        images = List.copyOf(images);
    }

    public static ImageStack of(DwiAcquisition acquisition) {
        return new ImageStack(acquisition.slices(), acquisition.frames());
    }

    /** Of frames on one grid; several frames may share a slice. */
    static ImageStack of(List<ScannedFrame> frames) {
        List<SliceGeometry> slices = new ArrayList<>();
        List<SliceGeometry> ascending = frames.stream()
                .map(f -> f.frame().geometry())
                .sorted(Comparator.comparingDouble(SliceGeometry::positionAlongNormal))
                .toList();
        for (SliceGeometry slice : ascending) {
            if (slices.isEmpty()
                    || slice.positionAlongNormal() - slices.getLast().positionAlongNormal()
                            > DwiAcquisition.SAME_SLICE) {
                slices.add(slice);
            }
        }
        return new ImageStack(slices, frames);
    }

    public Grid grid() {
        SliceGeometry g = slices.getFirst();
        return new Grid(g.columns(), g.rows(), slices.size(), g.rowSpacing(), g.columnSpacing());
    }

    Optional<String> frameOfReference() {
        return slices.getFirst().frameOfReferenceUid();
    }

    Set<String> seriesUids() {
        return images.stream().map(i -> i.frame().seriesUid()).collect(Collectors.toUnmodifiableSet());
    }

    /** Where an image of this stack lies. */
    Optional<SliceGeometry> placeOf(SourceFrame source) {
        return images.stream().filter(source::is).map(i -> i.frame().geometry()).findFirst();
    }

    /** True if the region says that it was drawn on images of this stack. */
    public boolean isSourceOf(Outline outline) {
        Set<String> named = outline.sourceSopInstanceUids();
        Set<String> images =
                images().stream().map(i -> i.frame().sopInstanceUid()).collect(Collectors.toUnmodifiableSet());
        if (!named.isEmpty()) {
            return named.stream().anyMatch(images::contains);
        }
        return outline.sources().sopInstanceUids().isEmpty()
                ? outline.sources().seriesUids().stream().anyMatch(seriesUids()::contains)
                : outline.sources().sopInstanceUids().stream().anyMatch(images::contains);
    }

    /** The mean of the voxels' centres in the patient system, mm; empty where that has no name or the region no voxel. */
    public Optional<LesionPosition> centroid(Region region) {
        if (region.size() == 0 || frameOfReference().isEmpty()) {
            return Optional.empty();
        }
        Grid grid = grid();
        Vector3 sum = new Vector3(0, 0, 0);
        for (int i = 0; i < region.size(); i++) {
            int voxel = region.voxel(i);
            int row = voxel / grid.columns();
            SliceGeometry slice = slices.get(grid.sliceOf(voxel));
            sum = sum.plus(slice.position())
                    .plus(slice.rowDirection().times((voxel - row * grid.columns()) * slice.columnSpacing()))
                    .plus(slice.columnDirection().times((row % grid.rows()) * slice.rowSpacing()));
        }
        Vector3 mean = sum.times(1.0 / region.size());
        return Optional.of(new LesionPosition(frameOfReference().get(), List.of(mean.x(), mean.y(), mean.z())));
    }

    /** When the first image was made, else the date of the study, else the beginning of 1970: local time. */
    public LocalDateTime acquiredAt() {
        return images.stream()
                .flatMap(i -> i.frame().timing().acquired().stream())
                .min(Comparator.naturalOrder())
                .or(() -> images.stream()
                        .flatMap(i -> i.frame().instance().studyTime().date().stream())
                        .findFirst()
                        .map(LocalDate::atStartOfDay))
                .orElse(LocalDateTime.of(1970, 1, 1, 0, 0));
    }

    /** mm between neighbouring slices, the smallest; the slice thickness of a single slice. */
    double spacingMm() {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 1; i < slices.size(); i++) {
            smallest = Math.min(
                    smallest,
                    slices.get(i).positionAlongNormal() - slices.get(i - 1).positionAlongNormal());
        }
        return Double.isInfinite(smallest) ? slices.getFirst().sliceThickness().orElse(1) : smallest;
    }
}
