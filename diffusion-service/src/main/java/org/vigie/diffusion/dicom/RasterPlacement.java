package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Grid;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** Pixels on planes to voxels of a stack. */
final class RasterPlacement {
    /** Pixels by which a voxel's centre may miss that of a pixel and be the same one. */
    private static final double SAME_PIXEL = 0.1;

    private final ImageStack stack;
    private final Grid grid;
    private final List<BitSet> slices;
    private boolean resampled;
    private boolean outside;

    private RasterPlacement(ImageStack stack) {
        this.stack = stack;
        this.grid = stack.grid();
        this.slices = IntStream.range(0, grid.slices())
                .mapToObj(i -> new BitSet(grid.voxelsPerSlice()))
                .toList();
    }

    private record Located(SliceGeometry place, BitSet pixels) {}

    static Placement.Result place(Outline.Raster raster, ImageStack stack, String name) {
        List<Located> planes = new ArrayList<>();
        for (Outline.Plane plane : raster.planes()) {
            Optional<SliceGeometry> place = plane.place().or(() -> ofSource(plane, stack));
            if (place.isEmpty()) {
                return Placement.refused(ReasonCode.MISSING_INPUT, "roi.position");
            }
            planes.add(new Located(place.get(), plane.pixels()));
        }
        RasterPlacement placement = new RasterPlacement(stack);
        for (Located plane : planes) {
            placement.add(plane, raster.slabMm());
        }
        return new Placement.Result.Placed(
                Placement.region(name, placement.grid, placement.slices), placement.resampled, placement.outside);
    }

    private static Optional<SliceGeometry> ofSource(Outline.Plane plane, ImageStack stack) {
        return plane.sources().stream()
                .flatMap(s -> stack.placeOf(s).stream())
                .filter(g -> g.rows() == plane.rows() && g.columns() == plane.columns())
                .findFirst();
    }

    private void add(Located plane, OptionalDouble slab) {
        for (int s = 0; s < grid.slices(); s++) {
            PlaneMap map = PlaneMap.of(stack.slices().get(s), plane.place());
            if (map.isSameRaster(SAME_PIXEL, DwiAcquisition.SAME_SLICE)) {
                copy(plane, map, slices.get(s));
                return;
            }
        }
        if (plane.pixels().isEmpty()) {
            return;
        }
        resampled = true;
        double half = slab.orElse(plane.place().sliceThickness().orElse(stack.spacingMm())) / 2;
        for (int s = 0; s < grid.slices(); s++) {
            PlaneMap map = PlaneMap.of(stack.slices().get(s), plane.place());
            if (map.reaches(grid.columns(), grid.rows(), half)) {
                sample(plane, map, half, slices.get(s));
            }
        }
        outside |= plane.pixels().stream().anyMatch(pixel -> !isInStack(plane.place(), pixel, half));
    }

    /** One pixel is one voxel; the matrices may be of different size. */
    private void copy(Located plane, PlaneMap map, BitSet slice) {
        int taken = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                if (isSet(plane, map, column, row)) {
                    slice.set(row * grid.columns() + column);
                    taken++;
                }
            }
        }
        outside |= taken < plane.pixels().cardinality();
    }

    private void sample(Located plane, PlaneMap map, double half, BitSet slice) {
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                double height = map.height(column, row);
                if (height >= -half && height < half && isSet(plane, map, column, row)) {
                    slice.set(row * grid.columns() + column);
                }
            }
        }
    }

    private static boolean isSet(Located plane, PlaneMap map, int column, int row) {
        long x = Math.round(map.column(column, row));
        long y = Math.round(map.row(column, row));
        SliceGeometry place = plane.place();
        return x >= 0
                && y >= 0
                && x < place.columns()
                && y < place.rows()
                && plane.pixels().get((int) (y * place.columns() + x));
    }

    /** True if a voxel of the stack contains the centre of the pixel, or its slab reaches a slice. */
    private boolean isInStack(SliceGeometry plane, int pixel, double half) {
        int row = pixel / plane.columns();
        int column = pixel - row * plane.columns();
        Vector3 centre = plane.position()
                .plus(plane.rowDirection().times(column * plane.columnSpacing()))
                .plus(plane.columnDirection().times(row * plane.rowSpacing()));
        SliceGeometry first = stack.slices().getFirst();
        Vector3 offset = centre.minus(first.position());
        double x = offset.dot(first.rowDirection()) / first.columnSpacing();
        double y = offset.dot(first.columnDirection()) / first.rowSpacing();
        double reach = Math.max(half, stack.spacingMm() / 2);
        double z = centre.dot(first.normal());
        return x >= -0.5
                && x < grid.columns() - 0.5
                && y >= -0.5
                && y < grid.rows() - 0.5
                && z >= first.positionAlongNormal() - reach
                && z <= stack.slices().getLast().positionAlongNormal() + reach;
    }
}
