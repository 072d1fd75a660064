package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.Vector3;

/**
 * Reads the regions of an Imaging Measurement Report (TID 1500): of each measurement group the referenced segment, or its
 * image region, a closed polygon on an image (SCOORD) or in the patient (SCOORD3D). A group about a whole image has none.
 */
final class SrReader {
    private static final String GROUP = "125007";
    private static final String TRACKING_ID = "112039";
    private static final String TRACKING_UID = "112040";
    private static final Set<String> SEGMENT = Set.of("121191", "121214");
    private static final String IMAGE_REGION = "111030";
    private static final int VERTICES = 1440;

    private SrReader() {}

    static OutlineReading read(StudyObject object, Attributes report) {
        List<Attributes> groups = new ArrayList<>();
        collect(report, groups);
        List<Outline> outlines = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            int number = i + 1;
            Attributes group = groups.get(i);
            shape(group).ifPresent(region -> outlines.add(outline(object, report, group, number, region)));
        }
        return outlines.isEmpty()
                ? new OutlineReading.Refused(Reason.of(ReasonCode.MISSING_INPUT, "roi.region"))
                : new OutlineReading.Read(outlines);
    }

    private record Found(Outline.Shape shape, Optional<String> frameOfReference) {
        Found(Outline.Shape shape) {
            this(shape, Optional.empty());
        }
    }

    private static void collect(Attributes container, List<Attributes> groups) {
        for (Attributes item : FrameItems.items(container, Tag.ContentSequence)) {
            if (GROUP.equals(concept(item))) {
                groups.add(item);
            } else {
                collect(item, groups);
            }
        }
    }

    private static Outline outline(StudyObject object, Attributes report, Attributes group, int number, Found region) {
        return new Outline(
                text(group, TRACKING_ID, Tag.TextValue).orElse("group " + number),
                number,
                text(group, TRACKING_UID, Tag.UID),
                "",
                report.getString(Tag.ContentDate, "") + report.getString(Tag.ContentTime, ""),
                region.frameOfReference(),
                region.shape(),
                new Outline.Sources(Optional.ofNullable(report.getString(Tag.StudyInstanceUID)), Set.of(), Set.of()),
                List.of(),
                object);
    }

    /** Several regions in one group are a thing this reader cannot tell apart: named, not guessed. */
    private static Optional<Found> shape(Attributes group) {
        List<Found> found = new ArrayList<>();
        for (Attributes item : FrameItems.items(group, Tag.ContentSequence)) {
            switch (item.getString(Tag.ValueType, "")) {
                case "IMAGE" -> {
                    if (SEGMENT.contains(concept(item))) {
                        segment(item).ifPresent(s -> found.add(new Found(s)));
                    }
                }
                case "SCOORD" -> {
                    if (IMAGE_REGION.equals(concept(item))) {
                        found.add(new Found(onImage(item)));
                    }
                }
                case "SCOORD3D" -> {
                    if (IMAGE_REGION.equals(concept(item))) {
                        found.add(new Found(
                                inPatient(item),
                                Optional.ofNullable(item.getString(Tag.ReferencedFrameOfReferenceUID))));
                    }
                }
                default -> {}
            }
        }
        if (found.size() > 1 && found.stream().allMatch(f -> f.shape() instanceof Outline.Polygons)) {
            return Optional.of(new Found(
                    new Outline.Polygons(found.stream()
                            .flatMap(f -> ((Outline.Polygons) f.shape()).polygons().stream())
                            .toList()),
                    found.getFirst().frameOfReference()));
        }
        return found.size() > 1
                ? Optional.of(new Found(new Outline.Unusable(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "roi.region"))))
                : found.stream().findFirst();
    }

    private static Optional<Outline.Shape> segment(Attributes item) {
        return FrameItems.first(item, Tag.ReferencedSOPSequence)
                .filter(r -> r.getString(Tag.ReferencedSOPInstanceUID) != null)
                .map(r -> new Outline.SegmentReference(
                        r.getString(Tag.ReferencedSOPInstanceUID, ""), r.getInt(Tag.ReferencedSegmentNumber, 1)));
    }

    private static Outline.Shape onImage(Attributes item) {
        double[] data = item.getDoubles(Tag.GraphicData);
        Optional<SourceFrame> image = FrameItems.items(item, Tag.ContentSequence).stream()
                .flatMap(i -> FrameItems.first(i, Tag.ReferencedSOPSequence).stream())
                .flatMap(r -> FrameItems.source(r).stream())
                .findFirst();
        if (image.isEmpty()) {
            return new Outline.Unusable(Reason.of(ReasonCode.MISSING_INPUT, "roi.sourceImage"));
        }
        String type = item.getString(Tag.GraphicType, "");
        if (data != null && type.equals("CIRCLE") && data.length == 4) {
            double radius = Math.hypot(data[2] - data[0], data[3] - data[1]);
            return ellipse(image.get(), data[0], data[1], radius, 0, 0, radius);
        }
        if (data != null && type.equals("ELLIPSE") && data.length == 8) {
            return ellipse(
                    image.get(),
                    (data[0] + data[2]) / 2,
                    (data[1] + data[3]) / 2,
                    (data[2] - data[0]) / 2,
                    (data[3] - data[1]) / 2,
                    (data[6] - data[4]) / 2,
                    (data[7] - data[5]) / 2);
        }
        if (!type.equals("POLYLINE") || data == null || data.length < 6) {
            return new Outline.Unusable(Reason.of(ReasonCode.NOT_DECODABLE, "roi.graphicType"));
        }
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i + 1 < data.length; i += 2) {
            x.add(data[i]);
            y.add(data[i + 1]);
        }
        int last = x.size() - 1;
        if (!x.getFirst().equals(x.get(last)) || !y.getFirst().equals(y.get(last))) {
            return new Outline.Unusable(Reason.of(ReasonCode.INVALID_VALUE, "roi.openContour"));
        }
        return new Outline.ImagePolygon(image.get(), x.subList(0, last), y.subList(0, last));
    }

    /** centre + cos(t)·a + sin(t)·b as a polygon that stays within 3e-6 of the half axes. */
    private static Outline.Shape ellipse(
            SourceFrame image, double x0, double y0, double ax, double ay, double bx, double by) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < VERTICES; i++) {
            double t = 2 * Math.PI * (i + 0.5) / VERTICES;
            x.add(x0 + Math.cos(t) * ax + Math.sin(t) * bx);
            y.add(y0 + Math.cos(t) * ay + Math.sin(t) * by);
        }
        return new Outline.ImagePolygon(image, x, y);
    }

    private static Outline.Shape inPatient(Attributes item) {
        double[] data = item.getDoubles(Tag.GraphicData);
        String type = item.getString(Tag.GraphicType, "");
        if ((!type.equals("POLYGON") && !type.equals("POLYLINE")) || data == null || data.length % 3 != 0) {
            return new Outline.Unusable(Reason.of(ReasonCode.NOT_DECODABLE, "roi.graphicType"));
        }
        List<Vector3> points = RtStructReader.points(data);
        if (points.size() < 4 || !points.getFirst().equals(points.getLast())) {
            return new Outline.Unusable(Reason.of(ReasonCode.INVALID_VALUE, "roi.openContour"));
        }
        return new Outline.Polygons(List.of(new Outline.Loop(points.subList(0, points.size() - 1), List.of())));
    }

    private static Optional<String> text(Attributes group, String concept, int tag) {
        return FrameItems.items(group, Tag.ContentSequence).stream()
                .filter(i -> concept.equals(concept(i)))
                .flatMap(i -> Optional.ofNullable(i.getString(tag)).stream())
                .findFirst();
    }

    private static String concept(Attributes item) {
        return FrameItems.first(item, Tag.ConceptNameCodeSequence)
                .map(c -> c.getString(Tag.CodeValue, ""))
                .orElse("");
    }
}
