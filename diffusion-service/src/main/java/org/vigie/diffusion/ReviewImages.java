package org.vigie.diffusion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader needs to look at the contours of one acquisition.
 *
 * @param rowSpacingMm distance between rows
 * @param columnSpacingMm distance between columns
 * @param high the most weighted images
 * @param adc maps in colour, 0 to 3·10^-3 mm2/s
 */
public record ReviewImages(
        int columns,
        int rows,
        int slices,
        double rowSpacingMm,
        double columnSpacingMm,
        Shown high,
        Shown adc,
        List<Proposal> proposals) {

    /**
     * @param bSecPerMm2 null for a map
     * @param images PNG per slice, ascending along the normal, one pixel per voxel
     */
    public record Shown(@Nullable Double bSecPerMm2, List<byte[]> images) {}

    /**
     * @param id names it when it is accepted
     * @param label for the list of proposals
     * @param lesion what the lesion is called
     * @param basisText how it came about
     */
    public record Proposal(
            String id,
            String label,
            String lesion,
            String basisText,
            @Nullable String trackingUid,
            List<SliceRuns> slices) {}

    /** @param runs pairs of first pixel (row·columns + column) and number of pixels */
    public record SliceRuns(int slice, List<Integer> runs) {}
}
