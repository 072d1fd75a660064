package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.Vector3;

/** Reads the structures of an RT Structure Set; only closed planar contours enclose anything. */
final class RtStructReader {
    private static final Set<String> CLOSED = Set.of("CLOSED_PLANAR", "CLOSEDPLANAR_XOR");

    private RtStructReader() {}

    static OutlineReading read(StudyObject object, Attributes set) {
        Map<Integer, Attributes> contours = new HashMap<>();
        for (Attributes item : FrameItems.items(set, Tag.ROIContourSequence)) {
            contours.put(item.getInt(Tag.ReferencedROINumber, 0), item);
        }
        List<Outline> outlines = new ArrayList<>();
        for (Attributes roi : FrameItems.items(set, Tag.StructureSetROISequence)) {
            int number = roi.getInt(Tag.ROINumber, 0);
            List<Attributes> loops = Optional.ofNullable(contours.get(number))
                    .map(c -> FrameItems.items(c, Tag.ContourSequence))
                    .orElse(List.of());
            outlines.add(new Outline(
                    roi.getString(Tag.ROIName, "structure " + number),
                    number,
                    Optional.empty(),
                    roi.getString(Tag.ROIGenerationAlgorithm, ""),
                    set.getString(Tag.StructureSetDate, "") + set.getString(Tag.StructureSetTime, ""),
                    Optional.ofNullable(
                            roi.getString(Tag.ReferencedFrameOfReferenceUID, set.getString(Tag.FrameOfReferenceUID))),
                    shape(loops),
                    sources(set),
                    List.of(),
                    object));
        }
        return outlines.isEmpty()
                ? new OutlineReading.Refused(Reason.of(ReasonCode.MISSING_INPUT, "roi.structureSetROI"))
                : new OutlineReading.Read(outlines);
    }

    private static Outline.Shape shape(List<Attributes> contours) {
        List<Outline.Loop> loops = new ArrayList<>();
        for (Attributes contour : contours) {
            double[] data = contour.getDoubles(Tag.ContourData);
            int points = contour.getInt(Tag.NumberOfContourPoints, -1);
            if (!CLOSED.contains(contour.getString(Tag.ContourGeometricType, ""))) {
                return new Outline.Unusable(Reason.of(ReasonCode.INVALID_VALUE, "roi.openContour"));
            }
            if (data == null || data.length % 3 != 0 || data.length < 9 || (points >= 0 && data.length != 3 * points)) {
                return new Outline.Unusable(Reason.of(ReasonCode.INVALID_VALUE, "roi.contour"));
            }
            loops.add(new Outline.Loop(points(data), images(contour)));
        }
        return new Outline.Polygons(loops);
    }

    static List<Vector3> points(double[] data) {
        List<Vector3> points = new ArrayList<>();
        for (int i = 0; i + 2 < data.length; i += 3) {
            points.add(new Vector3(data[i], data[i + 1], data[i + 2]));
        }
        return points;
    }

    private static List<SourceFrame> images(Attributes contour) {
        return FrameItems.items(contour, Tag.ContourImageSequence).stream()
                .flatMap(i -> FrameItems.source(i).stream())
                .toList();
    }

    private static Outline.Sources sources(Attributes set) {
        Set<String> series = new HashSet<>();
        Set<String> instances = new HashSet<>();
        Optional<String> study = Optional.ofNullable(set.getString(Tag.StudyInstanceUID));
        for (Attributes frame : FrameItems.items(set, Tag.ReferencedFrameOfReferenceSequence)) {
            for (Attributes referenced : FrameItems.items(frame, Tag.RTReferencedStudySequence)) {
                for (Attributes item : FrameItems.items(referenced, Tag.RTReferencedSeriesSequence)) {
                    Optional.ofNullable(item.getString(Tag.SeriesInstanceUID)).ifPresent(series::add);
                    images(item).forEach(i -> instances.add(i.sopInstanceUid()));
                }
            }
        }
        return new Outline.Sources(study, series, instances);
    }
}
