package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Region;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

class PlacementTest {
    private static final double SPACING_MM = 2;
    private static final Vector3 X = new Vector3(1, 0, 0);
    private static final Vector3 Y = new Vector3(0, 1, 0);

    /** 4 x 4 pixels of 1 mm, five slices 2 mm apart. */
    private static final ImageStack STACK = new ImageStack(
            IntStream.range(0, 5).mapToObj(i -> slice(i, SPACING_MM)).toList(), List.of());

    @Test
    void aContourOnOneSliceStaysOnThatSliceHoweverThickItSaysItIs() {
        Placement.Result.Placed placed = placed(raster(2 * SPACING_MM, plane(slice(2, 2 * SPACING_MM), 5, 6)));

        assertThat(voxels(placed)).containsExactly(2 * 16 + 5, 2 * 16 + 6);
        assertThat(placed.resampled()).isFalse();
        assertThat(placed.outside()).isFalse();
    }

    @Test
    void aCroppedRasterIsTheSameRaster() {
        SliceGeometry cropped = geometry(new Vector3(1, 2, 4), X, Y, 1, 2, 2);

        Placement.Result.Placed placed = placed(raster(SPACING_MM, plane(cropped, 0, 3)));

        assertThat(voxels(placed)).containsExactly(2 * 16 + 2 * 4 + 1, 2 * 16 + 3 * 4 + 2);
        assertThat(placed.resampled()).isFalse();
    }

    @Test
    void rowsThatRunTheOtherWayAreTheSameRaster() {
        SliceGeometry turned = geometry(new Vector3(3, 3, 4), new Vector3(-1, 0, 0), new Vector3(0, -1, 0), 1, 4, 4);

        Placement.Result.Placed placed = placed(raster(SPACING_MM, plane(turned, 0)));

        assertThat(voxels(placed)).containsExactly(2 * 16 + 15);
        assertThat(placed.resampled()).isFalse();
    }

    @Test
    void onAFinerRasterAVoxelBelongsWhoseCentreLiesInASetPixel() {
        // Pixels of 0.5 mm whose first centre is at (-0.25, -0.25): the voxel centre (1, 1) lies in pixel (3, 3).
        SliceGeometry fine = geometry(new Vector3(-0.25, -0.25, 4), X, Y, 0.5, 8, 8);

        Placement.Result.Placed placed = placed(raster(SPACING_MM, plane(fine, 3 * 8 + 3)));

        assertThat(voxels(placed)).containsExactly(2 * 16 + 5);
        assertThat(placed.resampled()).isTrue();
    }

    @Test
    void onACoarserRasterEveryVoxelInTheSlabBelongs() {
        // One pixel of 2 mm, 4 mm thick, centred at (0.5, 0.5, 3): voxels 0..1 of rows 0..1 in the slices at 2 and 4
        // mm.
        SliceGeometry coarse = geometry(new Vector3(0.5, 0.5, 3), X, Y, 2, 2, 2);

        Placement.Result.Placed placed = placed(raster(4, plane(coarse, 0)));

        assertThat(voxels(placed)).containsExactly(16, 17, 20, 21, 32, 33, 36, 37);
        assertThat(placed.resampled()).isTrue();
        assertThat(placed.outside()).isFalse();
    }

    @Test
    void aPlaneAtRightAnglesIsCutByTheSlices() {
        // A sagittal plane at x = 1, rows along y, columns along z, 1 mm pixels, 1 mm slab: the line of voxels x = 1.
        SliceGeometry sagittal = geometry(new Vector3(1, 0, 0), Y, new Vector3(0, 0, 1), 1, 9, 4);
        int[] all = IntStream.range(0, 36).toArray();

        Placement.Result.Placed placed = placed(raster(1, plane(sagittal, all)));

        assertThat(placed.region().size()).isEqualTo(5 * 4);
        assertThat(voxels(placed)).contains(1, 5, 9, 13, 4 * 16 + 13);
        assertThat(placed.resampled()).isTrue();
    }

    @Test
    void twoPlanesThatMeetShareNoVoxel() {
        // Slabs of 2 mm about z = 3 and z = 5: the slice at 4 mm is the lower face of the second.
        Placement.Result.Placed below = placed(raster(2, plane(geometry(new Vector3(0, 0, 3), X, Y, 1, 4, 4), 0)));
        Placement.Result.Placed above = placed(raster(2, plane(geometry(new Vector3(0, 0, 5), X, Y, 1, 4, 4), 0)));

        assertThat(voxels(below)).containsExactly(16);
        assertThat(voxels(above)).containsExactly(32);
    }

    @Test
    void whatLiesBesideTheStackIsTold() {
        Placement.Result.Placed beside = placed(raster(2, plane(geometry(new Vector3(0, 0, 40), X, Y, 1, 4, 4), 0)));
        Placement.Result.Placed cut = placed(raster(2, plane(geometry(new Vector3(2, 0, 4), X, Y, 1, 4, 4), 0, 3)));

        assertThat(beside.region().size()).isZero();
        assertThat(beside.outside()).isTrue();
        assertThat(voxels(cut)).containsExactly(34);
        assertThat(cut.outside()).isTrue();
    }

