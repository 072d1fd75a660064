package org.vigie.staging.thresholds;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/**
 * One version of one threshold set, with who answers for it.
 *
 * @param name {@code nac-adc}, {@code breast}, {@code ablation}, {@code myeloma}
 * @param file where it was read
 * @param set what rules compute with; its id is the SHA-256 of the file, for a site's version of base and file
 * @param effectiveFrom first day it is in force
 * @param entries every threshold of the set
 */
public record ThresholdVersion(
        String name, int version, String file, ThresholdSet set, LocalDate effectiveFrom, List<Entry> entries) {
    public ThresholdVersion {
        entries = List.copyOf(entries);
    }

    /**
     * A threshold with its history.
     *
     * @param approver another person than the author, null if nobody has approved it
     * @param effectiveFrom ISO date
     * @param previous value it replaces, null for a new threshold
     */
    public record Entry(
            Threshold threshold,
            String author,
            @Nullable String approver,
            String reason,
            String effectiveFrom,
            @Nullable Double previous) {}
}
