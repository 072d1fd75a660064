package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

class SegPlacementTest {
    private static final double SPACING_MM = 2;

    @Test
    void aContourOnOneSliceStaysOnThatSliceHoweverThickItSaysItIs() {
        DwiAcquisition acquisition = new DwiAcquisition(
                IntStream.range(0, 5).mapToObj(i -> slice(i, SPACING_MM)).toList(), List.of(), List.of());
        BitSet pixels = new BitSet();
        pixels.set(5);
        pixels.set(6);
        Segment thick = new Segment(
                "L1",
                Optional.empty(),
                "MANUAL",
                "",
                Optional.empty(),
                List.of(new Segment.Plane(Optional.of(slice(2, 2 * SPACING_MM)), Optional.empty(), 0, 4, 4, pixels)),
                new StudyObject("seg", () -> new byte[0], Optional.empty(), Optional.empty()));

        SegPlacement.Result result = SegPlacement.place(thick, acquisition);

        assertThat(result)
                .isInstanceOfSatisfying(
                        SegPlacement.Result.Placed.class,
                        placed -> assertThat(placed.region().size()).isEqualTo(2));
    }

    private static SliceGeometry slice(int index, double thicknessMm) {
        return new SliceGeometry(
                new Vector3(0, 0, index * SPACING_MM),
                new Vector3(1, 0, 0),
                new Vector3(0, 1, 0),
                1,
                1,
                4,
                4,
                OptionalDouble.of(thicknessMm),
                Optional.empty());
    }
}
