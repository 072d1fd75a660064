package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** Reads a DICOM Segmentation: binary, bit-packed without gaps between frames. */
public final class SegReader {
    private static final Set<String> LITTLE_ENDIAN =
            Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99");

    private SegReader() {}

    public sealed interface Result {
        record Read(List<Segment> segments) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    /** @throws IOException if the place of the object fails */
    public static Result read(StudyObject object) throws IOException {
        byte[] bytes = object.bytes().read();
        try {
            Datasets.Parsed parsed = Datasets.parse(bytes, -1);
            return LITTLE_ENDIAN.contains(parsed.transferSyntax())
                    ? segments(object, parsed.dataset())
                    : refused(ReasonCode.NOT_DECODABLE, parsed.transferSyntax());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return refused(ReasonCode.INVALID_VALUE, "roi");
        }
    }

    private static Result segments(StudyObject object, Attributes seg) {
        if (!"BINARY".equals(seg.getString(Tag.SegmentationType)) || seg.getInt(Tag.BitsAllocated, 0) != 1) {
            return refused(ReasonCode.NOT_DECODABLE, "roi.segmentationType");
        }
        Sequence perFrame = seg.getSequence(Tag.PerFrameFunctionalGroupsSequence);
        Sequence described = seg.getSequence(Tag.SegmentSequence);
        int frames = seg.getInt(Tag.NumberOfFrames, 0);
        int rows = seg.getInt(Tag.Rows, 0);
        int columns = seg.getInt(Tag.Columns, 0);
        if (perFrame == null || described == null || perFrame.size() != frames || rows <= 0 || columns <= 0) {
            return refused(ReasonCode.INVALID_VALUE, "roi");
        }
        long bits = (long) rows * columns * frames;
        if (!(seg.getValue(Tag.PixelData) instanceof byte[] packed) || packed.length * 8L < bits) {
            return refused(ReasonCode.INVALID_VALUE, "roi.pixelData");
        }
        Attributes shared = first(seg, Tag.SharedFunctionalGroupsSequence).orElseGet(Attributes::new);
        BitSet all = BitSet.valueOf(packed);
        Map<Integer, List<Segment.Plane>> planes = new TreeMap<>();
        for (int i = 0; i < frames; i++) {
            int from = i * rows * columns;
            Attributes frame = perFrame.get(i);
            planes.computeIfAbsent(number(frame, shared), n -> new ArrayList<>())
                    .add(plane(frame, shared, seg, rows, columns, all.get(from, from + rows * columns)));
        }
        List<Segment> segments = new ArrayList<>();
        for (Attributes segment : described) {
            int number = segment.getInt(Tag.SegmentNumber, 0);
            segments.add(segment(object, seg, segment, planes.getOrDefault(number, List.of())));
        }
        return new Result.Read(segments);
    }

    private static Segment segment(StudyObject object, Attributes seg, Attributes segment, List<Segment.Plane> planes) {
        String label = segment.getString(Tag.TrackingID, segment.getString(Tag.SegmentLabel, "segment"));
        return new Segment(
                label,
                Optional.ofNullable(segment.getString(Tag.TrackingUID)),
                segment.getString(Tag.SegmentAlgorithmType, ""),
                seg.getString(Tag.ContentDate, "") + seg.getString(Tag.ContentTime, ""),
                Optional.ofNullable(seg.getString(Tag.FrameOfReferenceUID)),
                planes,
                object);
    }

    private static int number(Attributes frame, Attributes shared) {
        return item(frame, shared, Tag.SegmentIdentificationSequence)
                .map(a -> a.getInt(Tag.ReferencedSegmentNumber, 0))
                .orElse(0);
    }

    private static Segment.Plane plane(
            Attributes frame, Attributes shared, Attributes seg, int rows, int columns, BitSet pixels) {
        Optional<Attributes> source =
                item(frame, shared, Tag.DerivationImageSequence).flatMap(d -> first(d, Tag.SourceImageSequence));
        return new Segment.Plane(
                geometry(frame, shared, seg, rows, columns),
                source.map(s -> s.getString(Tag.ReferencedSOPInstanceUID)),
                source.map(s -> s.getInt(Tag.ReferencedFrameNumber, 1) - 1).orElse(0),
                rows,
                columns,
                pixels);
    }

    private static Optional<SliceGeometry> geometry(
            Attributes frame, Attributes shared, Attributes seg, int rows, int columns) {
        double[] position = numbers(frame, shared, Tag.PlanePositionSequence, Tag.ImagePositionPatient);
        double[] direction = numbers(frame, shared, Tag.PlaneOrientationSequence, Tag.ImageOrientationPatient);
        double[] spacing = numbers(frame, shared, Tag.PixelMeasuresSequence, Tag.PixelSpacing);
        if (position.length != 3 || direction.length != 6 || spacing.length != 2) {
            return Optional.empty();
        }
        double[] thickness = numbers(frame, shared, Tag.PixelMeasuresSequence, Tag.SliceThickness);
        return Optional.of(new SliceGeometry(
                vector(position, 0),
                vector(direction, 0),
                vector(direction, 3),
                spacing[0],
                spacing[1],
                rows,
                columns,
                thickness.length == 1 && thickness[0] > 0 ? OptionalDouble.of(thickness[0]) : OptionalDouble.empty(),
                Optional.ofNullable(seg.getString(Tag.FrameOfReferenceUID))));
    }

    private static double[] numbers(Attributes frame, Attributes shared, int sequence, int tag) {
        return item(frame, shared, sequence).map(a -> a.getDoubles(tag)).orElseGet(() -> new double[0]);
    }

    private static Optional<Attributes> item(Attributes frame, Attributes shared, int sequence) {
        return first(frame, sequence).or(() -> first(shared, sequence));
    }

    private static Optional<Attributes> first(Attributes from, int sequence) {
        return Optional.ofNullable(from.getNestedDataset(sequence));
    }

    private static Vector3 vector(double[] v, int from) {
        return new Vector3(v[from], v[from + 1], v[from + 2]);
    }

    private static Result refused(ReasonCode code, String argument) {
        return new Result.Refused(Reason.of(code, argument));
    }
}
