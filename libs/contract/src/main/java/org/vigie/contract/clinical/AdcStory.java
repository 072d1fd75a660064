package org.vigie.contract.clinical;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/**
 * The numbers of the message of clinical rules 9.6. ADC in mm2/s, changes in percent of the baseline.
 *
 * @param baselineDay day of the baseline study, c1d1 = day 0
 * @param repeatabilityPercent RC, percent
 * @param sameScanner device serial numbers are equal
 * @param validatedBy user id or AE behind the contour
 */
public record AdcStory(
        double baselineAdcMm2PerSec,
        int baselineDay,
        double adcMm2PerSec,
        int day,
        double changePercent,
        double ci95LowPercent,
        double ci95HighPercent,
        double repeatabilityPercent,
        double wcv,
        List<Double> bSecPerMm2,
        boolean sameScanner,
        @Nullable Side side,
        String lesionLabel,
        String regimen,
        ClinicalTime c1d1,
        @Nullable String validatedBy) {}
