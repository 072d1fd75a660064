package org.vigie.notify.domain;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ADC of one lesion against one baseline, ready to be drawn. ADC in 10⁻³ mm²/s, days counted from c1d1 = day 0.
 *
 * @param repeatabilityPercent RC, percent: the band is {@code baseline ± RC}
 * @param label of the lesion, with the date of the baseline where the lesion was compared with several
 * @param baselineAdc null if there is no baseline: nothing is compared, no band is drawn
 * @param points what may be compared with the baseline, by day; the baseline is one of them
 * @param rows every measured study of the lesion, compared or not, by date
 */
public record AdcCurve(
        @Nullable String lesionTrackingUid,
        String label,
        double repeatabilityPercent,
        @Nullable Double baselineAdc,
        List<Point> points,
        List<Row> rows) {
    public AdcCurve {
        points = List.copyOf(points);
        rows = List.copyOf(rows);
    }

    /**
     * @param low lower end of the 95 % interval of the change, on the ADC scale; null for the baseline
     * @param high upper end, null for the baseline
     */
    public record Point(
            int day,
            String date,
            @Nullable String timePoint,
            double adc,
            @Nullable Double low,
            @Nullable Double high,
            String outcome) {}

    /**
     * @param outcome outcome of the rule for this study, null if no rule has looked at it
     * @param baseline true for the baseline of this curve
     * @param baselineStudyUid what the rule compared this study with, null where it compared nothing
     */
    public record Row(
            String studyUid,
            @Nullable LocalDate date,
            @Nullable Integer day,
            @Nullable String timePoint,
            @Nullable Double adc,
            @Nullable Double changePercent,
            @Nullable Double ci95Low,
            @Nullable Double ci95High,
            @Nullable String outcome,
            boolean baseline,
            @Nullable String baselineStudyUid,
            List<String> notes) {}
}
