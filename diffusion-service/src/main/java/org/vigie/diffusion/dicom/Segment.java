package org.vigie.diffusion.dicom;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vigie.mr.SliceGeometry;

/**
 * One contour of a DICOM SEG.
 *
 * @param label tracking ID (0062,0020), else the segment label; for display
 * @param algorithm Segment Algorithm Type (0062,0008): {@code MANUAL}, {@code SEMIAUTOMATIC}, {@code AUTOMATIC}, or empty
 * @param contentTime Content Date and Time as stored, comparable as text; empty if absent
 * @param frameOfReference (0020,0052), where stated
 */
public record Segment(
        String label,
        Optional<String> trackingUid,
        String algorithm,
        String contentTime,
        Optional<String> frameOfReference,
        List<Plane> planes,
        StudyObject object) {
    public Segment {
        planes = List.copyOf(planes);
    }

    /**
     * One frame.
     *
     * @param place empty where only the source image says where it lies
     * @param sourceSopUid the image it was drawn on, where stated
     * @param sourceFrame of that image, zero-based
     * @param pixels set bits by row·columns + column
     */
    public record Plane(
            Optional<SliceGeometry> place,
            Optional<String> sourceSopUid,
            int sourceFrame,
            int rows,
            int columns,
            BitSet pixels) {}

    /** True if a person drew or corrected it; whether that person is trusted is another question. */
    public boolean isDrawnByReader() {
        return algorithm.equals("MANUAL") || algorithm.equals("SEMIAUTOMATIC");
    }

    int voxels() {
        return planes.stream().mapToInt(p -> p.pixels().cardinality()).sum();
    }
}
