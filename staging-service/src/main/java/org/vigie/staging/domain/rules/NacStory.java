package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Stated;

/** Tells a comparison as an alert does: from when to when, of which lesion, under which regimen. */
final class NacStory {
    private NacStory() {}

    /** Null where the study belongs to no course. */
    static @Nullable AdcStory of(
            NacSubject subject,
            LesionReading.Measured before,
            LesionReading.Measured now,
            AdcChange found,
            ThresholdSet thresholds,
            ZoneId site) {
        Course course = subject.course();
        Windows.Place place = subject.place();
        if (course == null || place == null) {
            return null;
        }
        FactBody.Lesion named = named(subject);
        Side side = named == null || named.side() == null ? course.side() : named.side();
        Acquisition one = before.lesion().acquisition();
        Acquisition other = now.lesion().acquisition();
        ClinicalTime beforeAt = Objects.requireNonNull(before.study().measured().studyTime());
        ClinicalTime nowAt = Objects.requireNonNull(subject.study().measured().studyTime());
        return new AdcStory(
                before.adc(),
                course.dayOf(beforeAt, site),
                now.adc(),
                place.day(),
                found.percent(),
                found.ci95Low(),
                found.ci95High(),
                thresholds.value("rc"),
                thresholds.value("wcv"),
                now.primary().key().bSecPerMm2(),
                one.deviceSerial() != null && one.deviceSerial().equals(other.deviceSerial()),
                side,
                named == null ? now.lesion().label() : named.label(),
                course.regimenOn(nowAt, site),
                course.c1d1(),
                now.lesion().roi().contentCreator());
    }

    private static FactBody.@Nullable Lesion named(NacSubject subject) {
        return subject.timeline()
                .stated(FactBody.Lesion.class)
                .map(Stated::body)
                .filter(lesion -> lesion.trackingUid().equals(subject.lesionUid()))
                .reduce((older, newer) -> newer)
                .orElse(null);
    }
}
