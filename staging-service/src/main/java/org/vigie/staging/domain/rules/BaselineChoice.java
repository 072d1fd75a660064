package org.vigie.staging.domain.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** Which study a lesion is compared with (clinical rules 2.3). */
final class BaselineChoice {
    private BaselineChoice() {}

    /** The measured baseline nearest to c1d1; where none is measured, the nearest with its reasons. */
    static @Nullable LesionReading nearest(List<RecordedStudy> baselines, @Nullable String uid) {
        LesionReading nearest = null;
        for (RecordedStudy study : baselines.reversed()) {
            LesionReading reading = LesionReading.of(study, uid, "A0");
            if (reading instanceof LesionReading.Measured) {
                return reading;
            }
            if (nearest == null) {
                nearest = reading;
            }
        }
        return nearest;
    }

    /** Studies of the first day that may have come before the first infusion or after it, where the lesion was measured. */
    static List<LesionReading.Measured> perhaps(List<RecordedStudy> undecided, @Nullable String uid) {
        List<LesionReading.Measured> perhaps = new ArrayList<>();
        for (RecordedStudy study : undecided) {
            if (LesionReading.of(study, uid, "A0") instanceof LesionReading.Measured measured) {
                perhaps.add(measured);
            }
        }
        return perhaps;
    }
}
