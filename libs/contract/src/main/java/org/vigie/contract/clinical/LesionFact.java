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

    /**
     * Signal of one region before and after contrast (DCE), on one scale.
     *
     * @param signalBefore arbitrary unit, above 0
     * @param earlySeconds from injection to the early image, the same for the late one
     * @param connectedWashoutVoxels largest connected group of voxels with PE of 50 % or more of that curve type; null
     *     where curve types were not read
     */
    record KineticsMeasured(
            @Nullable String studyUid,
            @Nullable String trackingUid,
            ClinicalTime at,
            @Nullable Double signalBefore,
            @Nullable Double signalEarly,
            @Nullable Double signalLate,
            @Nullable Double earlySeconds,
            @Nullable Double lateSeconds,
            @Nullable Integer connectedWashoutVoxels,
            @Nullable Integer connectedPlateauVoxels,
            @Nullable Integer connectedPersistentVoxels)
            implements LesionFact {}

    /**
     * Tracer kinetics of one region (DCE with a model), means over its voxels.
     *
     * @param excludedPercent voxels without a physical fit
     * @param relaxivityPerSecPerMmolPerL of the agent at this field; without it no concentration is known
     * @param haematocrit 0 to 1; null where one was assumed
     */
    record PerfusionMeasured(
            @Nullable String studyUid,
            @Nullable String trackingUid,
            ClinicalTime at,
            @Nullable Double ktransPerMin,
            @Nullable Double kepPerMin,
            @Nullable Double ve,
            @Nullable Double vp,
            @Nullable Double iauc60MmolSecPerL,
            @Nullable Double excludedPercent,
            @Nullable Double relaxivityPerSecPerMmolPerL,
            @Nullable Double haematocrit)
            implements LesionFact {}
}
