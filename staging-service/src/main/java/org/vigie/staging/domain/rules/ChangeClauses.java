package org.vigie.staging.domain.rules;

import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.logic.Truth;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/** One clause for each comparison of the decision table of the ADC change (clinical rules 2.5), in its order. */
record ChangeClauses(ThresholdSet thresholds, NacSentences sentences) {
    void add(NacEvidence evidence, LesionReading.Measured before, LesionReading.Measured now, AdcChange found) {
        ClauseList clauses = evidence.clauses();
        NamedInput[] compared = {
            ClauseList.number("deltaADC", found.percent(), "%"),
            ClauseList.number("A0", before.adc(), "mm2/s"),
            ClauseList.number("A1", now.adc(), "mm2/s")
        };
        Threshold rc = thresholds.get("rc");
        clauses.add("deltaADC>rc", sentences.rise(), Truth.of(found.outcome().equals(AdcChange.RISE)), rc, compared);
        clauses.add("deltaADC<-rc", sentences.fall(), Truth.of(found.outcome().equals(AdcChange.FALL)), rc, compared);
        if (found.outcome().equals(AdcChange.NO_CHANGE)) {
            Threshold margin = thresholds.get("at-limit-margin");
            clauses.add(
                    "at-limit", sentences.atLimit(), Truth.of(found.flags().contains("at-limit")), margin, compared);
        } else {
            Threshold borderline = thresholds.get("borderline");
            clauses.add(
                    "borderline",
                    sentences.borderline(),
                    Truth.of(found.flags().contains("borderline")),
                    borderline,
                    compared[0],
                    ClauseList.number("ci95Low", found.ci95Low(), "%"),
                    ClauseList.number("ci95High", found.ci95High(), "%"));
        }
    }

    void addBaseline(NacEvidence evidence, LesionReading.Measured before) {
        Threshold high = thresholds.get("high-baseline-adc");
        boolean isHigh = before.adc() > high.value();
        evidence.clauses()
                .add(
                        "A0>high-baseline-adc",
                        sentences.highBaseline(),
                        Truth.of(isHigh),
                        high,
                        ClauseList.number("A0", before.adc(), "mm2/s"));
        if (isHigh) {
            evidence.flag("high-baseline-adc");
        }
    }

    /** @param days from the study to its arrival */
    void addArrival(NacEvidence evidence, long days, boolean late) {
        evidence.clauses()
                .add(
                        "arrival≤arrival-limit",
                        sentences.arrival(),
                        Truth.of(!late),
                        thresholds.get("arrival-limit"),
                        ClauseList.number("arrival", (double) days, "d"));
    }
}
