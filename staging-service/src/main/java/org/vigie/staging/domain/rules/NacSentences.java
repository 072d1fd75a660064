package org.vigie.staging.domain.rules;

import org.vigie.staging.domain.logic.Decimals;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** Sentences of {@code NAC-ADC} that name a threshold: made once for a threshold set, not once for a patient. */
record NacSentences(Text rise, Text fall, Text atLimit, Text borderline, Text highBaseline, Text arrival) {
    static NacSentences of(ThresholdSet thresholds) {
        String rc = thresholds.value("rc") + " %";
        String margin = Decimals.text(thresholds.value("at-limit-margin"));
        String borderline = Decimals.text(thresholds.value("borderline"));
        String days = Decimals.text(thresholds.value("arrival-limit"));
        return new NacSentences(
                Text.of("change above +", "variation supérieure à +").plus(rc),
                Text.of("change below -", "variation inférieure à -").plus(rc),
                Text.of(
                        "change within " + margin + " % of the limit",
                        "variation à moins de " + margin + " % de la limite"),
                Text.of(
                        "change at most " + borderline + " %, or its 95 % interval reaches 0",
                        "variation d'au plus " + borderline + " %, ou son intervalle à 95 % atteint 0"),
                Text.of("ADC at baseline > ", "ADC initial > ")
                        .plus(Decimals.text(thresholds.value("high-baseline-adc")) + " mm2/s"),
                Text.of(
                        "study at most " + days + " days old when it arrived",
                        "examen arrivé au plus " + days + " jours après sa date"));
    }
}
