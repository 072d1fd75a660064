package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Polygon;
import org.vigie.diffusion.domain.Region;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** Closed polygons to voxels of a stack: each goes to the nearest slice, those of one plane combine by exclusive or. */
final class PolygonPlacement {
    /** mm that a polygon's points may leave a plane parallel to the slices. */
    private static final double FLAT = 0.1;

    private PolygonPlacement() {}

    private record Flat(Polygon polygon, double position) {}

    static Placement.Result place(List<Outline.Loop> loops, ImageStack stack, String name) {
        List<Flat> flat = new ArrayList<>();
        SliceGeometry first = stack.slices().getFirst();
        for (Outline.Loop loop : loops) {
            Optional<Flat> projected = flat(loop, first);
            if (projected.isEmpty()) {
                return Placement.refused(ReasonCode.INVALID_VALUE, "roi.orientation");
            }
            if (!projected.get().polygon().isPolygon()) {
                return Placement.refused(ReasonCode.INVALID_VALUE, "roi.contour");
            }
            if (projected.get().polygon().crossesItself()) {
                return Placement.refused(ReasonCode.INVALID_VALUE, "roi.selfCrossingContour");
            }
            flat.add(projected.get());
        }
        return placed(flat, stack, name);
    }

    /** Empty if the points do not lie in one plane parallel to the slices. */
    private static Optional<Flat> flat(Outline.Loop loop, SliceGeometry slice) {
        int n = loop.points().size();
        double[] x = new double[n];
        double[] y = new double[n];
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            Vector3 offset = loop.points().get(i).minus(slice.position());
            x[i] = offset.dot(slice.rowDirection()) / slice.columnSpacing();
            y[i] = offset.dot(slice.columnDirection()) / slice.rowSpacing();
            double position = loop.points().get(i).dot(slice.normal());
            lowest = Math.min(lowest, position);
            highest = Math.max(highest, position);
        }
        return highest - lowest <= 2 * FLAT
                ? Optional.of(new Flat(new Polygon(x, y), (lowest + highest) / 2))
                : Optional.empty();
    }

    /** Of several planes nearest to one slice the nearest counts; two as near cannot both be meant. */
    private static Placement.Result placed(List<Flat> polygons, ImageStack stack, String name) {
        Grid grid = stack.grid();
        List<BitSet> slices = IntStream.range(0, grid.slices())
                .mapToObj(i -> new BitSet(grid.voxelsPerSlice()))
                .toList();
        Map<Integer, Double> nearest = new HashMap<>();
        boolean outside = false;
        boolean resampled = false;
        for (Flat polygon : polygons) {
            int slice = nearestSlice(stack, polygon.position());
            double distance = distance(stack, slice, polygon.position());
            if (distance > stack.spacingMm() / 2 + FLAT) {
                outside = true;
            } else {
                nearest.merge(slice, distance, Math::min);
                resampled |= distance > FLAT;
            }
        }
        double side = 0.5 + 1e-9;
        for (Flat polygon : polygons) {
            int slice = nearestSlice(stack, polygon.position());
            double distance = distance(stack, slice, polygon.position());
            Double best = nearest.get(slice);
            if (best == null || distance > stack.spacingMm() / 2 + FLAT) {
                continue;
            }
            if (distance > best + FLAT) {
                resampled = true;
                continue;
            }
            polygon.polygon().toggle(slices.get(slice), grid.columns(), grid.rows());
            outside |= polygon.polygon().leaves(-side, -side, grid.columns() - 1 + side, grid.rows() - 1 + side);
        }
        Region region = Placement.region(name, grid, slices);
        return new Placement.Result.Placed(region, resampled || isCoarse(nearest), outside);
    }

    /** No two neighbouring slices have a contour: they were drawn on a coarser stack. A slice left out is none. */
    private static boolean isCoarse(Map<Integer, Double> slices) {
        return slices.size() > 1 && slices.keySet().stream().noneMatch(s -> slices.containsKey(s + 1));
    }

    private static int nearestSlice(ImageStack stack, double position) {
        int best = 0;
        for (int i = 1; i < stack.slices().size(); i++) {
            if (distance(stack, i, position) < distance(stack, best, position)) {
                best = i;
            }
        }
        return best;
    }

    private static double distance(ImageStack stack, int slice, double position) {
        return Math.abs(stack.slices().get(slice).positionAlongNormal() - position);
    }

    /** A polygon in the pixels of one image of the stack. */
    static Placement.Result place(Outline.ImagePolygon drawn, ImageStack stack, String name) {
        Optional<SliceGeometry> image = stack.placeOf(drawn.image());
        if (image.isEmpty()) {
            return Placement.refused(ReasonCode.MISSING_INPUT, "roi.sourceImage");
        }
        SliceGeometry g = image.get();
        List<Vector3> points = IntStream.range(0, drawn.x().size())
                .mapToObj(i -> g.position()
                        .plus(g.rowDirection().times((drawn.x().get(i) - 0.5) * g.columnSpacing()))
                        .plus(g.columnDirection().times((drawn.y().get(i) - 0.5) * g.rowSpacing())))
                .toList();
        return place(List.of(new Outline.Loop(points, List.of(drawn.image()))), stack, name);
    }
}
