package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/**
 * Lays a contour over a volume: each slice takes the nearest plane within half a slice, each voxel the pixel under its
 * centre. On the volume's own raster that is the identity.
 */
public final class SegPlacement {
    private static final double PARALLEL = 0.999;

    private SegPlacement() {}

    public sealed interface Result {
        /** @param outside true if the contour has voxels of its own raster that no slice of the volume took */
        record Placed(Region region, boolean outside) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    public static Result place(Segment segment, DwiAcquisition acquisition) {
        Optional<String> imagesFrame = acquisition.slices().getFirst().frameOfReferenceUid();
        if (segment.frameOfReference().isPresent()
                && imagesFrame.isPresent()
                && !segment.frameOfReference().equals(imagesFrame)) {
            return refused(ReasonCode.INVALID_VALUE, "roi.frameOfReference");
        }
        List<Located> planes = new ArrayList<>();
        for (Segment.Plane plane : segment.planes()) {
            Optional<SliceGeometry> place = plane.place().or(() -> ofSource(plane, acquisition));
            if (place.isEmpty()) {
                return refused(ReasonCode.MISSING_INPUT, "roi.position");
            }
            planes.add(new Located(place.get(), plane));
        }
        SliceGeometry first = acquisition.slices().getFirst();
        if (planes.stream().anyMatch(p -> Math.abs(p.place().normal().dot(first.normal())) < PARALLEL)) {
            return refused(ReasonCode.INVALID_VALUE, "roi.orientation");
        }
        Grid grid = acquisition.grid();
        IntStream.Builder voxels = IntStream.builder();
        for (int slice = 0; slice < grid.slices(); slice++) {
            SliceGeometry geometry = acquisition.slices().get(slice);
            Optional<Located> nearest = nearest(planes, geometry, acquisition.sliceSpacingMm());
            if (nearest.isPresent()) {
                cover(grid, slice, geometry, nearest.get(), voxels);
            }
        }
        Region region = new Region(segment.label(), voxels.build());
        boolean sameRaster = planes.stream().allMatch(p -> sameRaster(p.place(), first));
        return new Result.Placed(region, sameRaster && region.size() < segment.voxels());
    }

    private record Located(SliceGeometry place, Segment.Plane plane) {}

    private static Optional<SliceGeometry> ofSource(Segment.Plane plane, DwiAcquisition acquisition) {
        return acquisition.frames().stream()
                .map(ScannedFrame::frame)
                .filter(f ->
                        plane.sourceSopUid().filter(f.sopInstanceUid()::equals).isPresent())
                .filter(f -> !f.instance().enhanced() || f.frameIndex() == plane.sourceFrame())
                .map(f -> f.geometry())
                .filter(g -> g.rows() == plane.rows() && g.columns() == plane.columns())
                .findFirst();
    }

    private static Optional<Located> nearest(List<Located> planes, SliceGeometry slice, double spacing) {
        return planes.stream()
                .filter(p -> distance(p, slice) <= 0.5 * reach(p.place(), slice, spacing) + DwiAcquisition.SAME_SLICE)
                .min(Comparator.comparingDouble(p -> distance(p, slice)));
    }

    /** A plane drawn on the volume's own raster belongs to one slice, however thick it says it is. */
    private static double reach(SliceGeometry plane, SliceGeometry slice, double spacing) {
        return sameRaster(plane, slice)
                ? spacing
                : Math.max(spacing, plane.sliceThickness().orElse(0));
    }

    private static double distance(Located plane, SliceGeometry slice) {
        return Math.abs(plane.place().position().minus(slice.position()).dot(slice.normal()));
    }

    private static void cover(Grid grid, int slice, SliceGeometry volume, Located located, IntStream.Builder voxels) {
        SliceGeometry plane = located.place();
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                Vector3 offset = volume.position()
                        .plus(volume.rowDirection().times(column * volume.columnSpacing()))
                        .plus(volume.columnDirection().times(row * volume.rowSpacing()))
                        .minus(plane.position());
                long x = Math.round(offset.dot(plane.rowDirection()) / plane.columnSpacing());
                long y = Math.round(offset.dot(plane.columnDirection()) / plane.rowSpacing());
                if (x >= 0
                        && y >= 0
                        && x < plane.columns()
                        && y < plane.rows()
                        && located.plane().pixels().get((int) (y * plane.columns() + x))) {
                    voxels.add(grid.index(column, row, slice));
                }
            }
        }
    }

    private static boolean sameRaster(SliceGeometry plane, SliceGeometry volume) {
        return plane.rows() == volume.rows()
                && plane.columns() == volume.columns()
                && Math.abs(plane.rowSpacing() - volume.rowSpacing()) < 1e-3;
    }

    private static Result refused(ReasonCode code, String argument) {
        return new Result.Refused(Reason.of(code, argument));
    }
}
