package org.vigie.staging.domain.timeline;

import java.util.Comparator;
import org.vigie.contract.imaging.StudyMeasured;

/**
 * One measurement of one revision of a study.
 *
 * @param eventId {@code ce_id} of the event that brought it
 */
public record RecordedStudy(String eventId, StudyMeasured measured) {
    /** The greater is the current one: higher revision, then measured later, then by id so that no tie is left. */
    static final Comparator<RecordedStudy> CURRENCY = Comparator.<RecordedStudy>comparingInt(
                    s -> s.measured().revision())
            .thenComparing(s -> s.measured().measuredAt())
            .thenComparing(RecordedStudy::eventId);

    /** Identity of a result: redelivery and replay give the same key. */
    String key() {
        return measured.studyUid() + "|" + measured.revision() + "|" + measured.algorithmVersion();
    }
}
