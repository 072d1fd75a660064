package org.vigie.contract.clinical;

import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** What readers measured in solid tumours. */
public sealed interface LesionFact extends FactBody {
    /** How it was seen. */
    enum Modality {
        MR,
        US,
        CT,
        PET_CT,
        MG,
        XR
    }

    /** Quadrant of the breast, as seen by the patient's side. */
    enum Quadrant {
        UPPER_OUTER,
        UPPER_INNER,
        LOWER_OUTER,
        LOWER_INNER,
        CENTRAL
    }

    /**
     * Size of one lesion or lymph node on one study.
     *
     * @param studyUid null for studies that are not in Vigie, such as most ultrasound
     * @param longestDiameterMm null if not measured; 0 where the lesion is gone
     * @param shortAxisMm of lymph nodes
     * @param organ free text of the field, lower case, for example {@code breast}, {@code liver}
     * @param lymphNode null if not stated
     * @param target target lesion of RECIST 1.1, null if not stated
     */
    record LesionSized(
            @Nullable String studyUid,
            String trackingUid,
            ClinicalTime at,
            Modality modality,
            @Nullable Double longestDiameterMm,
            @Nullable Double shortAxisMm,
            @Nullable String organ,
            @Nullable Side side,
            @Nullable Quadrant quadrant,
            @Nullable Boolean lymphNode,
            @Nullable Boolean target)
            implements LesionFact {}

    /** A reader states whether a study shows a lesion that was not there before (RECIST 1.1). */
    record NewLesionRead(@Nullable String studyUid, ClinicalTime at, boolean newLesion) implements LesionFact {}

    /**
     * Enhancement of the tumour bed after treatment.
     *
     * @param aboveBackground true: more than the background
     * @param diameterMm of the enhancement, null if not measured
     */
    record ResidualRead(
            @Nullable String studyUid,
            @Nullable String trackingUid,
            ClinicalTime at,
            boolean aboveBackground,
            @Nullable Double diameterMm)
            implements LesionFact {}

    /**
     * Total choline by proton spectroscopy, water-referenced.
     *
     * @param at with its time of day: the rule counts hours from the first dose
     * @param cholineMmolPerKg null where it is below the detection limit
     * @param standardErrorMmolPerKg Cramér-Rao bound, null if not stated
     * @param detectionLimitMmolPerKg null if not stated
     */
    record SpectroscopyMeasured(
            @Nullable String studyUid,
            @Nullable String trackingUid,
            ClinicalTime at,
            @Nullable Double cholineMmolPerKg,
            @Nullable Double standardErrorMmolPerKg,
            @Nullable Double detectionLimitMmolPerKg)
            implements LesionFact {}
}