    @Test
    void anotherFrameOfReferenceIsRefused() {
        ImageStack stack = new ImageStack(List.of(geometry("1.2.3")), List.of());
        Outline outline = outline(raster(2, plane(geometry("1.2.4"), 0)), Optional.of("1.2.4"));

        assertThat(Placement.place(outline, stack))
                .isEqualTo(new Placement.Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi.frameOfReference")));
    }

    @Test
    void contoursOfSeveralPlanesNearOneSliceAreNotCombined() {
        // Drawn every millimetre on slices 2 mm apart: two of three planes would cancel each other out.
        Placement.Result.Placed placed = placed(new Outline.Polygons(List.of(square(4), square(4.8), square(3.2))));

        assertThat(voxels(placed)).containsExactly(37, 38, 41, 42);
        assertThat(placed.resampled()).isTrue();
    }

    @Test
    void contoursOnEverySecondSliceAreTold() {
        assertThat(placed(new Outline.Polygons(List.of(square(0), square(4), square(8))))
                        .resampled())
                .isTrue();
        assertThat(placed(new Outline.Polygons(List.of(square(0), square(2), square(6))))
                        .resampled())
                .isFalse();
    }

    @Test
    void aContourAcrossTheSlicesIsRefused() {
        Outline.Loop tilted = new Outline.Loop(
                List.of(new Vector3(0, 0, 0), new Vector3(3, 0, 0), new Vector3(3, 3, 4), new Vector3(0, 3, 4)),
                List.of());

        assertThat(place(new Outline.Polygons(List.of(tilted))))
                .isEqualTo(new Placement.Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi.orientation")));
    }

    @Test
    void aContourThatCrossesItselfIsRefused() {
        Outline.Loop bowTie = new Outline.Loop(
                List.of(new Vector3(0, 0, 4), new Vector3(3, 3, 4), new Vector3(3, 0, 4), new Vector3(0, 3, 4)),
                List.of());

        assertThat(place(new Outline.Polygons(List.of(bowTie))))
                .isEqualTo(
                        new Placement.Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi.selfCrossingContour")));
    }

    @Test
    void theBaselinesContourBecomesAProposalThatIsNeverValidated() {
        Outline baseline = outline(raster(SPACING_MM, plane(slice(2, SPACING_MM), 5, 6)), Optional.of("1.2.3"));
        ImageStack followUp =
                new ImageStack(List.of(geometry("1.2.4"), moved("1.2.4", 2), moved("1.2.4", 4)), List.of());

        Propagation.Proposed proposed = Propagation.onto(baseline, followUp).orElseThrow();

        assertThat(proposed.region().size()).isEqualTo(2);
        assertThat(proposed.region().voxel(0)).isEqualTo(2 * 16 + 5);
        assertThat(proposed.flags())
                .containsExactly("propagated-roi", "unvalidated-roi", "roi-other-frame-of-reference");
        assertThat(Placement.place(baseline, followUp)).isInstanceOf(Placement.Result.Refused.class);
    }

    @Test
    void aBaselinesContourBesideTheFollowUpGivesNoProposal() {
        Outline baseline = outline(
                raster(SPACING_MM, plane(geometry(new Vector3(0, 0, 400), X, Y, 1, 4, 4), 5)), Optional.empty());

        assertThat(Propagation.onto(baseline, STACK)).isEmpty();
    }

    private static SliceGeometry moved(String frameOfReference, double z) {
        return new SliceGeometry(
                new Vector3(0, 0, z), X, Y, 1, 1, 4, 4, OptionalDouble.of(2), Optional.of(frameOfReference));
    }

    private static Outline.Loop square(double z) {
        return new Outline.Loop(
                List.of(
                        new Vector3(0.5, 0.5, z),
                        new Vector3(2.5, 0.5, z),
                        new Vector3(2.5, 2.5, z),
                        new Vector3(0.5, 2.5, z)),
                List.of());
    }

    private static Outline.Raster raster(double slab, Outline.Plane... planes) {
        return new Outline.Raster(List.of(planes), OptionalDouble.of(slab), Optional.empty());
    }

    private static Outline.Plane plane(SliceGeometry place, int... pixels) {
        BitSet set = new BitSet();
        IntStream.of(pixels).forEach(set::set);
        return new Outline.Plane(Optional.of(place), List.of(), place.rows(), place.columns(), set);
    }

    private static Placement.Result.Placed placed(Outline.Shape shape) {
        return (Placement.Result.Placed) place(shape);
    }

    private static Placement.Result place(Outline.Shape shape) {
        return Placement.place(outline(shape, Optional.empty()), STACK);
    }

    private static Outline outline(Outline.Shape shape, Optional<String> frameOfReference) {
        return new Outline(
                "L1",
                1,
                Optional.empty(),
                "MANUAL",
                "",
                frameOfReference,
                shape,
                Outline.Sources.NONE,
                List.of(),
                new StudyObject("seg", () -> new byte[0], Optional.empty(), Optional.empty()));
    }

    private static List<Integer> voxels(Placement.Result.Placed placed) {
        Region region = placed.region();
        return IntStream.range(0, region.size()).mapToObj(region::voxel).toList();
    }

    private static SliceGeometry slice(int index, double thicknessMm) {
        return new SliceGeometry(
                new Vector3(0, 0, index * SPACING_MM),
                X,
                Y,
                1,
                1,
                4,
                4,
                OptionalDouble.of(thicknessMm),
                Optional.empty());
    }

    private static SliceGeometry geometry(
            Vector3 position, Vector3 row, Vector3 column, double spacing, int rows, int columns) {
        return new SliceGeometry(
                position, row, column, spacing, spacing, rows, columns, OptionalDouble.empty(), Optional.empty());
    }

    private static SliceGeometry geometry(String frameOfReference) {
        return new SliceGeometry(
                new Vector3(0, 0, 0), X, Y, 1, 1, 4, 4, OptionalDouble.of(2), Optional.of(frameOfReference));
    }
}
