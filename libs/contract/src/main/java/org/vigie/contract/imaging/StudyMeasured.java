package org.vigie.contract.imaging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;

/**
 * What was measured in one revision of a study. Topic {@code imaging.study.measured.v1}, key = patient key.
 *
 * @param arrivedAt when the last instance of this revision was received
 * @param incomplete taken over from {@link StudyReady}: touches alerting
 * @param lesions one entry per region of interest
 * @param flags study-level flags, for example {@code unvalidated-roi}
 * @param reasons study-level reasons; never empty when the outcome is not {@code MEASURED}
 * @param readyEventId {@code ce_id} of the {@link StudyReady} this answers
 */
public record StudyMeasured(
        String patientKey,
        String studyUid,
        int revision,
        @Nullable ClinicalTime studyTime,
        Instant arrivedAt,
        Outcome outcome,
        boolean incomplete,
        List<LesionAdc> lesions,
        List<String> flags,
        List<Reason> reasons,
        ObjectRef manifest,
        String readyEventId,
        String algorithmVersion,
        Instant measuredAt) {

    public enum Outcome {
        MEASURED,
        /** There is diffusion-weighted MR, but no number that may be shown as one; the reasons say why. */
        INDETERMINATE,
        /** Nothing here that Vigie measures: no diffusion-weighted MR. */
        NOT_APPLICABLE,
        /** The computation itself failed; the reasons say why, and a dead letter holds the event. */
        FAILED
    }
}
