package org.vigie.diffusion;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured.Outcome;

/**
 * What a study came to.
 *
 * @param reasons never empty unless measured
 */
record StudyFindings(Outcome outcome, List<Finding> lesions, List<String> flags, List<Reason> reasons) {
    StudyFindings {
        lesions = List.copyOf(lesions);
        flags = List.copyOf(flags);
        reasons = List.copyOf(reasons);
    }

    /** A lesion whose picture is not stored yet. */
    static final class Finding {
        private final LesionAdc lesion;
        private final byte @Nullable [] picture;

        Finding(LesionAdc lesion, byte @Nullable [] picture) {
            this.lesion = lesion;
            this.picture = picture;
        }

        /** Without its picture. */
        LesionAdc lesion() {
            return lesion;
        }

        /** PNG bytes. */
        Optional<byte[]> picture() {
            return Optional.ofNullable(picture);
        }
    }

    static StudyFindings without(Outcome outcome, List<Reason> reasons) {
        return new StudyFindings(outcome, List.of(), List.of(), reasons);
    }
}
