package org.vigie.contract.clinical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;

/**
 * One clinical question that somebody should look at, or one line of a result or quality list. Topic
 * {@code clinical.alert.raised.v1}, key = patient key. Acknowledging, reminding and escalating belong to notify.
 *
 * @param alertKey UUIDv5 of patient + lesion + course + time-point + rule: the same key is the same alert
 * @param version +1 for every change of the alert under its key
 * @param kind outcome that caused it: {@code adc-no-change}, {@code adc-rise}, {@code not-comparable}, {@code overdue-study}, ...
 * @param notifies true if people are to be told of this version (new, or outcome or severity changed)
 * @param acknowledgeWithinWorkingDays null where no acknowledgement is asked for
 * @param expiresAt first of the expiry rules of clinical rules 9.4 that is known now
 * @param supersededBy key of the alert that took over, for state {@code SUPERSEDED}
 * @param story the numbers of the message, null for items without a measured change
 */
public record AlertRaised(
        String alertKey,
        int version,
        State state,
        Severity severity,
        Category category,
        String kind,
        boolean notifies,
        String patientKey,
        @Nullable String courseId,
        @Nullable String lesionTrackingUid,
        @Nullable String timePoint,
        String ruleId,
        String ruleVersion,
        @Nullable String assessmentId,
        @Nullable String studyUid,
        @Nullable String baselineStudyUid,
        @Nullable ClinicalTime nextCycleAt,
        @Nullable Integer acknowledgeWithinWorkingDays,
        Instant raisedAt,
        @Nullable Instant expiresAt,
        @Nullable String supersededBy,
        @Nullable AdcStory story,
        List<String> flags,
        List<Reason> reasons) {

    public enum State {
        RAISED,
        AMENDED,
        RETRACTED,
        SUPERSEDED,
        EXPIRED
    }

    public enum Severity {
        S1,
        S2,
        S3
    }

    public enum Category {
        CLINICAL,
        INFORMATION,
        QUALITY
    }
}
