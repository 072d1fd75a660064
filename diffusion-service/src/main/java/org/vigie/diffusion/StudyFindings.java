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

    /** A lesion whose picture and map are not stored yet. */
    static final class Finding {
        private final LesionAdc lesion;
        private final byte @Nullable [] picture;
        private final byte @Nullable [] map;

        Finding(LesionAdc lesion, byte @Nullable [] picture, byte @Nullable [] map) {
            this.lesion = lesion;
            this.picture = picture;
            this.map = map;
        }

        /** Without its picture and map. */
        LesionAdc lesion() {
            return lesion;
        }

        /** PNG bytes. */
        Optional<byte[]> picture() {
            return Optional.ofNullable(picture);
        }

        /** A DICOM Parametric Map; lesions of one acquisition share the array. */
        Optional<byte[]> map() {
            return Optional.ofNullable(map);
        }
    }

    static StudyFindings without(Outcome outcome, List<Reason> reasons) {
        return new StudyFindings(outcome, List.of(), List.of(), reasons);
    }
}
