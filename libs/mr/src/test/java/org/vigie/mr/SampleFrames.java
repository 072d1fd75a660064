package org.vigie.mr;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;

/** Frames of an axial stack, 4 mm apart. */
final class SampleFrames {
    private SampleFrames() {}

    static List<MrFrame> series(String seriesUid, double b, int slices) {
        return IntStream.range(0, slices)
                .mapToObj(i -> frame(seriesUid, Optional.of(b), at(4.0 * i)))
                .toList();
    }

    static MrFrame frame(String seriesUid, Optional<Double> b, SliceGeometry geometry) {
        return new MrFrame(
                instance(seriesUid, "ORIGINAL"),
                0,
                b.isPresent() ? SeriesKind.DWI : SeriesKind.OTHER_MR,
                geometry,
                b.map(v -> BValue.of(v, Source.PUBLIC_0018_9087, Directionality.UNKNOWN)),
                new PixelFormat(16, 12, 11, false, 1, OptionalDouble.empty(), OptionalDouble.empty()),
                new FrameTiming(
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalInt.empty()),
                Optional.empty(),
                List.of());
    }

    static SliceGeometry at(double z) {
        return new SliceGeometry(
                new Vector3(-100, -100, z),
                new Vector3(1, 0, 0),
                new Vector3(0, 1, 0),
                2,
                2,
                100,
                100,
                OptionalDouble.of(4),
                Optional.of("1.2.3"));
    }

    private static MrInstance instance(String seriesUid, String type) {
        return new MrInstance(
                "1.2.3.4",
                "1.2.840.10008.5.1.4.1.1.4",
                seriesUid,
                "1.2",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                new Scanner(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty()),
                new Protocol(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(type)),
                new StudyTime(Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
