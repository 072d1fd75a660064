package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.Stated;

/** Whether the scanners compared were checked with a diffusion phantom lately (clinical rules 2.4). */
record PhantomChecks(ThresholdSet thresholds, ZoneId site) {
    boolean bothValid(PatientTimeline timeline, @Nullable LesionReading before, LesionReading now) {
        return before instanceof LesionReading.Measured b
                && now instanceof LesionReading.Measured n
                && isValid(timeline, b)
                && isValid(timeline, n);
    }

    /** By the last check before the study; of two of one time by what was stated last. */
    private boolean isValid(PatientTimeline timeline, LesionReading.Measured reading) {
        Acquisition scan = reading.lesion().acquisition();
        ClinicalTime at = StudyDates.of(reading.study());
        return timeline.stated(FactBody.PhantomChecked.class)
                .map(Stated::body)
                .filter(check -> check.deviceSerial().equals(scan.deviceSerial()))
                .filter(check -> !check.at().dateIn(site).isAfter(at.dateIn(site)))
                .reduce((one, other) ->
                        other.at().instantIn(site).isBefore(one.at().instantIn(site)) ? one : other)
                .filter(check -> check.passed() && isOf(check, scan))
                .filter(check -> !check.at()
                        .dateIn(site)
                        .plusDays(thresholds.days("phantom-validity"))
                        .isBefore(at.dateIn(site)))
                .isPresent();
    }

    /** A check that names the scanner's serial number with another model or field was made on something else. */
    private boolean isOf(FactBody.PhantomChecked check, Acquisition scan) {
        Double tesla = scan.fieldStrengthTesla();
        return check.model().equals(scan.model())
                && tesla != null
                && AdcChange.rounded(Math.abs(check.fieldStrengthTesla() - tesla)) <= thresholds.value("gate-field");
    }
}
