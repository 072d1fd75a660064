package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** The day of a study, where it can be believed. */
final class StudyDates {
    private StudyDates() {}

    /** Why a study cannot be placed by its date; null if it can. */
    static @Nullable Reason fault(RecordedStudy study, ZoneId site) {
        ClinicalTime at = study.measured().studyTime();
        if (at == null) {
            return Reason.of(ReasonCode.MISSING_INPUT, "study-date");
        }
        boolean future = at.dateIn(site)
                .isAfter(study.measured().arrivedAt().atZone(site).toLocalDate());
        return future ? Reason.of(ReasonCode.INVALID_VALUE, "study-date") : null;
    }

    static ClinicalTime of(RecordedStudy study) {
        return Objects.requireNonNull(study.measured().studyTime(), "only dated studies are placed");
    }
}
