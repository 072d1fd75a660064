package org.vigie.diffusion.domain;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** From polygons drawn on slices to voxels: a pixel belongs when its centre is inside an odd number of them. */
public final class SlicePolygons {
    private SlicePolygons() {}

    public record OnSlice(int slice, Polygon polygon) {}

    /** A region, or the rule that the drawing breaks. */
    public sealed interface Result {
        record Drawn(Region region) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    public static Result region(Grid grid, List<OnSlice> polygons) {
        Map<Integer, BitSet> slices = new TreeMap<>();
        for (OnSlice one : polygons) {
            Optional<Reason> fault = fault(grid, one);
            if (fault.isPresent()) {
                return new Result.Refused(fault.get());
            }
            one.polygon().toggle(slices.computeIfAbsent(one.slice(), s -> new BitSet()), grid.columns(), grid.rows());
        }
        Region region = new Region(
                "drawn",
                slices.entrySet().stream()
                        .flatMapToInt(
                                e -> e.getValue().stream().map(pixel -> e.getKey() * grid.voxelsPerSlice() + pixel)));
        return region.size() == 0 ? new Result.Refused(Reason.of(ReasonCode.ROI_TOO_SMALL)) : new Result.Drawn(region);
    }

    /** The voxels of some slices. */
    public static Region within(Grid grid, Region region, int firstSlice, int lastSlice) {
        return new Region(
                region.name(),
                IntStream.range(0, region.size())
                        .map(region::voxel)
                        .filter(v -> grid.sliceOf(v) >= firstSlice && grid.sliceOf(v) <= lastSlice));
    }

    private static Optional<Reason> fault(Grid grid, OnSlice one) {
        if (one.slice() < 0 || one.slice() >= grid.slices()) {
            return Optional.of(Reason.of(ReasonCode.INVALID_VALUE, "roi.slice"));
        }
        if (!one.polygon().isPolygon()) {
            return Optional.of(Reason.of(ReasonCode.INVALID_VALUE, "roi.openContour"));
        }
        return one.polygon().crossesItself()
                ? Optional.of(Reason.of(ReasonCode.INVALID_VALUE, "roi.selfCrossing"))
                : Optional.empty();
    }
}
