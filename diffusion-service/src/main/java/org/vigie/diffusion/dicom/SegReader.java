package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Flags;
import org.vigie.mr.SliceGeometry;

/**
 * Reads a DICOM Segmentation: BINARY (bits packed without gaps between frames), FRACTIONAL (a pixel belongs from half of
 * Maximum Fractional Value on, stated by a flag) and LABELMAP. Every described segment is answered, those without a frame
 * too. Segment 0 of a label map is its background.
 */
public final class SegReader {
    private static final double BELONGS_FROM = 0.5;

    private final Attributes seg;
    private final StudyObject object;
    private final int rows;
    private final int columns;
    private final List<Attributes> described;
    private final SegPixels pixels;
    private final List<FrameItems> frames;

    private SegReader(
            Attributes seg, StudyObject object, List<Attributes> described, SegPixels pixels, List<FrameItems> frames) {
        this.seg = seg;
        this.object = object;
        this.rows = seg.getInt(Tag.Rows, 0);
        this.columns = seg.getInt(Tag.Columns, 0);
        this.described = described;
        this.pixels = pixels;
        this.frames = frames;
    }

    /** Reads a whole data set with its pixel data. */
    static OutlineReading read(StudyObject object, Datasets.Parsed parsed) {
        Attributes seg = parsed.dataset();
        int count = seg.getInt(Tag.NumberOfFrames, 0);
        List<Attributes> described = FrameItems.items(seg, Tag.SegmentSequence);
        if (described.isEmpty() || count < 0 || seg.getInt(Tag.Rows, 0) <= 0 || seg.getInt(Tag.Columns, 0) <= 0) {
            return invalid("roi");
        }
        Optional<List<FrameItems>> frames = frames(seg, count, described.size());
        if (frames.isEmpty()) {
            return invalid("roi.numberOfFrames");
        }
        return switch (SegPixels.open(parsed, count)) {
            case SegPixels.Opened.Refused(Reason reason) -> new OutlineReading.Refused(reason);
            case SegPixels.Opened.Ready(SegPixels pixels) ->
                new SegReader(seg, object, described, pixels, frames.get()).outlines();
        };
    }

