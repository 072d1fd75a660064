package org.vigie.diffusion.dicom;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;

/**
 * Lays an outline over a stack of images. The rule is one: a voxel belongs to the region when its centre lies inside it.
 *
 * <ul>
 *   <li>Of pixels: inside the box of a set pixel, half a pixel to each side in its plane (the lower side included, the upper
 *       not) and half a slab to each side of it, whatever the angle between the planes.
 *   <li>Of polygons: inside an odd number of the polygons whose plane is nearest to the slice, by the even-odd rule.
 * </ul>
 *
 * On the raster the region was drawn on that is the identity. On any other the result says that it was resampled.
 */
public final class Placement {
    private Placement() {}

    public sealed interface Result {
        /**
         * @param resampled true unless every pixel of the description is a voxel of the stack
         * @param outside true if part of the description lies on no slice of the stack
         */
        record Placed(Region region, boolean resampled, boolean outside) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    public static Result place(Outline outline, ImageStack stack) {
        Optional<String> images = stack.frameOfReference();
        if (outline.frameOfReference().isPresent()
                && images.isPresent()
                && !outline.frameOfReference().equals(images)) {
            return refused(ReasonCode.INVALID_VALUE, "roi.frameOfReference");
        }
        return byCoordinates(outline, stack);
    }

    /**
     * For a region refused because of its frame of reference that names images of the stack all the same: what it encloses
     * on them. It may be counted, never measured.
     */
    public static Optional<Region> onNamedImages(Outline outline, ImageStack stack) {
        return stack.isSourceOf(outline) && byCoordinates(outline, stack) instanceof Result.Placed placed
                ? Optional.of(placed.region())
                : Optional.empty();
    }

    /** Without a look at the frame of reference: for what is counted or proposed, never for what is measured. */
    static Result byCoordinates(Outline outline, ImageStack stack) {
        return switch (outline.shape()) {
            case Outline.Raster raster -> RasterPlacement.place(raster, stack, outline.label());
            case Outline.Polygons polygons -> PolygonPlacement.place(polygons.polygons(), stack, outline.label());
            case Outline.ImagePolygon polygon -> PolygonPlacement.place(polygon, stack, outline.label());
            case Outline.SegmentReference _ -> refused(ReasonCode.MISSING_INPUT, "roi.referencedSegment");
            case Outline.Unusable(Reason reason) -> new Result.Refused(reason);
        };
    }

    static Region region(String name, Grid grid, List<BitSet> slices) {
        IntStream voxels = IntStream.range(0, slices.size())
                .boxed()
                .flatMapToInt(slice -> slices.get(slice).stream().map(pixel -> slice * grid.voxelsPerSlice() + pixel));
        return new Region(name, voxels);
    }

    static Result refused(ReasonCode code, String argument) {
        return new Result.Refused(Reason.of(code, argument));
    }
}
