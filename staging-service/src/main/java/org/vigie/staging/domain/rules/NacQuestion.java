package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.RecordedStudy;
import org.vigie.staging.domain.timeline.Stated;

/**
 * All that the finding of one study, course and lesion depends on. Where every part is the very object it was before,
 * so is the finding: an event leaves what it does not touch as it is.
 *
 * @param arrivedAt first arrival of the study
 * @param course without its schedule
 * @param twice two courses contest the study
 * @param baselines studies before the course, oldest first
 * @param undecided studies of its first day that may have come before it or after
 */
record NacQuestion(
        RecordedStudy study,
        @Nullable Instant arrivedAt,
        Course course,
        @Nullable String lesionUid,
        boolean twice,
        List<RecordedStudy> baselines,
        List<RecordedStudy> undecided,
        List<Stated<FactBody.Lesion>> lesions,
        List<Stated<FactBody.LesionNotMeasurable>> gone,
        List<Stated<FactBody.PhantomChecked>> phantoms) {

    /** The answer that still holds, null if none does. */
    @Nullable
    NacAnswer among(List<NacAnswer> last) {
        for (NacAnswer answer : last) {
            NacQuestion asked = answer.question();
            if (asked != null && isSame(asked)) {
                return answer;
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // other objects of the same content only cost a computation
    private boolean isSame(NacQuestion other) {
        if (study != other.study
                || course != other.course
                || twice != other.twice
                || lesions != other.lesions
                || gone != other.gone
                || phantoms != other.phantoms
                || !(lesionUid == null ? other.lesionUid == null : lesionUid.equals(other.lesionUid))) {
            return false;
        }
        return Objects.equals(arrivedAt, other.arrivedAt)
                && areSame(baselines, other.baselines)
                && areSame(undecided, other.undecided);
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private static boolean areSame(List<RecordedStudy> some, List<RecordedStudy> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }
}
