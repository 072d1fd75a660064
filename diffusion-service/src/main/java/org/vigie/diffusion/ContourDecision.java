package org.vigie.diffusion;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;

/**
 * What a reader decided about the contour of one lesion.
 *
 * @param manifest of the revision that was shown
 * @param earlier manifests of earlier studies that were shown with it
 * @param proposalId of the candidate that is accepted; not used where polygons are drawn
 * @param trackingUid of the lesion; null for one not followed yet
 * @param label of that lesion; free text is replaced when it is stored
 * @param firstSlice zero-based, of the accepted candidate, inclusive
 * @param lastSlice inclusive
 * @param polygons drawn instead of the candidate
 * @param validatedBy user id of the reader
 */
public record ContourDecision(
        ObjectRef manifest,
        List<ObjectRef> earlier,
        @Nullable String proposalId,
        @Nullable String trackingUid,
        String label,
        int firstSlice,
        int lastSlice,
        List<Drawn> polygons,
        String validatedBy) {

    /**
     * @param points x along a row, y along a column, in pixels, the centre of the first pixel at (0, 0)
     */
    public record Drawn(int slice, List<List<Double>> points) {}

    public ContourDecision {
        earlier = List.copyOf(earlier);
        polygons = List.copyOf(polygons);
    }
}
