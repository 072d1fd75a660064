package org.vigie.staging.domain.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/**
 * Relative change of ADC with its interval (clinical rules 2.3, 2.5), all in percent of the baseline and rounded
 * half-even to 6 decimals before any comparison.
 *
 * @param outcome {@code adc-rise}, {@code adc-no-change} or {@code adc-fall}
 * @param flags {@code borderline}, {@code at-limit}
 */
public record AdcChange(double percent, double ci95Low, double ci95High, String outcome, List<String> flags) {
    public static final String RISE = "adc-rise";
    public static final String NO_CHANGE = "adc-no-change";
    public static final String FALL = "adc-fall";

    /**
     * Change = 100 (A1 - A0) / A0; interval = change +- 196 wCV sqrt(1 + (A1/A0)^2).
     *
     * @param a0 baseline ADC, mm2/s, above zero
     * @param a1 later ADC, mm2/s, above zero
     */
    public static AdcChange of(double a0, double a1, ThresholdSet thresholds) {
        double percent = rounded(100 * (a1 - a0) / a0);
        double half = 196 * thresholds.value("wcv") * Math.sqrt(1 + (a1 / a0) * (a1 / a0));
        double low = rounded(100 * (a1 - a0) / a0 - half);
        double high = rounded(100 * (a1 - a0) / a0 + half);
        double rc = thresholds.value("rc");
        double borderline = thresholds.value("borderline");
        List<String> flags = new ArrayList<>();
        String outcome;
        if (percent > rc) {
            outcome = RISE;
            if (percent <= borderline || low <= 0) {
                flags.add("borderline");
            }
        } else if (percent < -rc) {
            outcome = FALL;
            if (percent >= -borderline || high >= 0) {
                flags.add("borderline");
            }
        } else {
            outcome = NO_CHANGE;
            if (Math.abs(percent) >= rc - thresholds.value("at-limit-margin")) {
                flags.add("at-limit");
            }
        }
        return new AdcChange(percent, low, high, outcome, List.copyOf(flags));
    }

    /** Half-even to 6 decimals (clinical rules 0.4). */
    static double rounded(double value) {
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue();
    }
}
