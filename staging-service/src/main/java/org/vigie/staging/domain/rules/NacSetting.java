package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** What {@code NAC-ADC} judges every patient by. */
record NacSetting(
        ThresholdSet thresholds, NacSentences sentences, PlaceClauses places, ZoneId site, String softwareVersion) {
    static NacSetting of(ThresholdSet thresholds, ZoneId site, String softwareVersion) {
        return new NacSetting(
                thresholds, NacSentences.of(thresholds), new PlaceClauses(thresholds, site), site, softwareVersion);
    }
}
