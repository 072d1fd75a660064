package org.vigie.ingest.domain;

import java.util.List;

/**
 * What completeness sees in a folder of files.
 *
 * @param protocol rule that was asked
 * @param skipped files that are no DICOM
 * @param unusable images whose header cannot be used, with the fault
 */
public record ProtocolReport(String protocol, List<Study> studies, List<String> skipped, List<String> unusable) {

    /**
     * @param decision {@code ready} after the series quiet time, {@code incomplete} after the study quiet time,
     *     {@code no-dwi} after the study quiet time
     * @param sets images that are fitted together
     * @param reasons what is missing, with the numbers
     */
    public record Study(
            String studyUid,
            String decision,
            long readyAfterSeconds,
            List<Set> sets,
            List<String> reasons,
            List<Series> series) {}

    public record Set(List<Integer> seriesNumbers, List<Double> bSecPerMm2, int slices) {}

    /**
     * @param number -1 where not stated
     * @param bSecPerMm2 distinct, ascending
     * @param bSources where the b-values were read
     * @param withoutB images that state no b-value
     */
    public record Series(
            int number,
            String kind,
            int images,
            int slices,
            String matrix,
            List<Double> bSecPerMm2,
            List<String> bSources,
            int withoutB) {}
}
