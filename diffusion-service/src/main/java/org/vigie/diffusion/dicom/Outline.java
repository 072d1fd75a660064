package org.vigie.diffusion.dicom;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/**
 * One region that somebody or something drew: a segment of a SEG, a structure of an RTSTRUCT, a region of an SR.
 *
 * @param label as the object has it, for display to the person who gave the object; it may name a patient
 * @param number of the segment or structure in its object
 * @param algorithm {@code MANUAL}, {@code SEMIAUTOMATIC}, {@code AUTOMATIC}, or empty
 * @param contentTime date and time of the drawing as stored, comparable as text; empty if absent
 * @param frameOfReference where stated
 * @param flags of the reading, such as a threshold that was applied
 */
public record Outline(
        String label,
        int number,
        Optional<String> trackingUid,
        String algorithm,
        String contentTime,
        Optional<String> frameOfReference,
        Shape shape,
        Sources sources,
        List<String> flags,
        StudyObject object) {
    public Outline {
        flags = List.copyOf(flags);
    }

    /** What the object says it was drawn on. */
    public record Sources(Optional<String> studyUid, Set<String> seriesUids, Set<String> sopInstanceUids) {
        public static final Sources NONE = new Sources(Optional.empty(), Set.of(), Set.of());

        public Sources {
            seriesUids = Set.copyOf(seriesUids);
            sopInstanceUids = Set.copyOf(sopInstanceUids);
        }

        public boolean areStated() {
            return !seriesUids.isEmpty() || !sopInstanceUids.isEmpty();
        }
    }

    /** How the region is described. */
    public sealed interface Shape {
        /** Pixels or points of the description itself, before anything is laid over a volume. */
        int size();
    }

    /**
     * Pixels on planes; of no plane is a region without a voxel.
     *
     * @param slabMm distance between planes that the object states, where it does
     * @param fractions of a fractional segmentation, empty for others
     */
    public record Raster(List<Plane> planes, OptionalDouble slabMm, Optional<Fractions> fractions) implements Shape {
        public Raster {
            planes = List.copyOf(planes);
        }

        @Override
        public int size() {
            return planes.stream().mapToInt(p -> p.pixels().cardinality()).sum();
        }
    }

    /**
     * Closed polygons in the patient system; of one plane they combine by exclusive or.
     *
     * @param polygons each of three points or more
     */
    public record Polygons(List<Loop> polygons) implements Shape {
        public Polygons {
            polygons = List.copyOf(polygons);
        }

        @Override
        public int size() {
            return polygons.stream().mapToInt(l -> l.points().size()).sum();
        }
    }

    /**
     * Closed polygons in the pixels of one image.
     *
     * @param x to the right, 0 at the left edge of the image (the centre of the first pixel is 0.5)
     */
    public record ImagePolygon(SourceFrame image, List<Double> x, List<Double> y) implements Shape {
        public ImagePolygon {
            x = List.copyOf(x);
            y = List.copyOf(y);
        }

        @Override
        public int size() {
            return x.size();
        }
    }

    /** A segment of a segmentation that another object names; to be looked up there. */
    public record SegmentReference(String sopInstanceUid, int segment) implements Shape {
        @Override
        public int size() {
            return 0;
        }
    }

    /** Contours that enclose nothing that could be measured, such as an open one. */
    public record Unusable(Reason reason) implements Shape {
        @Override
        public int size() {
            return 0;
        }
    }

    /** One closed polygon, mm, and the images it was drawn on. */
    public record Loop(List<Vector3> points, List<SourceFrame> sources) {
        public Loop {
            points = List.copyOf(points);
            sources = List.copyOf(sources);
        }
    }

    /**
     * One frame of a segmentation.
     *
     * @param place empty where only the source images say where it lies
     * @param pixels set bits by row·columns + column
     */
    public record Plane(
            Optional<SliceGeometry> place, List<SourceFrame> sources, int rows, int columns, BitSet pixels) {
        public Plane {
            sources = List.copyOf(sources);
        }
    }

    /**
     * What stood in a fractional segmentation before its threshold.
     *
     * @param maximum the stored value that means 1
     * @param nonZero pixels above 0
     * @param largest stored value
     */
    public record Fractions(int maximum, int nonZero, int largest) {}

    /** True if a person drew or corrected it; whether that person is trusted is another question. */
    public boolean isDrawnByReader() {
        return algorithm.equals("MANUAL") || algorithm.equals("SEMIAUTOMATIC");
    }

    /** True if the object says on which images it was drawn. */
    public boolean namesImages() {
        return sources.areStated() || !sourceSopInstanceUids().isEmpty();
    }

    /** Every image that the object names: of the frames, else as a whole. */
    public Set<String> namedImages() {
        Set<String> own = sourceSopInstanceUids();
        return own.isEmpty() ? sources.sopInstanceUids() : own;
    }

    /** The images that the planes or polygons name. */
    Set<String> sourceSopInstanceUids() {
        Stream<SourceFrame> own = switch (shape) {
            case Raster raster -> raster.planes().stream().flatMap(p -> p.sources().stream());
            case Polygons polygons -> polygons.polygons().stream().flatMap(l -> l.sources().stream());
            case ImagePolygon polygon -> Stream.of(polygon.image());
            case SegmentReference _, Unusable _ -> Stream.of();
        };
        return own.map(SourceFrame::sopInstanceUid).collect(Collectors.toUnmodifiableSet());
    }
}