    /** A tiled object without functional groups of its own lists each segment's tiles in turn (PS3.3 C.7.6.17.3). */
    private static Optional<List<FrameItems>> frames(Attributes seg, int count, int segments) {
        Attributes shared =
                FrameItems.first(seg, Tag.SharedFunctionalGroupsSequence).orElseGet(Attributes::new);
        List<Attributes> perFrame = FrameItems.items(seg, Tag.PerFrameFunctionalGroupsSequence);
        if (perFrame.size() == count) {
            return Optional.of(
                    perFrame.stream().map(f -> new FrameItems(f, shared)).toList());
        }
        if (!perFrame.isEmpty() || !"TILED_FULL".equals(seg.getString(Tag.DimensionOrganizationType))) {
            return Optional.empty();
        }
        int tiles = Math.max(1, count / segments);
        List<FrameItems> tiled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Attributes identification = new Attributes();
            identification.setInt(Tag.ReferencedSegmentNumber, org.dcm4che3.data.VR.US, i / tiles + 1);
            Attributes groups = new Attributes();
            groups.newSequence(Tag.SegmentIdentificationSequence, 1).add(identification);
            tiled.add(new FrameItems(groups, shared));
        }
        return Optional.of(tiled);
    }

    private OutlineReading outlines() {
        return switch (seg.getString(Tag.SegmentationType, "")) {
            case "BINARY" -> bySegment((frame, _) -> pixels.atLeast(frame, 1), Optional.empty());
            case "FRACTIONAL" -> fractional();
            case "LABELMAP" -> labelMap();
            default -> new OutlineReading.Refused(Reason.of(ReasonCode.NOT_DECODABLE, "roi.segmentationType"));
        };
    }

    private interface Membership {
        BitSet of(int frame, int segment);
    }

    private OutlineReading fractional() {
        int maximum = seg.getInt(Tag.MaximumFractionalValue, 0);
        if (maximum <= 0) {
            return new OutlineReading.Refused(Reason.of(ReasonCode.MISSING_INPUT, "roi.maximumFractionalValue"));
        }
        for (int i = 0; i < frames.size(); i++) {
            if (pixels.largest(i) > maximum) {
                return invalid("roi.fraction");
            }
        }
        return bySegment((frame, _) -> pixels.atLeast(frame, BELONGS_FROM * maximum), Optional.of(maximum));
    }

    /** Each frame belongs to the segment it names. */
    private OutlineReading bySegment(Membership membership, Optional<Integer> maximum) {
        Map<Integer, List<Integer>> bySegment = new HashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            int number = frames.get(i)
                    .item(Tag.SegmentIdentificationSequence)
                    .map(a -> a.getInt(Tag.ReferencedSegmentNumber, 0))
                    .orElse(0);
            bySegment.computeIfAbsent(number, n -> new ArrayList<>()).add(i);
        }
        if (!numbers().containsAll(bySegment.keySet())) {
            return invalid("roi.segmentNumber");
        }
        List<Outline> outlines = new ArrayList<>();
        for (Attributes segment : described) {
            int number = segment.getInt(Tag.SegmentNumber, 0);
            List<Integer> own = bySegment.getOrDefault(number, List.of());
            List<Outline.Plane> planes =
                    own.stream().map(i -> plane(i, membership.of(i, number))).toList();
            Optional<Outline.Fractions> fractions = maximum.map(m -> new Outline.Fractions(
                    m,
                    own.stream().mapToInt(i -> pixels.count(i, 0)).sum(),
                    own.stream().mapToInt(pixels::largest).max().orElse(0)));
            outlines.add(outline(segment, number, planes, fractions));
        }
        return new OutlineReading.Read(outlines);
    }

    /** A pixel that is neither a described segment nor the padding value says nothing that can be trusted. */
    private OutlineReading labelMap() {
        Set<Integer> known = new HashSet<>(numbers());
        known.add(0);
        known.add(seg.getInt(Tag.PixelPaddingValue, 0));
        Map<Integer, List<Outline.Plane>> planes = new LinkedHashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            for (int value : pixels.values(i)) {
                if (!known.contains(value)) {
                    return invalid("roi.segmentNumber");
                }
                planes.computeIfAbsent(value, v -> new ArrayList<>()).add(plane(i, pixels.equalTo(i, value)));
            }
        }
        List<Outline> outlines = new ArrayList<>();
        for (Attributes segment : described) {
            int number = segment.getInt(Tag.SegmentNumber, 0);
            outlines.add(outline(segment, number, planes.getOrDefault(number, List.of()), Optional.empty()));
        }
        return new OutlineReading.Read(outlines);
    }

    private Set<Integer> numbers() {
        Set<Integer> numbers = new HashSet<>();
        described.forEach(s -> numbers.add(s.getInt(Tag.SegmentNumber, 0)));
        return numbers;
    }

    private Outline outline(
            Attributes segment, int number, List<Outline.Plane> planes, Optional<Outline.Fractions> fractions) {
        return new Outline(
                segment.getString(Tag.TrackingID, segment.getString(Tag.SegmentLabel, "segment " + number)),
                number,
                Optional.ofNullable(segment.getString(Tag.TrackingUID)),
                segment.getString(Tag.SegmentAlgorithmType, ""),
                seg.getString(Tag.ContentDate, "") + seg.getString(Tag.ContentTime, ""),
                Optional.ofNullable(seg.getString(Tag.FrameOfReferenceUID)),
                new Outline.Raster(planes, slab(), fractions),
                References.of(seg),
                fractions.isPresent() ? List.of(Flags.ROI_FRACTIONAL) : List.of(),
                object);
    }

    private Outline.Plane plane(int frame, BitSet inside) {
        FrameItems items = frames.get(frame);
        return new Outline.Plane(items.place(seg, rows, columns), items.sources(), rows, columns, inside);
    }

    /** Spacing Between Slices, else the thickness of the frames, else the smallest step between two of them. */
    private OptionalDouble slab() {
        OptionalDouble smallest = OptionalDouble.empty();
        for (int tag : new int[] {Tag.SpacingBetweenSlices, Tag.SliceThickness}) {
            for (FrameItems frame : frames) {
                double[] stated = frame.numbers(Tag.PixelMeasuresSequence, tag);
                if (stated.length == 1 && stated[0] > 0) {
                    return OptionalDouble.of(stated[0]);
                }
            }
        }
        List<Double> positions = frames.stream()
                .flatMap(f -> f.place(seg, rows, columns).stream())
                .map(SliceGeometry::positionAlongNormal)
                .sorted()
                .toList();
        for (int i = 1; i < positions.size(); i++) {
            double step = positions.get(i) - positions.get(i - 1);
            if (step > DwiAcquisition.SAME_SLICE && (smallest.isEmpty() || step < smallest.getAsDouble())) {
                smallest = OptionalDouble.of(step);
            }
        }
        return smallest;
    }

    private static OutlineReading invalid(String argument) {
        return new OutlineReading.Refused(Reason.of(ReasonCode.INVALID_VALUE, argument));
    }

    /** @throws IOException if the place of the object fails */
    public static OutlineReading read(StudyObject object) throws IOException {
        return OutlineReader.read(object);
    }
}
