package org.vigie.simulator.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dcm4che3.data.Attributes;
import org.vigie.mr.MrFrame;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;
import org.vigie.simulator.dicom.SegSource.ImageRef;
import org.vigie.simulator.domain.Point;
import org.vigie.simulator.domain.VoxelGrid;

/** One series' images by slice, ascending along the normal: what a box is counted on. */
final class SeriesStack {
    /** mm. Positions of one slice differ by rounding only. */
    private static final double SAME_SLICE = 0.1;

    /** mm over the whole image. */
    private static final double SAME_GRID = 0.5;

    private final List<List<MrFrame>> slices = new ArrayList<>();

    private SeriesStack(List<MrFrame> frames) {
        for (MrFrame frame : sortedByPosition(frames)) {
            if (slices.isEmpty() || position(frame) - position(slices.getLast().getFirst()) > SAME_SLICE) {
                slices.add(new ArrayList<>());
            }
            slices.getLast().add(frame);
        }
    }

    /** The first diffusion-weighted series by number, else the first MR series whose slices make one volume. */
    static Optional<SeriesStack> choose(List<MrFrame> frames) {
        Map<String, List<MrFrame>> series =
                frames.stream().collect(Collectors.groupingBy(MrFrame::seriesUid, TreeMap::new, Collectors.toList()));
        return series.values().stream()
                .filter(SeriesStack::isOneGrid)
                .min(Comparator.comparing(
                                (List<MrFrame> f) -> !f.getFirst().kind().isDiffusionWeighted())
                        .thenComparingInt(
                                f -> f.getFirst().instance().seriesNumber().orElse(Integer.MAX_VALUE))
                        .thenComparing(f -> f.getFirst().seriesUid()))
                .map(SeriesStack::new);
    }

    private static boolean isOneGrid(List<MrFrame> frames) {
        SliceGeometry first = frames.getFirst().geometry();
        return frames.stream().allMatch(f -> f.tile().isEmpty() && f.geometry().sameGrid(first, SAME_GRID));
    }

    String seriesUid() {
        return slices.getFirst().getFirst().seriesUid();
    }

    SegSource source(Attributes header) {
        return new SegSource(
                header,
                seriesUid(),
                grid(),
                slices.stream()
                        .map(slice -> slice.stream().map(SeriesStack::ref).toList())
                        .toList());
    }

    private VoxelGrid grid() {
        SliceGeometry g = slices.getFirst().getFirst().geometry();
        double extent = position(slices.getLast().getFirst())
                - position(slices.getFirst().getFirst());
        double thickness = g.sliceThickness().orElse(1);
        return new VoxelGrid(
                g.columns(),
                g.rows(),
                g.columnSpacing(),
                g.rowSpacing(),
                thickness,
                slices.size() == 1 ? thickness : extent / (slices.size() - 1),
                point(g.rowDirection()),
                point(g.columnDirection()),
                slices.stream()
                        .map(slice -> point(slice.getFirst().geometry().position()))
                        .toList());
    }

    private static ImageRef ref(MrFrame frame) {
        return new ImageRef(
                frame.instance().sopClassUid(),
                frame.sopInstanceUid(),
                frame.instance().enhanced() ? frame.frameIndex() + 1 : 0);
    }

    private static List<MrFrame> sortedByPosition(List<MrFrame> frames) {
        return frames.stream()
                .sorted(Comparator.comparingDouble(SeriesStack::position)
                        .thenComparing(MrFrame::sopInstanceUid)
                        .thenComparingInt(MrFrame::frameIndex))
                .toList();
    }

    private static double position(MrFrame frame) {
        return frame.geometry().positionAlongNormal();
    }

    private static Point point(Vector3 v) {
        return new Point(v.x(), v.y(), v.z());
    }
}
