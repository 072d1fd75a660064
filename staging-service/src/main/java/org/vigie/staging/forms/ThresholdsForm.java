package org.vigie.staging.forms;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.PatientAssessed.UsedThreshold;
import org.vigie.staging.thresholds.ThresholdVersion;

/** One version of a threshold set as the registry shows it; thresholds as events carry them. */
public record ThresholdsForm(
        String name, int version, String file, Set set, LocalDate effectiveFrom, List<Entry> entries) {
    /** @param id SHA-256 of the file */
    public record Set(String id, Map<String, UsedThreshold> byId) {}

    /** @param effectiveFrom ISO date */
    public record Entry(
            UsedThreshold threshold,
            String author,
            @Nullable String approver,
            String reason,
            String effectiveFrom,
            @Nullable Double previous) {}

    public static ThresholdsForm of(ThresholdVersion version) {
        Map<String, UsedThreshold> byId = new TreeMap<>();
        version.set().byId().forEach((id, threshold) -> byId.put(id, threshold.used()));
        return new ThresholdsForm(
                version.name(),
                version.version(),
                version.file(),
                new Set(version.set().id(), byId),
                version.effectiveFrom(),
                version.entries().stream().map(ThresholdsForm::entry).toList());
    }

    private static Entry entry(ThresholdVersion.Entry entry) {
        return new Entry(
                entry.threshold().used(),
                entry.author(),
                entry.approver(),
                entry.reason(),
                entry.effectiveFrom(),
                entry.previous());
    }
}
