package org.vigie.ingest.domain;

import java.util.List;

/**
 * What completeness sees in a folder of files, or in a study received.
 *
 * @param protocol rules that decide, joined by {@code +}; {@code none} if none has anything to say
 * @param skipped files that are no DICOM
 * @param unusable images whose header cannot be used, with the fault
 */
public record ProtocolReport(String protocol, List<Study> studies, List<String> skipped, List<String> unusable) {

    /**
     * @param decision {@code ready} after the series quiet time, {@code incomplete} after the study quiet time,
     *     {@code no-dwi} after the study quiet time where no rule has anything to say
     * @param sets images that are fitted together
     * @param reasons what is missing, with the numbers
     * @param touchesDiffusion true if an ADC may be wrong for want of images: nothing alerts on such a study
     * @param rules every rule of the site, those that decide first
     */
    public record Study(
            String studyUid,
            String decision,
            long readyAfterSeconds,
            List<Set> sets,
            List<String> reasons,
            boolean touchesDiffusion,
            List<Rule> rules,
            List<Series> series) {}

    /**
     * @param decides true if the study is held to it
     * @param why of {@link ProtocolRules.Why} in lower case, or {@code not-chosen}
     * @param result {@code complete}, {@code incomplete} or {@code absent}
     */
    public record Rule(String name, boolean decides, String why, String result, List<String> reasons) {}

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
